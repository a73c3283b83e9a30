// What a store has signed, as plain files that a backup copies:
//
//   <store>/audit/lock                              held with flock(2) while a checkpoint is made
//   <store>/audit/epoch-0001/vkey                   the verifier key of that epoch
//   <store>/audit/epoch-0001/00000000000000000124   a checkpoint, named by its size; never changed
//   <store>/audit/epoch-0001/streams                the stream table of the newest one; can be lost
//
// An epoch is a history signed under one origin by one key; the newest one counts. A checkpoint's
// file is durable before anyone is shown the checkpoint, and sizes only grow.
#ifndef DECREE_CORE_AUDIT_CHECKPOINT_FOLDER_H_
#define DECREE_CORE_AUDIT_CHECKPOINT_FOLDER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/audit/audit_files.h"
#include "core/merkle/log_checkpoint.h"

namespace decree {

// Not safe for concurrent use; readers may read beside one holder of the lock.
class CheckpointFolder {
 public:
  // Reads what is there; a folder that is not there holds nothing. Errors: DataLoss when a file in
  // it does not read.
  static absl::StatusOr<CheckpointFolder> Open(const std::string& dir);

  // Of the newest epoch; nullopt before the first checkpoint.
  const std::optional<VerifierKey>& key() const { return key_; }
  // Of all epochs, the newest last.
  const std::vector<std::string>& origins() const { return origins_; }
  // Of the newest epoch, ascending.
  const std::vector<uint64_t>& sizes() const { return sizes_; }

  // Errors: NotFound; DataLoss when what is kept is not signed by the epoch's key.
  absl::StatusOr<SignedCheckpoint> At(uint64_t size) const;
  // nullopt before the first. Errors: DataLoss.
  absl::StatusOr<std::optional<SignedCheckpoint>> Newest() const;
  // The bytes kept of the stream table; empty when there are none.
  std::string Streams() const;

  // The rest only with the lock held.
  // Begins an epoch with this key. Errors: Internal.
  absl::Status Begin(const VerifierKey& key);
  // Errors: FailedPrecondition unless it is larger than all before; Internal.
  absl::Status Keep(const SignedCheckpoint& checkpoint, absl::string_view streams);

 private:
  explicit CheckpointFolder(std::string dir) : dir_(std::move(dir)) {}
  absl::Status Read();
  std::string EpochDir() const;

  std::string dir_;
  uint32_t epoch_ = 0;  // 0: none yet
  std::optional<VerifierKey> key_;
  std::vector<std::string> origins_;
  std::vector<uint64_t> sizes_;
};

// Makes the folder if needed and takes its lock. Errors: FailedPrecondition when another process is
// making a checkpoint; Internal.
absl::StatusOr<std::unique_ptr<FileLock>> LockCheckpoints(const std::string& dir);

}  // namespace decree

#endif  // DECREE_CORE_AUDIT_CHECKPOINT_FOLDER_H_
