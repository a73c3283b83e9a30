#include "core/audit/checkpoint_maker.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/merkle/proof.h"

namespace decree {
namespace {

absl::Status NotExtended(absl::string_view why) {
  return absl::DataLossError(
      absl::StrCat("the log does not extend its newest checkpoint: ", why,
                   "; nothing is signed. Run `decree doctor`; after a restore of an older backup, "
                   "begin a new epoch with a key of a new origin"));
}

// Whether the key begins an epoch. Errors: FailedPrecondition when it may not sign here.
absl::StatusOr<bool> BeginsEpoch(const SigningKey& key, bool new_epoch,
                                 const CheckpointFolder& folder) {
  const std::vector<std::string>& origins = folder.origins();
  const std::string& name = key.verifier().name();
  if (new_epoch && std::find(origins.begin(), origins.end(), name) != origins.end()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the origin \"", name, "\" was used before by this store; a new epoch needs a new one"));
  }
  if (new_epoch || !folder.key()) return true;
  if (*folder.key() == key.verifier()) return false;
  return absl::FailedPreconditionError(absl::StrCat(
      "this store signs with the key ", folder.key()->Format(), ", not ", key.verifier().Format(),
      "; another key begins a new epoch (--new-epoch) under an origin of its own"));
}

// A new epoch may begin on a log that parted from what was signed, but not on another log.
absl::Status HoldUnderNewEpoch(const LogProver& log, const std::string& dir,
                               const CheckpointFolder& folder) {
  if (!folder.log().has_value() || *folder.log() == log.Id()) return absl::OkStatus();
  DECREE_ASSIGN_OR_RETURN(const std::optional<SignedCheckpoint> newest, folder.Newest());
  if (newest && newest->checkpoint.size <= log.Head().size) {
    DECREE_ASSIGN_OR_RETURN(const Hash256 root, log.RootAt(newest->checkpoint.size));
    if (root == newest->checkpoint.root) return absl::OkStatus();  // made again, event by event
  }
  return absl::DataLossError(absl::StrCat(SignedOfAnother(dir, "log"), "; nothing is signed"));
}

// What the newest checkpoint lets us take for read.
absl::StatusOr<LogTally> StartFrom(const std::optional<SignedCheckpoint>& newest,
                                   const LogProver& log, const CheckpointFolder& folder,
                                   const CheckpointOptions& options) {
  if (!newest) return LogTally();
  const LogCheckpoint& signed_before = newest->checkpoint;
  if (!options.full) {
    absl::StatusOr<LogTally> kept = LogTally::From(signed_before, log, folder.Streams());
    if (kept.ok()) return kept;
  }
  LogTally tally;
  DECREE_RETURN_IF_ERROR(tally.ReadThrough(signed_before.size, log, options.progress));
  if (tally.CheckpointOf(signed_before.origin) == signed_before) return tally;
  return NotExtended(
      absl::StrCat("its first ", signed_before.size, " records do not give what was signed"));
}

// That the stored nodes agree and give the proof that others will ask for.
absl::Status CheckNodes(const LogProver& log, const std::optional<SignedCheckpoint>& newest,
                        const LogCheckpoint& next) {
  DECREE_ASSIGN_OR_RETURN(const Hash256 root, log.RootAt(next.size));
  if (root != next.root) {
    return absl::DataLossError(absl::StrCat("the stored Merkle nodes give the root ", ToHex(root),
                                            ", the records ", ToHex(next.root),
                                            "; nothing is signed. Run `decree doctor`"));
  }
  if (!newest) return absl::OkStatus();
  const LogCheckpoint& before = newest->checkpoint;
  DECREE_ASSIGN_OR_RETURN(const std::vector<Hash256> proof,
                          log.ConsistencyProof(before.size, next.size));
  const absl::Status consistent =
      VerifyConsistency(before.size, next.size, proof, before.root, next.root);
  return consistent.ok() ? consistent : NotExtended(consistent.message());
}

}  // namespace

absl::StatusOr<MadeCheckpoint> MakeCheckpoint(const LogProver& log, const std::string& dir,
                                              const SigningKey& key,
                                              const CheckpointOptions& options) {
  DECREE_ASSIGN_OR_RETURN(const std::unique_ptr<FileLock> lock,
                          LockCheckpoints(dir, options.files));
  DECREE_ASSIGN_OR_RETURN(CheckpointFolder folder, CheckpointFolder::Open(dir, options.files));
  const LogHead head = log.Head();
  if (head.size == 0) {
    return absl::InvalidArgumentError("nothing is recorded yet, so there is nothing to sign");
  }
  if (options.new_epoch) DECREE_RETURN_IF_ERROR(HoldUnderNewEpoch(log, dir, folder));
  DECREE_ASSIGN_OR_RETURN(const bool begins, BeginsEpoch(key, options.new_epoch, folder));
  std::optional<SignedCheckpoint> newest;
  if (!begins) {
    DECREE_ASSIGN_OR_RETURN(newest, folder.Newest());
  }
  if (newest && newest->checkpoint.size > head.size) {
    return NotExtended(absl::StrCat("it has ", head.size, " positions, ", newest->checkpoint.size,
                                    " were signed"));
  }
  DECREE_ASSIGN_OR_RETURN(LogTally tally, StartFrom(newest, log, folder, options));
  DECREE_RETURN_IF_ERROR(tally.ReadThrough(head.size, log, options.progress));
  MadeCheckpoint made;
  made.hashed = tally.hashed();
  const LogCheckpoint next = tally.CheckpointOf(key.verifier().name());
  DECREE_RETURN_IF_ERROR(CheckNodes(log, newest, next));
  DECREE_RETURN_IF_ERROR(folder.NameLog(log.Id()));
  if (newest && newest->checkpoint.size == next.size) {
    if (!(newest->checkpoint == next)) return NotExtended("at the same size it gives another root");
    DECREE_RETURN_IF_ERROR(folder.MakeDurable());
    made.signed_checkpoint = *newest;
    return made;
  }
  DECREE_ASSIGN_OR_RETURN(made.signed_checkpoint, SignCheckpoint(next, key));
  if (begins) DECREE_RETURN_IF_ERROR(folder.Begin(key.verifier()));
  DECREE_RETURN_IF_ERROR(folder.Keep(made.signed_checkpoint, tally.streams().Encode()));
  made.is_new = true;
  return made;
}

absl::Status VerifyLog(const LogProver& log, const LogCheckpoint& checkpoint,
                       const Progress& progress) {
  const uint64_t size = log.Head().size;
  if (size < checkpoint.size) {
    return absl::DataLossError(absl::StrCat("the log has ", size, " positions, the checkpoint ",
                                            checkpoint.size, ": it was cut, or is another log"));
  }
  LogTally tally;
  DECREE_RETURN_IF_ERROR(tally.ReadThrough(checkpoint.size, log, progress));
  const LogCheckpoint found = tally.CheckpointOf(checkpoint.origin);
  if (found.root != checkpoint.root) {
    return absl::DataLossError(absl::StrCat("the first ", checkpoint.size,
                                            " records give the root ", ToHex(found.root),
                                            ", the checkpoint says ", ToHex(checkpoint.root),
                                            ": a record was altered, left out or put in"));
  }
  if (found == checkpoint) return absl::OkStatus();
  return absl::DataLossError(
      "the records are those of the checkpoint, but its stream table is not theirs: answers that "
      "rest on it may leave events out");
}

absl::StatusOr<StreamTable> StreamsAt(const LogCheckpoint& checkpoint, const LogProver& log,
                                      absl::string_view kept) {
  absl::StatusOr<StreamTable> table = StreamTable::Decode(kept);
  if (table.ok() && table->size() == checkpoint.stream_rows &&
      table->Root() == checkpoint.stream_root) {
    return table;
  }
  LogTally tally;
  DECREE_RETURN_IF_ERROR(tally.ReadThrough(checkpoint.size, log, nullptr));
  if (tally.CheckpointOf(checkpoint.origin) == checkpoint) return tally.streams();
  return absl::DataLossError(
      absl::StrCat("the log does not give the checkpoint of size ", checkpoint.size));
}

}  // namespace decree
