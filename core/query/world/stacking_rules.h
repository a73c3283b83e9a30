// How duties stand beside each other: the stacking rules on record, by what a question sees and by
// the date on which they hold.
#ifndef DECREE_CORE_QUERY_WORLD_STACKING_RULES_H_
#define DECREE_CORE_QUERY_WORLD_STACKING_RULES_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/model/edtf_date.h"
#include "core/projections/act_record.h"
#include "core/projections/event_reader.h"
#include "core/query/acts/repaired_strand.h"
#include "core/query/context.h"
#include "core/query/duty/duty_stack.h"

namespace decree {

// A rule with the interval in which it holds, as far as later rules leave it.
struct DatedRule {
  StackRule rule;
  ActRecord record;
  std::string zone;
};

// The rules of one programme ("k/PROGRAMME") that the context sees, in paint order. Of those with
// the same effect over the same programmes a later one (in paint order) replaces an earlier one
// from its own start on, for good; others stand side by side.
absl::StatusOr<std::vector<DatedRule>> StackRulesUnder(const std::string& entity,
                                                       const QuestionContext& context,
                                                       EventReader& events);
// Those of all programmes, by entity and paint order.
absl::StatusOr<std::vector<DatedRule>> StackRulesSeen(const QuestionContext& context,
                                                      RepairedStrands& strands,
                                                      EventReader& events);

// Those that hold on the date, or may, by programme, effect and position.
absl::StatusOr<std::vector<StackRule>> StackRulesOn(const AskedDate& on,
                                                    const std::vector<DatedRule>& seen);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_WORLD_STACKING_RULES_H_
