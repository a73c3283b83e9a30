// How screening finds the measures that may reach a transaction without looking at all of them.
// Supersets: what a measure is and whom it reaches is decided on its acts.
#ifndef DECREE_CORE_QUERY_SCREEN_SCREEN_CANDIDATES_H_
#define DECREE_CORE_QUERY_SCREEN_SCREEN_CANDIDATES_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/model/transaction.h"

namespace decree {

// Safe for concurrent use.
struct ScreenCandidates {
  // Adds the slugs of all measures that reach the transaction in some view of the record. False:
  // any measure may.
  std::function<absl::StatusOr<bool>(const Transaction& transaction,
                                     std::vector<std::string>& slugs)>
      reaching;
  // Those that some act puts under the programme; a measure's own name counts without saying so.
  std::function<absl::StatusOr<bool>(const std::string& program, std::vector<std::string>& slugs)>
      of_program;
  // Those whose scopes list a party whose name may nearly be `given`, or a group with such a
  // member.
  std::function<absl::StatusOr<bool>(const std::string& given, std::vector<std::string>& slugs)>
      listing_nearly;
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_SCREEN_SCREEN_CANDIDATES_H_
