// Making and checking checkpoints of a log.
//
// Nothing is signed that was not read: before a checkpoint is signed, every record since the newest
// one is read and hashed anew from its stored bytes, its stream versions are held against the table
// that was signed then, and the tree grows from the one that was signed then, so that both are
// consistent by construction. The stored Merkle nodes must give the same root and a proof of it.
// Records before the newest checkpoint were hashed when that was made; `full` hashes them again, as
// `doctor` and VerifyLog do.
#ifndef DECREE_CORE_AUDIT_CHECKPOINT_MAKER_H_
#define DECREE_CORE_AUDIT_CHECKPOINT_MAKER_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/audit/checkpoint_folder.h"
#include "core/audit/log_tally.h"
#include "core/base/progress.h"
#include "core/log/event_log.h"
#include "core/merkle/log_checkpoint.h"
#include "core/merkle/note_keys.h"

namespace decree {

struct CheckpointOptions {
  bool full = false;
  // Begins a history under an origin never used by this store: after a restore of a backup that is
  // older than the last checkpoint.
  bool new_epoch = false;
  Progress progress = nullptr;
  std::shared_ptr<FileSeam> files;  // of `dir`; nullptr: the machine's file system
};

struct MadeCheckpoint {
  SignedCheckpoint signed_checkpoint;
  bool is_new = false;  // false: nothing was recorded since the newest one, which this is
  uint64_t hashed = 0;  // records read and hashed for it
};

// Signs what the log acknowledges now and keeps it in `dir`. Errors: DataLoss when the log does not
// extend what was signed, or does not give the hashes it should: nothing is signed;
// FailedPrecondition (another key than before, an origin used before, the lock); InvalidArgument
// (nothing recorded); Internal.
absl::StatusOr<MadeCheckpoint> MakeCheckpoint(const LogProver& log, const std::string& dir,
                                              const SigningKey& key,
                                              const CheckpointOptions& options);

// Reads and hashes the records 1 to the checkpoint's size. Errors: DataLoss when they do not give
// the checkpoint, or are not all there.
absl::Status VerifyLog(const LogProver& log, const LogCheckpoint& checkpoint,
                       const Progress& progress);

// The stream table at a checkpoint: what is kept when it fits, else from the log. Errors: DataLoss.
absl::StatusOr<StreamTable> StreamsAt(const LogCheckpoint& checkpoint, const LogProver& log,
                                      absl::string_view kept);

}  // namespace decree

#endif  // DECREE_CORE_AUDIT_CHECKPOINT_MAKER_H_
