// The words around the chart: heading, legend, the list of moves, what it rests on.
//
// Each part is drawn from `top` downwards and says where it ends.
#ifndef DECREE_TOOLS_PICTURE_SVG_WORDS_H_
#define DECREE_TOOLS_PICTURE_SVG_WORDS_H_

#include <string>
#include <vector>

#include "core/decree.h"
#include "tools/picture/svg_scene.h"

namespace decree::tools {

struct Part {
  std::string text;   // SVG elements
  double bottom = 0;  // pixels
};

std::string HeadingOf(const ReplayAnswer& answer);  // "Thread us-cn-2025: 94 moves, … to …"

Part DrawHeading(const ReplayAnswer& answer, Commitment floor, double width);
Part DrawLegend(double width, double top);
// Every move: number, date, side and what it was, in as many columns as fit.
Part DrawList(const Scene& scene, const std::vector<MeasureBar>& bars, double top);
// How many documents the moves cite, by standing and publisher.
Part DrawSources(const ReplayAnswer& answer, double width, double top);

}  // namespace decree::tools

#endif  // DECREE_TOOLS_PICTURE_SVG_WORDS_H_
