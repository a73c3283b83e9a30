// What the `extended` and `postponed` of a call move, as the record stands: refused where that
// would turn an interval round, told where another act may have been meant. Rules:
// core/SEMANTICS.md, "Moves".
#ifndef DECREE_CORE_APPEND_MOVER_CHECKS_H_
#define DECREE_CORE_APPEND_MOVER_CHECKS_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "core/append/new_event.h"
#include "core/projections/strand.h"
#include "core/query/acts/view_filter.h"

namespace decree {

// What is recorded, and what of it counts.
struct RecordedActs {
  const StrandReader& strands;
  const ViewFilter filter;
};

// `requests`: those of `events`, one for one; `recorded`: as `log` holds it. Adds what is worth a
// warning. Repeats of recorded events are passed over, and so are calls that also repair
// events: what these move is told by the questions alone. Errors: InvalidArgument, with index and
// field (core/base/append_error.h); those of the log and the strands.
absl::Status CheckMovers(absl::Span<const NewEvent> events,
                         absl::Span<const AppendRequest> requests, const RecordLog& log,
                         const RecordedActs& recorded, std::vector<AppendWarning>& warnings);

}  // namespace decree

#endif  // DECREE_CORE_APPEND_MOVER_CHECKS_H_
