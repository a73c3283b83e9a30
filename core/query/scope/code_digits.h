// How many digits of a transaction's code a scope names, by the clauses that reach it: among base
// duties of one issuer the longest code decides (core/query/duty/duty_stack.h).
#ifndef DECREE_CORE_QUERY_SCOPE_CODE_DIGITS_H_
#define DECREE_CORE_QUERY_SCOPE_CODE_DIGITS_H_

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/query/scope/transaction_match.h"

namespace decree {

struct CodeDigits {
  std::set<size_t> possible;      // several: which it is hangs on what is open
  std::set<std::string> missing;  // facts that could settle it; empty unless several
  friend bool operator==(const CodeDigits&, const CodeDigits&) = default;
};

// `include`: what a scope includes; nullptr where no scope is on record. No clause reaches the
// transaction: 0.
absl::StatusOr<CodeDigits> CodeDigitsOf(const std::vector<ScopeClause>* include,
                                        const TransactionReading& reading, Memberships& memberships,
                                        ProductLists& lists);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_SCOPE_CODE_DIGITS_H_
