// The files of a backup under their hashes, and the manifest that says which belong together.
// Internal to core/backup.
#ifndef DECREE_CORE_BACKUP_BACKUP_POOL_H_
#define DECREE_CORE_BACKUP_BACKUP_POOL_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/backup/backup_manifest.h"
#include "core/backup/file_hash.h"
#include "core/store/plain_files.h"
#include "core/store/temporary_folder.h"

namespace decree {

class BackupPool {
 public:
  BackupPool(std::string dir, const PlainFiles& files) : dir_(std::move(dir)), files_(files) {}

  // nullopt when there is none. Errors: as ParseManifest, naming the file.
  absl::StatusOr<std::optional<BackupManifest>> ReadManifest() const;

  // Whether the pool holds the bytes of that hash, which are read.
  absl::StatusOr<bool> Holds(const BackupFile& file, const CountBytes& count) const;

  // Copies the bytes of `source`, whose hash must be `sha256`. Errors: DataLoss when they are
  // others.
  absl::Status Add(const FileSource& source, const BackupFile& file) const;

  // All files and the new manifest are durable when it returns OK.
  absl::Status Commit(const BackupManifest& manifest) const;

  // Takes away what the manifest does not name.
  absl::Status Prune(const BackupManifest& manifest) const;

  // A folder of symbolic links in which the log can be opened: PATH/log.
  absl::StatusOr<std::unique_ptr<TemporaryFolder>> LinkLog(const BackupManifest& manifest) const;

  std::string FilesDir() const { return dir_ + "/files"; }
  std::string PathOf(const BackupFile& file) const { return FilesDir() + "/" + file.sha256; }

 private:
  const std::string dir_;
  const PlainFiles& files_;
};

}  // namespace decree

#endif  // DECREE_CORE_BACKUP_BACKUP_POOL_H_
