// Which acts made a measure's state, and why the others did not: what explanations of a measure and
// of a transaction share.
#ifndef DECREE_CORE_QUERY_CONTROL_EXPLAIN_ACTS_H_
#define DECREE_CORE_QUERY_CONTROL_EXPLAIN_ACTS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "core/projections/event_reader.h"
#include "core/query/context.h"
#include "core/query/state/measure_state.h"

namespace decree {

struct ActsAsked {
  const LoadedMeasure& measure;
  const Fold& fold;
  const Resolved& resolved;
  CivilWindow window;
  const PartialMatcher* limited = nullptr;  // of a transaction; nullptr: none was asked about
};

// Adds to `acts` in paint order, newest first, then those that the view does not see.
absl::Status ExplainActs(const ActsAsked& asked, const QuestionContext& context,
                         EventReader& events, std::vector<ExplainedAct>& acts);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_CONTROL_EXPLAIN_ACTS_H_
