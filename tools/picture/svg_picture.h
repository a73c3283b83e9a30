// A thread as one SVG picture: its measures over the effective axis, its moves, what answers what.
//
// The text is the same for the same record and view: no clock, no randomness, no font.
#ifndef DECREE_TOOLS_PICTURE_SVG_PICTURE_H_
#define DECREE_TOOLS_PICTURE_SVG_PICTURE_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "core/decree.h"

namespace decree::tools {

inline constexpr size_t kMovesDrawnMax = 300;
inline constexpr size_t kMeasuresDrawnMax = 150;

struct Picture {
  std::string svg;  // a whole document, UTF-8, well-formed XML
  size_t moves = 0, measures = 0;
};

// Errors: InvalidArgument when there is no move to draw, or more than kMovesDrawnMax (or measures
// than kMeasuresDrawnMax): narrow with --from and --to; those of Timeline, Replay, Explain, AsOf.
absl::StatusOr<Picture> DrawThread(Record& record, const TimelineQuestion& question);

}  // namespace decree::tools

#endif  // DECREE_TOOLS_PICTURE_SVG_PICTURE_H_
