// Dated facts about the world that a screening reads: how duties stand beside each other, and which
// codes of a classification became which.
#ifndef DECREE_CORE_QUERY_SCREEN_WORLD_FACTS_H_
#define DECREE_CORE_QUERY_SCREEN_WORLD_FACTS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/model/product_code.h"
#include "core/projections/event_reader.h"
#include "core/query/acts/prepared_strand.h"
#include "core/query/context.h"
#include "core/query/duty/duty_stack.h"
#include "core/query/scope/transaction_match.h"

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
                                                      PreparedStrands& strands,
                                                      EventReader& events);

// Those that hold on the date, or may, by programme, effect and position. `window`: a stretch of
// every clock instead of the date.
absl::StatusOr<std::vector<StackRule>> StackRulesOn(const std::string& on,
                                                    const std::optional<CivilWindow>& window,
                                                    const std::vector<DatedRule>& seen);

// The codes that these products had before, or got after, changes that are in effect on the date,
// followed through several changes. At most 256 of each product; what one change says is gone
// through once a product.
absl::StatusOr<std::vector<RelatedCode>> RelatedCodesOn(const std::string& on,
                                                        const std::vector<ProductCode>& products,
                                                        const QuestionContext& context,
                                                        EventReader& events);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_SCREEN_WORLD_FACTS_H_
