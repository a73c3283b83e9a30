// The proof of one event (core/merkle/proof_text.h) checked without a store.
#ifndef DECREE_CORE_AUDIT_RECORD_CHECK_H_
#define DECREE_CORE_AUDIT_RECORD_CHECK_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/log/event_log.h"
#include "core/merkle/log_checkpoint.h"
#include "core/model/event.h"

namespace decree {

struct CheckedRecord {
  SignedCheckpoint checkpoint;
  LogRecord record;
  Event event;
};

// Errors: InvalidArgument names what does not fit: the signature, the record's bytes, the proof.
absl::StatusOr<CheckedRecord> CheckRecordProof(absl::string_view text, const VerifierKey& key);

// A record from its bytes, with its leaf and its event, whose body must be the one canonical form:
// else two records could say the same. Errors: InvalidArgument.
struct ReadRecord {
  LogRecord record;
  Event event;
};
absl::StatusOr<ReadRecord> ReadRecordBytes(absl::string_view bytes);

}  // namespace decree

#endif  // DECREE_CORE_AUDIT_RECORD_CHECK_H_
