// Where everything of the picture of a thread stands: lanes, rows, bars and marks, in pixels.
//
// A lane a side; in it a row for what is said and met about, then a row a measure, in the order in
// which the measures came up. A move's mark stands at the middle of its stated date, on the row of
// the measure it is about. Drawing is svg_chart.h, the words around it svg_labels.h.
#ifndef DECREE_TOOLS_PICTURE_SVG_SCENE_H_
#define DECREE_TOOLS_PICTURE_SVG_SCENE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "core/decree.h"
#include "tools/picture/svg_axis.h"
#include "tools/picture/svg_boxes.h"
#include "tools/picture/svg_stretches.h"

namespace decree::tools {

// Sizes shared by layout and drawing, in pixels.
inline constexpr double kMargin = 16;
inline constexpr double kGutter = 286;      // left of the axis: titles of the measures
inline constexpr double kAfterwards = 176;  // right of it: how each one stands at the end
inline constexpr double kMarkWidth = 18, kMarkHeight = 17;
inline constexpr double kRowHeight = 30, kLevelHeight = 20;
inline constexpr double kLaneHead = 26;
inline constexpr double kBarHeight = 15;
inline constexpr double kSmallFont = 10, kPlainFont = 11, kLargeFont = 13,
                        kTitleFont = 19;  // font sizes

struct Mark {
  size_t number = 0;  // from 1, as `timeline` and `replay` count
  const Move* move = nullptr;
  double first_x = 0, last_x = 0;  // of the stated date; apart where it is imprecise
  double x = 0, y = 0;             // the middle

  Box Place() const { return {x - kMarkWidth / 2, y - kMarkHeight / 2, kMarkWidth, kMarkHeight}; }
};

struct SceneRow {
  const MeasureBar* bar = nullptr;  // nullptr: moves that belong to no measure of this side
  std::vector<size_t> marks;        // indices into Scene::marks, by number
  double y = 0, height = kRowHeight;
  double bar_y = 0;  // the middle of the bar and of the marks on it
};

struct Lane {
  std::string side;  // "": the moves without an actor
  std::vector<SceneRow> rows;
  double y = 0, height = 0;
};

struct Scene {
  DayAxis axis;
  std::vector<Mark> marks;  // by number
  std::vector<Lane> lanes;  // sides by their number of moves, most first; "" last
  double width = 0;
  double top = 0, bottom = 0;  // of the lanes
};

// The width of the picture of so many moves.
double WidthFor(size_t moves);

// The measures that the moves are about, in the order in which they come up.
std::vector<std::string> MeasuresOf(const std::vector<Move>& moves);

// The days of the picture: the stated dates, the near boundaries of what the moves say, and a rim.
DaySpan SpanOf(const std::vector<Move>& moves);

// `moves` and `bars` must outlive the scene; `top` is where the first lane may begin.
Scene LayOut(const std::vector<Move>& moves, const std::vector<MeasureBar>& bars, DaySpan span,
             double top);

}  // namespace decree::tools

#endif  // DECREE_TOOLS_PICTURE_SVG_SCENE_H_
