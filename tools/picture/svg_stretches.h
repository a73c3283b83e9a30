// How a measure stands along the effective axis, as stretches of days: what a bar is made of.
//
// It asks the façade for the history of the measure along that axis, and for the state on the days
// inside which it changes. The view stays the same along the axis: a bar shows the law as the view
// knows it, not what was believed on that day.
#ifndef DECREE_TOOLS_PICTURE_SVG_STRETCHES_H_
#define DECREE_TOOLS_PICTURE_SVG_STRETCHES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/decree.h"
#include "tools/picture/svg_axis.h"

namespace decree::tools {

enum class Look : uint8_t {
  kPending = 0,       // planned, or enacted and not begun
  kInForce = 1,       // in force and applies
  kInert = 2,         // in force, but does not apply: annulled, waived, not operational
  kSuspended = 3,     //
  kUndetermined = 4,  // the day lies inside an imprecise boundary, or readings differ
  kEnded = 5,         // expired or revoked; no bar
};

struct Stretch {
  int64_t first = 0, end = 0;  // days, [first, end)
  Look look = Look::kPending;
  std::string label;          // "+10%", "suspended", "announced"; for people, one line
  std::string words;          // the whole state in words
  bool begins_inside = true;  // false: it ran already where the axis begins
};

struct MeasureBar {
  std::string measure, title, issuer;
  std::vector<Stretch> stretches;  // ascending, no overlaps
  std::string afterwards;          // how it stands on the last day of the axis: "suspended …"
  int64_t first_stated = 0;        // the day of its first event
};

// The state of one measure within `span`. A measure that the view does not show has no title and no
// stretches. Errors: those of History; InvalidArgument when its changes are too many to
// draw.
absl::StatusOr<MeasureBar> BarOf(Record& record, const std::string& measure, DaySpan span,
                                 const ViewText& view);

// The days that the effective boundaries of an event fall on.
void AddBoundaryDays(const Event& event, std::vector<int64_t>& days);

}  // namespace decree::tools

#endif  // DECREE_TOOLS_PICTURE_SVG_STRETCHES_H_
