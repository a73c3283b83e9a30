#include "core/backup/backup.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/backup/backup_manifest.h"
#include "core/backup/backup_pool.h"
#include "core/backup/byte_progress.h"
#include "core/backup/checkpoint_file.h"
#include "core/backup/folder_places.h"
#include "core/backup/log_copy.h"
#include "core/backup/log_snapshot.h"
#include "core/base/no_room.h"
#include "core/base/status_macros.h"
#include "core/documents/document_store.h"
#include "core/log/log_folder.h"
#include "core/merkle/sha256.h"

namespace decree {
namespace {

namespace fs = std::filesystem;

// A file of the store, open as it was when the backup began.
struct ToKeep {
  BackupFile file;  // its hash is found out while it is read
  std::unique_ptr<FileSource> source;
};

bool IsDocument(const BackupFile& file) { return absl::StartsWith(file.path, "documents/"); }

// Opens a small file of the store if it is there.
absl::Status OpenIfThere(const PlainFiles& files, const std::string& store_dir,
                         const std::string& path, std::vector<ToKeep>& kept) {
  auto source = files.Open(absl::StrCat(store_dir, "/", path));
  if (absl::IsNotFound(source.status())) return absl::OkStatus();
  if (!source.ok()) return source.status();
  const uint64_t bytes = (*source)->size();
  kept.push_back({{path, bytes, ""}, *std::move(source)});
  return absl::OkStatus();
}

class BackupRun {
 public:
  BackupRun(std::string store_dir, std::string dir, const BackupOptions& options)
      : store_dir_(std::move(store_dir)),
        options_(options),
        files_(options.files),
        pool_(std::move(dir), files_) {}

  absl::StatusOr<BackupReport> Run() {
    DECREE_RETURN_IF_ERROR(files_.MakeFolder(pool_.FilesDir()));
    DECREE_RETURN_IF_ERROR(OpenAll());
    uint64_t bytes = 0;
    for (const ToKeep& each : kept_) bytes += each.file.bytes;
    progress_.emplace(options_.progress, 3 * bytes);
    // Documents were listed, not opened: there may be many.
    for (ToKeep& each : kept_) DECREE_RETURN_IF_ERROR(Keep(each));
    DECREE_RETURN_IF_ERROR(CheckSameStore());
    DECREE_RETURN_IF_ERROR(CheckLog(bytes));
    DECREE_RETURN_IF_ERROR(pool_.Commit(manifest_));
    DECREE_RETURN_IF_ERROR(pool_.Prune(manifest_));
    report_.head = manifest_.head;
    report_.made_us = manifest_.made_us;
    report_.files = manifest_.files.size();
    report_.bytes = manifest_.Bytes();
    return report_;
  }

 private:
  // What is signed or cited rests on the log: checkpoints are read before it, documents after it.
  absl::Status OpenAll() {
    DECREE_ASSIGN_OR_RETURN(const std::vector<std::string> checkpoints,
                            CheckpointPaths(files_, store_dir_));
    for (const std::string& path : checkpoints) {
      DECREE_RETURN_IF_ERROR(OpenIfThere(files_, store_dir_, path, kept_));
    }
    DECREE_ASSIGN_OR_RETURN(LogSnapshot snapshot, TakeLogSnapshot(files_, store_dir_));
    head_bytes_ = std::move(snapshot.head_bytes);
    manifest_.store = snapshot.head.store;
    kept_.push_back({{"log/head", head_bytes_.size(), ""}, nullptr});
    DECREE_RETURN_IF_ERROR(OpenIfThere(files_, store_dir_, "log/needs-doctor", kept_));
    for (SnapshotFile& file : snapshot.files) {
      const uint64_t bytes = file.source->size();
      kept_.push_back({{file.path, bytes, ""}, std::move(file.source)});
    }
    const auto names = files_.List(store_dir_ + "/documents");
    if (absl::IsNotFound(names.status())) return absl::OkStatus();
    if (!names.ok()) return names.status();
    for (const std::string& name : *names) {
      const std::string path = absl::StrCat("documents/", name);
      if (!IsBackupPath(path)) continue;
      DECREE_ASSIGN_OR_RETURN(const auto source, files_.Open(store_dir_ + "/" + path));
      kept_.push_back({{path, source->size(), ""}, nullptr});
      ++report_.documents;
    }
    return absl::OkStatus();
  }

  absl::Status Keep(ToKeep& each) {
    BackupFile& file = each.file;
    const CountBytes count = [&](uint64_t bytes) { progress_->Add(bytes); };
    if (file.path == "log/head") {
      DECREE_RETURN_IF_ERROR(KeepHead(file));
    } else {
      if (each.source == nullptr) {
        DECREE_ASSIGN_OR_RETURN(each.source, files_.Open(store_dir_ + "/" + file.path));
      }
      DECREE_ASSIGN_OR_RETURN(file.sha256, HashOf(*each.source, count));
      if (IsDocument(file) && file.path != "documents/" + file.sha256) {
        return absl::DataLossError(absl::StrCat(each.source->path(),
                                                " is damaged: its bytes have another hash; run "
                                                "`decree doctor`"));
      }
      DECREE_ASSIGN_OR_RETURN(const bool is_there, pool_.Holds(file, count));
      if (!is_there) {
        DECREE_RETURN_IF_ERROR(pool_.Add(*each.source, file));
        DECREE_RETURN_IF_ERROR(ReadBack(file, count));
      }
      each.source.reset();
    }
    manifest_.files.push_back(file);
    return absl::OkStatus();
  }

  // The head as it was read before the database.
  absl::Status KeepHead(BackupFile& file) {
    Sha256 sha;
    file.sha256 = ToHex(sha.Plain(head_bytes_));
    progress_->Add(file.bytes);
    const CountBytes count = [&](uint64_t bytes) { progress_->Add(bytes); };
    DECREE_ASSIGN_OR_RETURN(const bool is_there, pool_.Holds(file, count));
    if (is_there) return absl::OkStatus();
    DECREE_RETURN_IF_ERROR(files_.Make(
        pool_.PathOf(file), [&](const PlainFiles::Sink& sink) { return sink(head_bytes_); }));
    return ReadBack(file, count);
  }

  absl::Status ReadBack(const BackupFile& file, const CountBytes& count) {
    ++report_.copied_files;
    report_.copied_bytes += file.bytes;
    DECREE_ASSIGN_OR_RETURN(const bool is_sound, pool_.Holds(file, count));
    if (is_sound) return absl::OkStatus();
    return absl::DataLossError(
        absl::StrCat(pool_.PathOf(file), ": reads back other bytes than were written"));
  }

  // A backup never takes the place of one that holds more, or of another store's.
  absl::Status CheckSameStore() {
    const absl::StatusOr<std::optional<BackupManifest>> former = pool_.ReadManifest();
    if (absl::IsDataLoss(former.status())) return absl::OkStatus();  // made anew
    if (!former.ok()) return former.status();
    if (!former->has_value()) return absl::OkStatus();
    former_ = **former;
    if (former_->store == manifest_.store) return absl::OkStatus();
    return absl::FailedPreconditionError(
        "the folder holds a backup of another store; name a folder of its own");
  }

  absl::Status CheckLog(uint64_t bytes) {
    std::sort(manifest_.files.begin(), manifest_.files.end(),
              [](const BackupFile& a, const BackupFile& b) { return a.path < b.path; });
    DECREE_ASSIGN_OR_RETURN(const auto folder, pool_.LinkLog(manifest_));
    DECREE_ASSIGN_OR_RETURN(const LogCopy copy,
                            CheckLogCopy(folder->path() + "/log", progress_->Scaled(bytes)));
    manifest_.head = copy.head;
    if (former_.has_value()) {
      const absl::Status continues =
          CheckContinues(*copy.log, {"the backup before", former_->head.size, former_->head.root});
      if (!continues.ok()) {
        return absl::FailedPreconditionError(absl::StrCat(
            "the store does not go on from its backup, which is kept: ", continues.message(),
            "; name another folder to back it up anyway"));
      }
    }
    const Clock& clock = options_.clock == nullptr ? SystemClock() : *options_.clock;
    manifest_.made_us = clock.NowMicros();
    return absl::OkStatus();
  }

  const std::string store_dir_;
  const BackupOptions& options_;
  const PlainFiles files_;
  const BackupPool pool_;
  std::string head_bytes_;
  std::vector<ToKeep> kept_;
  BackupManifest manifest_;
  std::optional<BackupManifest> former_;
  std::optional<ByteProgress> progress_;
  BackupReport report_;
};

}  // namespace

absl::StatusOr<BackupReport> BackUpStore(const std::string& store_dir, const std::string& dir,
                                         const BackupOptions& options) {
  DECREE_ASSIGN_OR_RETURN(const bool has_log, IsThere(store_dir + "/log"));
  if (!has_log) {
    return absl::NotFoundError(absl::StrCat(store_dir, ": no store here"));
  }
  DECREE_RETURN_IF_ERROR(CheckBackupPlace(store_dir, dir));
  const absl::StatusOr<std::unique_ptr<FolderLock>> lock = FolderLock::Take(dir);
  if (absl::IsFailedPrecondition(lock.status())) {
    return absl::FailedPreconditionError(
        absl::StrCat("another backup into '", dir, "' is being made"));
  }
  if (!lock.ok()) return lock.status();
  absl::StatusOr<BackupReport> report = BackupRun(store_dir, dir, options).Run();
  if (report.ok()) return report;
  return Prefixed(absl::StrCat("backup into '", dir, "': "), report.status());
}

absl::StatusOr<BackupReport> VerifyBackup(const std::string& dir, const BackupOptions& options) {
  const PlainFiles files(options.files);
  const BackupPool pool(dir, files);
  DECREE_ASSIGN_OR_RETURN(const std::optional<BackupManifest> manifest, pool.ReadManifest());
  if (!manifest.has_value()) {
    return absl::NotFoundError(absl::StrCat("there is no finished backup in '", dir, "'"));
  }
  BackupReport report;
  report.head = manifest->head;
  report.made_us = manifest->made_us;
  report.files = manifest->files.size();
  report.bytes = manifest->Bytes();
  ByteProgress progress(options.progress, 2 * report.bytes);
  for (const BackupFile& file : manifest->files) {
    if (IsDocument(file)) ++report.documents;
    DECREE_ASSIGN_OR_RETURN(const bool is_sound,
                            pool.Holds(file, [&](uint64_t bytes) { progress.Add(bytes); }));
    if (is_sound) continue;
    return absl::DataLossError(absl::StrCat("the backup in '", dir, "' is damaged: the bytes of ",
                                            file.path, " (files/", file.sha256,
                                            ") are missing or others; make it anew"));
  }
  DECREE_ASSIGN_OR_RETURN(const auto folder, pool.LinkLog(*manifest));
  DECREE_ASSIGN_OR_RETURN(const LogCopy copy,
                          CheckLogCopy(folder->path() + "/log", progress.Scaled(report.bytes)));
  if (copy.head.size == manifest->head.size && copy.head.root == manifest->head.root &&
      copy.store == manifest->store) {
    return report;
  }
  return absl::DataLossError(absl::StrCat("the backup in '", dir, "' gives ", copy.head.size,
                                          " events with the root ", ToHex(copy.head.root),
                                          ", its manifest says otherwise"));
}

}  // namespace decree
