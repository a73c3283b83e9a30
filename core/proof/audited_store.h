// An AuditedStore gives others the means to check a store: signed checkpoints, proofs, bundles. It
// opens the store beside a running writer and changes nothing of it but the files of <store>/audit.
//
//   auto store = decree::AuditedStore::Open("my-store");
//   auto made = (*store)->MakeCheckpoint(key, {});
//   auto bundle = (*store)->Export({"as-of", "2025-11-05", …}, ask);
#ifndef DECREE_CORE_PROOF_AUDITED_STORE_H_
#define DECREE_CORE_PROOF_AUDITED_STORE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/audit/checkpoint_maker.h"
#include "core/merkle/proof_text.h"
#include "core/proof/proven_answer.h"

namespace decree {

// One thread at a time. Errors, everywhere: NotFound names what is not there (a store, a
// checkpoint, an id); DataLoss what is damaged.
class AuditedStore {
 public:
  virtual ~AuditedStore() = default;
  // What was signed is read and written through `files`; nullptr: the machine's file system.
  static absl::StatusOr<std::unique_ptr<AuditedStore>> Open(
      const std::string& dir, std::shared_ptr<FileSeam> files = nullptr);

  // As decree::MakeCheckpoint. Errors also: FailedPrecondition where the store was restored behind
  // what was signed (core/backup/restore.h) and no new epoch is begun, or one of that origin.
  virtual absl::StatusOr<MadeCheckpoint> MakeCheckpoint(const SigningKey& key,
                                                        const CheckpointOptions& options) = 0;
  // The newest that was signed; on the medium when it is given.
  virtual absl::StatusOr<SignedCheckpoint> Newest() = 0;
  // That the newest extends the log of `old_size` records.
  virtual absl::StatusOr<GrowthProof> ProveGrowth(uint64_t old_size) = 0;
  // That the newest holds the event. Errors: FailedPrecondition when it was recorded after it.
  virtual absl::StatusOr<RecordProof> ProveRecord(absl::string_view id) = 0;
  // As decree::VerifyLog.
  virtual absl::Status Verify(const LogCheckpoint& checkpoint, const Progress& progress) = 0;
  // The answer at the newest checkpoint, with all that proves it; checked as others will check it.
  // Errors also: those of `ask`; ResourceExhausted when a bundle cannot hold so much.
  virtual absl::StatusOr<AnswerBundle> Export(const std::vector<std::string>& words,
                                              const AskInWords& ask) = 0;
};

}  // namespace decree

#endif  // DECREE_CORE_PROOF_AUDITED_STORE_H_
