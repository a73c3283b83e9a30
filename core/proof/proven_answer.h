// An answer folded again from its bundle, without the store: every proof is checked, the proven
// events go through the same projections and the same questions in memory, and what comes out must
// be the bundle's answer, byte for byte.
#ifndef DECREE_CORE_PROOF_PROVEN_ANSWER_H_
#define DECREE_CORE_PROOF_PROVEN_ANSWER_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/audit/answer_bundle.h"
#include "core/audit/proven_record.h"
#include "core/record.h"

namespace decree {

// Asks a record the question that these words say and gives the text of the answer. The caller's,
// since words and texts are: tools/cli has one. May open the record as often as it likes.
using OpenRecord = std::function<std::unique_ptr<Record>()>;
using AskInWords = std::function<absl::StatusOr<std::string>(
    const OpenRecord& open, const std::vector<std::string>& words)>;

struct ProvenAnswer {
  LogCheckpoint checkpoint;  // that it was proven against
  uint64_t events = 0;       // that it was folded from
  uint64_t streams = 0;      // rows that show that none was left out
};

// Errors: InvalidArgument names what does not fit.
absl::StatusOr<ProvenAnswer> VerifyAnswer(const AnswerBundle& bundle, const VerifierKey& key,
                                          const AskInWords& ask, const BundleChecks& checks = {});

}  // namespace decree

#endif  // DECREE_CORE_PROOF_PROVEN_ANSWER_H_
