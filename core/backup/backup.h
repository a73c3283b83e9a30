// A backup is a folder that holds one whole store: its log, its documents and its last signed
// checkpoint, each file under the SHA-256 of its bytes. What can be derived (views, compiled
// answers) and what is secret (signing keys) is not in it.
//
//   <dir>/backup       the manifest (core/backup/backup_manifest.h), replaced by renaming
//   <dir>/files/HASH   the bytes
//   <dir>/lock         held while a backup is made
//
// A further backup into the same folder copies only what is not there yet. Until its manifest is
// renamed the former backup stands, whatever happens; it counts only after all of it was read back
// and the log in it was opened and checked. Do not confuse it with an export, which is for people.
#ifndef DECREE_CORE_BACKUP_BACKUP_H_
#define DECREE_CORE_BACKUP_BACKUP_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "core/base/clock.h"
#include "core/log/event_log.h"

namespace decree {

struct BackupOptions {
  const Clock* clock = nullptr;     // nullptr: the machine's
  Progress progress;                // steps are bytes: hashed, read back, checked
  std::shared_ptr<FileSeam> files;  // nullptr: the machine's file system
};

struct BackupReport {
  LogHead head;  // what the backup holds
  int64_t made_us = 0;
  uint64_t files = 0, bytes = 0;                // of the store in it
  uint64_t copied_files = 0, copied_bytes = 0;  // now; the rest was there
  uint64_t documents = 0;
};

// Makes or renews the backup of the store in `store_dir`, beside its writer or without one, from
// this process or another; needs nothing but reading rights on the store. Errors: NotFound (no
// store), FailedPrecondition (another backup into `dir` runs; `dir` is of another store, or holds
// more of this one), InvalidArgument (`dir` lies in a store's folder, or the store in `dir`),
// DataLoss (the store is damaged: the former backup stands), Unimplemented (newer format), no room,
// Unavailable, Internal.
absl::StatusOr<BackupReport> BackUpStore(const std::string& store_dir, const std::string& dir,
                                         const BackupOptions& options);

// Reads every byte of a backup, opens its log and checks it; writes nothing into it.
// Errors: NotFound (no backup); DataLoss names what is damaged; Unimplemented (newer format).
absl::StatusOr<BackupReport> VerifyBackup(const std::string& dir, const BackupOptions& options);

}  // namespace decree

#endif  // DECREE_CORE_BACKUP_BACKUP_H_
