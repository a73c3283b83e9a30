// A restore makes a new store from a backup. It grows in a folder beside the new one and takes its
// name only when it is whole, on the medium, and was opened and found to give the backup's position
// and root. One that was interrupted leaves the folder NAME.restoring, which the next one into the
// same folder takes away, whatever name it makes.
#ifndef DECREE_CORE_BACKUP_RESTORE_H_
#define DECREE_CORE_BACKUP_RESTORE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/log/event_log.h"

namespace decree {

struct RestoreOptions {
  // The newest checkpoint that anybody holds of this log, when there is one: a restored store that
  // does not go on from it would fork what was signed.
  std::string checkpoint_file;
  // Restore all the same. The store is then marked (file `new-epoch`) so that nothing is signed for
  // it under the former origin (core/proof/audited_store.h).
  bool new_epoch = false;
  Progress progress;                // steps are bytes: copied, checked
  std::shared_ptr<FileSeam> files;  // nullptr: the machine's file system
};

struct RestoreReport {
  LogHead head;
  uint64_t files = 0, bytes = 0, documents = 0;
  bool is_new_epoch = false;
};

// `new_store` must not exist, or be an empty folder. Errors: NotFound (no backup); InvalidArgument
// (`new_store` is there, or lies in the folder of a store or of the backup; the checkpoint file
// does not read); FailedPrecondition (older than the last signed checkpoint, or of another history,
// without new_epoch; another restore to there runs); DataLoss (the backup is damaged, or what was
// restored gives another root); Unimplemented; no room; Unknown (the new store is there, and not
// yet sure to outlast a loss of power); Internal.
absl::StatusOr<RestoreReport> RestoreStore(const std::string& dir, const std::string& new_store,
                                           const RestoreOptions& options);

// For every way to make a store anew: has `fill` fill the staging folder of `new_store` and gives
// it its name when `fill` returns OK. Errors: as above, and those of `fill`.
absl::Status MakeStoreAnew(const std::string& new_store, const std::shared_ptr<FileSeam>& files,
                           const std::function<absl::Status(const std::string& staging)>& fill);

// Whether the restored `log` may go on under the origin of the newest checkpoint known, the one at
// `options.checkpoint_file` or the newest in `store_dir` (either may be absent). With
// options.new_epoch one that may not leaves the mark in `store_dir` and `is_new_epoch` true.
absl::Status SettleEpoch(const EventLog& log, const std::string& store_dir,
                         const RestoreOptions& options, bool& is_new_epoch);

inline constexpr char kNewEpochName[] = "new-epoch";

}  // namespace decree

#endif  // DECREE_CORE_BACKUP_RESTORE_H_
