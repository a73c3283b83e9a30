// The chart itself: axis, lanes, bars, marks, and the lines from each move to what it answers.
#ifndef DECREE_TOOLS_PICTURE_SVG_CHART_H_
#define DECREE_TOOLS_PICTURE_SVG_CHART_H_

#include <string>
#include <vector>

#include "core/decree.h"
#include "tools/picture/svg_scene.h"

namespace decree::tools {

// Everything between Scene::top and Scene::bottom, and the dates above and below it. `tally` (one
// entry a side, may be empty) goes into the heads of the lanes.
std::string DrawChart(const Scene& scene, const std::vector<SideTally>& tally);

// What a pointer on a mark tells: "12. 2025-04-04 CN imposed: … [card, escalation]; answers …".
std::string TooltipOf(const Mark& mark);

}  // namespace decree::tools

#endif  // DECREE_TOOLS_PICTURE_SVG_CHART_H_
