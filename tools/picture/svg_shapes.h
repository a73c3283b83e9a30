// The few elements of SVG that the picture is made of, as text. Coordinates are pixels; text given
// is escaped here.
#ifndef DECREE_TOOLS_PICTURE_SVG_SHAPES_H_
#define DECREE_TOOLS_PICTURE_SVG_SHAPES_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "tools/picture/svg_boxes.h"
#include "tools/picture/svg_stretches.h"

namespace decree::tools {

enum class Anchor { kStart, kMiddle, kEnd };

std::string SvgText(double x, double y, absl::string_view css_class, const std::string& text,
                    Anchor anchor = Anchor::kStart);
std::string SvgRect(const Box& box, absl::string_view css_class, double corner = 0);
std::string SvgLine(double x1, double y1, double x2, double y2, absl::string_view css_class);
std::string SvgTooltip(const std::string& text);  // <title>

// A house pointing up (escalation) or down (easing), or a rounded box (neutral), with the number in
// it; a card wears a second outline.
std::string MarkShape(double x, double y, MoveWeight weight, bool card, const std::string& number);

// One stretch of a bar; `ended` is drawn as a stroke at its beginning.
std::string StretchShape(const Box& box, Look look);
absl::string_view ClassOf(Look look);
absl::string_view ClassOf(MoveWeight weight);

}  // namespace decree::tools

#endif  // DECREE_TOOLS_PICTURE_SVG_SHAPES_H_
