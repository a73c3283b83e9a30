// Reads one past decision, the line of a file to recheck:
//   {"id","decided","view":{"knownBy","recordedBy","floor"},"transaction":{…},"value","currency",
//    "answer":{"decision","added"}}
#ifndef DECREE_CORE_CODEC_DECISION_FROM_JSON_H_
#define DECREE_CORE_CODEC_DECISION_FROM_JSON_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/model/past_decision.h"

namespace decree {

// One JSON object. `view`, `value` and `currency` may be left out, and `answer.added`; what an
// answer of `screen` holds as null may be null here. `transaction` names the fields of
// core/model/transaction.h as texts or lists of texts, facts too, and needs `on`. Unknown fields,
// duplicate keys and wrong types are InvalidArgument `view.knownBy: what is wrong and what to do`.
absl::StatusOr<PastDecision> DecisionFromJson(absl::string_view json);

}  // namespace decree

#endif  // DECREE_CORE_CODEC_DECISION_FROM_JSON_H_
