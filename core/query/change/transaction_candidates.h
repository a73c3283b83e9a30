// Which measures can bear on a transaction at all, in whatever view and on whatever date: what a
// question that looks at one transaction under many view filters needs to load. A superset, told
// from the scopes that were ever recorded.
#ifndef DECREE_CORE_QUERY_CHANGE_TRANSACTION_CANDIDATES_H_
#define DECREE_CORE_QUERY_CHANGE_TRANSACTION_CANDIDATES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/model/transaction.h"
#include "core/query/context.h"

namespace decree {

struct TransactionCandidates {
  std::vector<std::string> measures;  // slugs, sorted
  // Measures that name, in some reading, a programme whose duty a capping rule asks for. They tell
  // whether that rule cuts at all (core/query/duty/duty_stack.h, `needs_program`). Sorted.
  std::vector<std::string> program_givers;
};

absl::StatusOr<TransactionCandidates> CandidatesOf(const QuestionContext& context,
                                                   const Transaction& transaction);
// The givers alone, for who knows the measures.
absl::StatusOr<std::vector<std::string>> ProgramGiversOf(const QuestionContext& context);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_CHANGE_TRANSACTION_CANDIDATES_H_
