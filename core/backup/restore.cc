#include "core/backup/restore.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <optional>
#include <set>
#include <string>
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
#include "core/base/status_macros.h"
#include "core/log/log_folder.h"
#include "core/log/log_prefix.h"
#include "core/merkle/sha256.h"
#include "core/store/plain_files.h"

namespace decree {
namespace {

namespace fs = std::filesystem;

constexpr char kStagingEnding[] = ".restoring";
constexpr char kLockName[] = "lock";

// `path` without a slash at its end, so that an ending can be put to it.
std::string PlainPath(std::string path) {
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  return path;
}

absl::Status CheckIsFree(const std::string& new_store) {
  std::error_code error;
  const fs::file_status status = fs::symlink_status(new_store, error);
  if (status.type() == fs::file_type::none) {
    return absl::InternalError(absl::StrCat(new_store, ": cannot be looked at: ", error.message()));
  }
  if (!fs::exists(status)) return absl::OkStatus();
  if (fs::is_directory(status) && fs::is_empty(new_store, error) && !error) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(new_store, ": is there already; name a new folder"));
}

// Takes away what an interrupted restore left; its lock tells it from a folder of somebody else.
absl::StatusOr<std::unique_ptr<FolderLock>> TakeStaging(const std::string& staging) {
  std::error_code error;
  if (fs::exists(staging, error) && !fs::is_empty(staging, error) &&
      !fs::exists(absl::StrCat(staging, "/", kLockName), error)) {
    return absl::InvalidArgumentError(
        absl::StrCat(staging, ": is there and was left by no restore; take it away"));
  }
  auto lock = FolderLock::Take(staging);
  if (absl::IsFailedPrecondition(lock.status())) {
    return absl::FailedPreconditionError(
        absl::StrCat("another restore is filling '", staging, "'"));
  }
  if (!lock.ok()) return lock;
  for (const auto& entry : fs::directory_iterator(staging, error)) {
    if (entry.path().filename() == kLockName) continue;
    fs::remove_all(entry.path(), error);
    if (error)
      return absl::InternalError(absl::StrCat(entry.path().string(), ": ", error.message()));
  }
  return lock;
}

// Whether a folder holds nothing but what a restore puts into its staging folder, and its lock.
bool IsStaging(const fs::path& dir) {
  static constexpr const char* kParts[] = {"log", "documents", "audit", kNewEpochName};
  std::error_code error;
  bool has_lock = false;
  for (fs::directory_iterator it(dir, error), end; !error && it != end; it.increment(error)) {
    const std::string name = it->path().filename().string();
    const bool is_lock = name == kLockName;
    const bool is_part = std::any_of(std::begin(kParts), std::end(kParts),
                                     [&](const char* part) { return name == part; });
    if (!is_lock && !is_part) return false;
    has_lock = has_lock || is_lock;
  }
  return has_lock && !error;
}

// Takes away the staging folders beside `staging` that restores to other names left when they were
// killed: nobody else ever would. One that is being filled is held by its lock. What cannot be
// taken away is in nobody's way.
void TakeAwayLeftovers(const std::string& staging) {
  std::error_code error;
  std::vector<fs::path> others;
  for (fs::directory_iterator it(FolderAbove(staging), error), end; !error && it != end;
       it.increment(error)) {
    const std::string name = it->path().filename().string();
    std::error_code ignored;
    if (absl::EndsWith(name, kStagingEnding) && it->is_directory(ignored) &&
        !it->is_symlink(ignored) && IsStaging(it->path())) {
      others.push_back(it->path());
    }
  }
  for (const fs::path& other : others) {
    const auto lock = FolderLock::Take(other.string());
    if (lock.ok()) fs::remove_all(other, error);
  }
}

absl::Status CopyOut(const PlainFiles& files, const BackupPool& pool, const BackupFile& file,
                     const std::string& to, ByteProgress& progress) {
  DECREE_ASSIGN_OR_RETURN(const auto source, files.Open(pool.PathOf(file)));
  if (source->size() != file.bytes) {
    return absl::DataLossError(absl::StrCat(source->path(), ": has another size than ", file.path));
  }
  return files.Make(to, [&](const PlainFiles::Sink& sink) -> absl::Status {
    FileHash hash;
    DECREE_RETURN_IF_ERROR(source->Read([&](absl::string_view piece) {
      hash.Add(piece);
      progress.Add(piece.size());
      return sink(piece);
    }));
    if (hash.Hex() == file.sha256) return absl::OkStatus();
    return absl::DataLossError(absl::StrCat(
        source->path(), ": is damaged: it holds other bytes than ", file.path, " had"));
  });
}

absl::Status CopyAll(const PlainFiles& files, const BackupPool& pool,
                     const BackupManifest& manifest, const std::string& staging,
                     ByteProgress& progress) {
  DECREE_RETURN_IF_ERROR(files.MakeFolder(staging + "/log/db"));
  std::vector<std::string> folders = {staging + "/log/db", staging + "/log"};
  const bool has_documents =
      std::any_of(manifest.files.begin(), manifest.files.end(),
                  [](const BackupFile& file) { return absl::StartsWith(file.path, "documents/"); });
  if (has_documents) {
    folders.push_back(staging + "/documents");
    DECREE_RETURN_IF_ERROR(files.MakeFolder(folders.back()));
  }
  std::set<std::string> epochs;  // folders of checkpoints
  for (const BackupFile& file : manifest.files) {
    if (IsCheckpointPath(file.path)) epochs.insert(file.path.substr(0, file.path.rfind('/')));
  }
  for (const std::string& epoch : epochs) {
    folders.push_back(absl::StrCat(staging, "/", epoch));
    DECREE_RETURN_IF_ERROR(files.MakeFolder(folders.back()));
  }
  if (!epochs.empty()) folders.push_back(staging + "/audit");
  for (const BackupFile& file : manifest.files) {
    DECREE_RETURN_IF_ERROR(
        CopyOut(files, pool, file, absl::StrCat(staging, "/", file.path), progress));
  }
  for (const std::string& folder : folders) DECREE_RETURN_IF_ERROR(files.SyncFolder(folder));
  return absl::OkStatus();
}

// Where checkpoints were restored, of which log they are (core/audit/checkpoint_folder.h).
absl::Status NameSignedLog(const PlainFiles& files, const BackupManifest& manifest,
                           const std::string& staging) {
  const bool has_checkpoints =
      std::any_of(manifest.files.begin(), manifest.files.end(),
                  [](const BackupFile& file) { return IsCheckpointPath(file.path); });
  if (!has_checkpoints) return absl::OkStatus();
  DECREE_RETURN_IF_ERROR(files.Make(staging + "/audit/log", [&](const PlainFiles::Sink& sink) {
    return sink(StoreIdText(manifest.store) + "\n");
  }));
  return files.SyncFolder(staging + "/audit");
}

absl::Status SameAsManifest(const LogHead& head, const BackupManifest& manifest) {
  if (head.size == manifest.head.size && head.root == manifest.head.root) return absl::OkStatus();
  return absl::DataLossError(
      absl::StrCat("what was restored has ", head.size, " events and the root ", ToHex(head.root),
                   ", the backup had ", manifest.head.size, " and ", ToHex(manifest.head.root)));
}

// Opens the restored log as its writer will, which settles what its head had not acknowledged yet.
absl::Status OpenOnce(const std::string& log_dir, const BackupManifest& manifest,
                      const std::shared_ptr<FileSeam>& files) {
  if (absl::IsFailedPrecondition(CheckErrorMark(log_dir)))
    return absl::OkStatus();  // kept for doctor
  LogOptions options;
  options.files = files;
  DECREE_ASSIGN_OR_RETURN(const std::unique_ptr<EventLog> log, EventLog::Open(log_dir, options));
  DECREE_RETURN_IF_ERROR(SameAsManifest(log->Head(), manifest));
  return log->Close();
}

absl::StatusOr<std::optional<SignedHead>> ReadSignedHead(const std::string& path) {
  if (path.empty()) return std::optional<SignedHead>();
  const auto text = PlainFiles().ReadAll(path, kCheckpointBytesMax);
  if (!text.ok()) return text.status();
  absl::StatusOr<SignedHead> head = ParseCheckpointFile(*text);
  if (head.ok()) return std::optional<SignedHead>(*std::move(head));
  return absl::InvalidArgumentError(absl::StrCat(path, ": ", head.status().message()));
}

}  // namespace

absl::Status SettleEpoch(const EventLog& log, const std::string& store_dir,
                         const RestoreOptions& options, bool& is_new_epoch) {
  is_new_epoch = false;
  const PlainFiles files(options.files);
  DECREE_ASSIGN_OR_RETURN(const std::string own, NewestCheckpointPath(files, store_dir));
  std::string former;
  for (const std::string& path : {options.checkpoint_file, own}) {
    DECREE_ASSIGN_OR_RETURN(const std::optional<SignedHead> signed_head, ReadSignedHead(path));
    if (!signed_head.has_value()) continue;
    absl::Status continues = CheckContinues(log, *signed_head);
    if (continues.ok()) continue;
    if (!absl::IsFailedPrecondition(continues)) return continues;
    if (!options.new_epoch) {
      return absl::FailedPreconditionError(absl::StrCat(
          "the backup is older than what was signed: ", continues.message(),
          "; find a newer backup, or restore with --new-epoch and sign under a new origin"));
    }
    if (former.empty()) {
      former = absl::StrCat(signed_head->origin, "\n", signed_head->size, "\n",
                            ToHex(signed_head->root), "\n");
    }
  }
  if (former.empty()) return absl::OkStatus();
  is_new_epoch = true;
  return files.Make(absl::StrCat(store_dir, "/", kNewEpochName),
                    [&](const PlainFiles::Sink& sink) { return sink(former); });
}

absl::Status MakeStoreAnew(const std::string& new_store, const std::shared_ptr<FileSeam>& files,
                           const std::function<absl::Status(const std::string& staging)>& fill) {
  const std::string target = PlainPath(new_store);
  if (target.empty()) return absl::InvalidArgumentError("name the folder of the new store");
  DECREE_RETURN_IF_ERROR(CheckNewStorePlace(target, ""));
  DECREE_RETURN_IF_ERROR(CheckIsFree(target));
  const std::string staging = absl::StrCat(target, kStagingEnding);
  const PlainFiles plain(files);
  absl::Status settled;
  {
    DECREE_ASSIGN_OR_RETURN(const std::unique_ptr<FolderLock> lock, TakeStaging(staging));
    TakeAwayLeftovers(staging);
    DECREE_RETURN_IF_ERROR(fill(staging));
    DECREE_RETURN_IF_ERROR(plain.SyncFolder(staging));
    DECREE_RETURN_IF_ERROR(CheckIsFree(target));
    DECREE_RETURN_IF_ERROR(plain.Rename(staging, target));
    settled = plain.SyncFolder(FolderAbove(target));
    // Only now, when the new name is sure: without the lock the staging folder would be a
    // stranger's.
    if (settled.ok()) settled = plain.Remove(absl::StrCat(target, "/", kLockName));
  }
  if (settled.ok()) settled = plain.SyncFolder(target);
  if (settled.ok()) return absl::OkStatus();
  return absl::UnknownError(absl::StrCat(target,
                                         ": is there and whole, but its name may not outlast "
                                         "a loss of power (",
                                         settled.message(), "); check it with doctor"));
}

absl::StatusOr<RestoreReport> RestoreStore(const std::string& dir, const std::string& new_store,
                                           const RestoreOptions& options) {
  const PlainFiles files(options.files);
  const BackupPool pool(dir, files);
  if (!new_store.empty()) DECREE_RETURN_IF_ERROR(CheckNewStorePlace(new_store, dir));
  DECREE_ASSIGN_OR_RETURN(const std::optional<BackupManifest> manifest, pool.ReadManifest());
  if (!manifest.has_value()) {
    return absl::NotFoundError(absl::StrCat("there is no finished backup in '", dir, "'"));
  }
  RestoreReport report;
  report.head = manifest->head;
  report.files = manifest->files.size();
  report.bytes = manifest->Bytes();
  for (const BackupFile& file : manifest->files) {
    if (absl::StartsWith(file.path, "documents/")) ++report.documents;
  }
  ByteProgress progress(options.progress, 2 * report.bytes);
  const auto fill = [&](const std::string& staging) -> absl::Status {
    DECREE_RETURN_IF_ERROR(CopyAll(files, pool, *manifest, staging, progress));
    DECREE_RETURN_IF_ERROR(NameSignedLog(files, *manifest, staging));
    const std::string log_dir = staging + "/log";
    {
      DECREE_ASSIGN_OR_RETURN(const LogCopy copy,
                              CheckLogCopy(log_dir, progress.Scaled(report.bytes)));
      DECREE_RETURN_IF_ERROR(SameAsManifest(copy.head, *manifest));
      DECREE_RETURN_IF_ERROR(SettleEpoch(*copy.log, staging, options, report.is_new_epoch));
    }
    return OpenOnce(log_dir, *manifest, options.files);
  };
  DECREE_RETURN_IF_ERROR(MakeStoreAnew(new_store, options.files, fill));
  return report;
}

}  // namespace decree
