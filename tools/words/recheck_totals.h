// What rechecked decisions come to.
#ifndef DECREE_TOOLS_WORDS_RECHECK_TOTALS_H_
#define DECREE_TOOLS_WORDS_RECHECK_TOTALS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "core/decree.h"

namespace decree::tools {

// Whether the decision was correct, as known then and now, and nothing since has flipped it.
bool Stands(const RecheckRow& row);

struct RecheckTotals {
  uint64_t decisions = 0, flipped = 0, standing = 0, wrong = 0, late = 0, refused = 0;
  uint64_t formerly = 0;  // read with claims of when other systems recorded events
  // Of the flipped, by currency; nullopt: more digits than fit.
  std::map<std::string, std::optional<std::string>> change;

  void Count(const PastDecision& decision, const RecheckRow& row);
};

}  // namespace decree::tools

#endif  // DECREE_TOOLS_WORDS_RECHECK_TOTALS_H_
