// What a store has signed, as plain files that a backup copies:
//
//   <store>/audit/log                               the id of the log that they are of
//   <store>/audit/lock                              held with flock(2) while a checkpoint is made
//   <store>/audit/epoch-0001/vkey                   the verifier key of that epoch
//   <store>/audit/epoch-0001/00000000000000000124   a checkpoint, named by its size; never changed
//   <store>/audit/epoch-0001/streams                the stream table of the newest one; can be lost
//
// An epoch is a history signed under one origin by one key; the newest one with a checkpoint
// counts. A folder with none is what a crash left while an epoch began: nothing was shown of it,
// and the next one takes its place. A checkpoint's file is durable before anyone is shown the
// checkpoint, and sizes only grow.
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
#include "core/log/event_log.h"
#include "core/merkle/log_checkpoint.h"
#include "core/store/plain_files.h"

namespace decree {

// One epoch as its folder shows it.
struct KeptEpoch {
  uint32_t number = 0;
  std::string dir;
  std::vector<uint64_t> sizes;  // of its checkpoints, ascending; never empty

  std::string KeyPath() const;
  std::string CheckpointPath(uint64_t size) const;
  std::string StreamsPath() const;
};

// The epochs below `dir`, ascending; none where it is not there. Errors: Internal.
absl::StatusOr<std::vector<KeptEpoch>> ListEpochs(const std::string& dir);

// Errors: DataLoss naming the file and what to do, where it does not read, is signed by another key
// or is of another size than its name says.
absl::StatusOr<VerifierKey> ReadEpochKey(const PlainFiles& files, const KeptEpoch& epoch);
absl::StatusOr<SignedCheckpoint> ReadCheckpoint(const PlainFiles& files, const KeptEpoch& epoch,
                                                uint64_t size, const VerifierKey& key);
// The id of the log that `dir` has checkpoints of; nullopt where it does not say, as an older
// version left it. Errors: DataLoss when it does not read.
absl::StatusOr<std::optional<StoreId>> ReadSignedLog(const PlainFiles& files,
                                                     const std::string& dir);
// For where that is another log's than the one in `log_dir`: what disagrees and what can be done.
std::string SignedOfAnother(const std::string& dir, const std::string& log_dir);
// The bytes kept. Errors: NotFound; Internal.
absl::StatusOr<std::string> ReadStreams(const PlainFiles& files, const KeptEpoch& epoch);

// Not safe for concurrent use; readers may read beside one holder of the lock.
class CheckpointFolder {
 public:
  // Reads what is there; a folder that is not there holds nothing. Errors: DataLoss when a file in
  // it does not read.
  static absl::StatusOr<CheckpointFolder> Open(const std::string& dir,
                                               std::shared_ptr<FileSeam> files = nullptr);

  // Of the newest epoch; nullopt before the first checkpoint.
  const std::optional<VerifierKey>& key() const { return key_; }
  // Of all epochs, the newest last.
  const std::vector<std::string>& origins() const { return origins_; }
  // Of the newest epoch, ascending.
  const std::vector<uint64_t>& sizes() const { return epoch_.sizes; }

  // Errors: NotFound; DataLoss when what is kept is not signed by the epoch's key.
  absl::StatusOr<SignedCheckpoint> At(uint64_t size) const;
  // nullopt before the first. Errors: DataLoss.
  absl::StatusOr<std::optional<SignedCheckpoint>> Newest() const;
  // The bytes kept of the stream table; empty when there are none.
  std::string Streams() const;
  // What Newest gives is on the medium when this returns OK: a process that died may have left it
  // there without that. Before it is shown. Errors: Internal.
  absl::Status MakeDurable() const;

  // Of which log; nullopt where it does not say.
  const std::optional<StoreId>& log() const { return log_; }

  // The rest only with the lock held.
  // Leaves of which log the checkpoints are, once they were held against it. Errors: Internal.
  absl::Status NameLog(const StoreId& log);
  // Begins an epoch with this key. Errors: Internal.
  absl::Status Begin(const VerifierKey& key);
  // Errors: FailedPrecondition unless it is larger than all before; Internal.
  absl::Status Keep(const SignedCheckpoint& checkpoint, absl::string_view streams);

 private:
  CheckpointFolder(std::string dir, std::shared_ptr<FileSeam> files)
      : dir_(std::move(dir)), files_(std::move(files)) {}
  absl::Status Read();
  absl::Status Put(const std::string& path, absl::string_view bytes) const;

  std::string dir_;
  PlainFiles files_;
  KeptEpoch epoch_;  // number 0: none yet
  std::optional<VerifierKey> key_;
  std::optional<StoreId> log_;
  std::vector<std::string> origins_;
};

// Makes the folder if needed and takes its lock. Errors: FailedPrecondition when another process is
// making a checkpoint; Internal.
absl::StatusOr<std::unique_ptr<FileLock>> LockCheckpoints(
    const std::string& dir, const std::shared_ptr<FileSeam>& files = nullptr);

}  // namespace decree

#endif  // DECREE_CORE_AUDIT_CHECKPOINT_FOLDER_H_
