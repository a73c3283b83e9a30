#include "core/backup/backup_pool.h"

#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/no_room.h"
#include "core/base/status_macros.h"

namespace decree {
namespace {

namespace fs = std::filesystem;

// With the name of the file in front.
absl::Status Named(const absl::Status& status, const std::string& path) {
  return Prefixed(absl::StrCat(path, ": "), status);
}

}  // namespace

absl::StatusOr<std::optional<BackupManifest>> BackupPool::ReadManifest() const {
  const std::string path = absl::StrCat(dir_, "/", kManifestName);
  const auto text = files_.ReadAll(path, kManifestBytesMax);
  if (absl::IsNotFound(text.status())) return std::optional<BackupManifest>();
  if (!text.ok()) return text.status();
  absl::StatusOr<BackupManifest> manifest = ParseManifest(*text);
  if (!manifest.ok()) return Named(manifest.status(), path);
  return std::optional<BackupManifest>(*std::move(manifest));
}

absl::StatusOr<bool> BackupPool::Holds(const BackupFile& file, const CountBytes& count) const {
  const auto source = files_.Open(PathOf(file));
  if (absl::IsNotFound(source.status())) return false;
  if (!source.ok()) return source.status();
  if ((*source)->size() != file.bytes) return false;
  DECREE_ASSIGN_OR_RETURN(const std::string hash, HashOf(**source, count));
  return hash == file.sha256;
}

absl::Status BackupPool::Add(const FileSource& source, const BackupFile& file) const {
  return files_.Make(PathOf(file), [&](const PlainFiles::Sink& sink) -> absl::Status {
    FileHash hash;
    DECREE_RETURN_IF_ERROR(source.Read([&](absl::string_view piece) {
      hash.Add(piece);
      return sink(piece);
    }));
    if (hash.Hex() == file.sha256) return absl::OkStatus();
    return absl::DataLossError(absl::StrCat(source.path(), ": gave other bytes when read again"));
  });
}

absl::Status BackupPool::Commit(const BackupManifest& manifest) const {
  DECREE_RETURN_IF_ERROR(files_.SyncFolder(FilesDir()));
  DECREE_RETURN_IF_ERROR(files_.SyncFolder(dir_));
  const std::string text = EncodeManifest(manifest);
  DECREE_RETURN_IF_ERROR(files_.Make(absl::StrCat(dir_, "/", kManifestName),
                                     [&](const PlainFiles::Sink& sink) { return sink(text); }));
  DECREE_RETURN_IF_ERROR(files_.SyncFolder(dir_));
  return files_.SyncFolder(FolderAbove(dir_));
}

absl::Status BackupPool::Prune(const BackupManifest& manifest) const {
  std::set<std::string> named;
  for (const BackupFile& file : manifest.files) named.insert(file.sha256);
  DECREE_ASSIGN_OR_RETURN(const std::vector<std::string> names, files_.List(FilesDir()));
  for (const std::string& name : names) {
    if (named.contains(name)) continue;
    DECREE_RETURN_IF_ERROR(files_.Remove(absl::StrCat(FilesDir(), "/", name)));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<TemporaryFolder>> BackupPool::LinkLog(
    const BackupManifest& manifest) const {
  DECREE_ASSIGN_OR_RETURN(std::unique_ptr<TemporaryFolder> folder, TemporaryFolder::Create());
  std::error_code error;
  fs::create_directories(folder->path() + "/log/db", error);
  const fs::path pool = fs::absolute(FilesDir(), error);
  for (const BackupFile& file : manifest.files) {
    if (!absl::StartsWith(file.path, "log/")) continue;
    fs::create_symlink(pool / file.sha256, fs::path(folder->path()) / file.path, error);
    if (error) {
      return SystemCallError(absl::StrCat(folder->path(), ": cannot link the backup's files"),
                             error.value());
    }
  }
  return folder;
}

}  // namespace decree
