// Brings a point table to a position of the log: what an event touches is compiled anew, and a
// table that is far behind is made in one go.
#ifndef DECREE_CORE_COMPILED_POINT_FOLLOW_H_
#define DECREE_CORE_COMPILED_POINT_FOLLOW_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/compiled/point_table.h"
#include "core/log/log_prover.h"
#include "core/projections/strand.h"
#include "core/query/answers/question_limits.h"

namespace decree {

struct TouchedByEvents {
  std::set<std::string> measures;  // slugs whose answers may be others now
  bool groups = false;             // some membership
};

// What the events first..last touch. `strands` stand at `last` or later.
absl::StatusOr<TouchedByEvents> TouchedBy(const RecordLog& log, const StrandReader& strands,
                                          Position first, Position last);

// The measures whose answers in a table of this state are to be brought to `head`: of one that is
// being made, those that it has already.
absl::StatusOr<std::set<std::string>> MeasuresToFollow(const RecordLog& log,
                                                       const StrandReader& strands,
                                                       const PointTableState& state, Position head);

// Compiles the measures as of `head`, writes them, and returns the keys that changed. Where the
// limits cut it short, what is done is written, with a state that says how far that is, and their
// error returned.
absl::StatusOr<std::vector<PointKey>> UpdateTable(const LogProver& log, const StrandReader& strands,
                                                  const std::set<std::string>& measures,
                                                  Position head, PointTable& table,
                                                  PointTableState state,
                                                  const QuestionLimits& limits = {});

// Fills an empty table with every measure as of `head`, or goes on where `state` says that it was
// cut short (all that it holds standing at `head`), in up to `threads` threads that end before it
// returns; the table is the same whatever their number. Memory stays bounded however long the log
// is: two million events are worked on at a time, and each thread reads the log for those. The
// limits as for UpdateTable.
absl::Status BuildTable(const LogProver& log, const StrandReader& strands, Position head,
                        PointTable& table, PointTableState state, size_t threads,
                        const QuestionLimits& limits = {});

}  // namespace decree

#endif  // DECREE_CORE_COMPILED_POINT_FOLLOW_H_
