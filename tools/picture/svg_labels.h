// Words inside the chart: what a bar stands for, what a talk was. Each is placed where nothing else
// is, shortened if need be, else left out: the list below the chart has them all.
#ifndef DECREE_TOOLS_PICTURE_SVG_LABELS_H_
#define DECREE_TOOLS_PICTURE_SVG_LABELS_H_

#include <string>

#include "tools/picture/svg_boxes.h"
#include "tools/picture/svg_scene.h"

namespace decree::tools {

// `taken` holds the marks, and afterwards the words placed too.
std::string DrawBarLabels(const Scene& scene, Boxes& taken);
std::string DrawMoveLabels(const Scene& scene, Boxes& taken);

}  // namespace decree::tools

#endif  // DECREE_TOOLS_PICTURE_SVG_LABELS_H_
