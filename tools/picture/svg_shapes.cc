#include "tools/picture/svg_shapes.h"

#include <array>

#include "absl/strings/str_cat.h"
#include "tools/picture/svg_text.h"

namespace decree::tools {
namespace {

constexpr std::array<absl::string_view, 6> kLooks = {"pending",   "force",        "inert",
                                                     "suspended", "undetermined", "ended"};
constexpr std::array<absl::string_view, 3> kWeightClasses = {"neutral", "escalation", "easing"};
constexpr std::array<absl::string_view, 3> kAnchors = {"", " text-anchor=\"middle\"",
                                                       " text-anchor=\"end\""};

// The outline of a mark, `grown` pixels larger on every side than the plain one.
std::string Outline(double x, double y, MoveWeight weight, double grown) {
  const double half = 8 + grown, peak = 8.5 + grown, shoulder = 3.5 + grown / 2;
  if (weight == MoveWeight::kNeutral) {
    const double width = 2 * half, height = 14 + 2 * grown;
    return absl::StrCat("<rect x=\"", Px(x - half), "\" y=\"", Px(y - height / 2), "\" width=\"",
                        Px(width), "\" height=\"", Px(height), "\" rx=\"", Px(6 + grown), "\"");
  }
  const double tip = weight == MoveWeight::kEscalation ? -1 : 1;
  return absl::StrCat("<path d=\"M", Px(x), " ", Px(y + tip * peak), "L", Px(x + half), " ",
                      Px(y + tip * shoulder), "V", Px(y - tip * (6.5 + grown)), "H", Px(x - half),
                      "V", Px(y + tip * shoulder), "z\"");
}

}  // namespace

absl::string_view ClassOf(Look look) { return kLooks[static_cast<size_t>(look)]; }
absl::string_view ClassOf(MoveWeight weight) { return kWeightClasses[static_cast<size_t>(weight)]; }

std::string SvgText(double x, double y, absl::string_view css_class, const std::string& text,
                    Anchor anchor) {
  return absl::StrCat("<text class=\"", css_class, "\" x=\"", Px(x), "\" y=\"", Px(y), "\"",
                      kAnchors[static_cast<size_t>(anchor)], ">", XmlText(text), "</text>\n");
}

std::string SvgRect(const Box& box, absl::string_view css_class, double corner) {
  return absl::StrCat("<rect class=\"", css_class, "\" x=\"", Px(box.x), "\" y=\"", Px(box.y),
                      "\" width=\"", Px(box.width), "\" height=\"", Px(box.height), "\"",
                      corner > 0 ? absl::StrCat(" rx=\"", Px(corner), "\"") : "", "/>\n");
}

std::string SvgLine(double x1, double y1, double x2, double y2, absl::string_view css_class) {
  return absl::StrCat("<path class=\"", css_class, "\" d=\"M", Px(x1), " ", Px(y1), "L", Px(x2),
                      " ", Px(y2), "\"/>\n");
}

std::string SvgTooltip(const std::string& text) {
  return absl::StrCat("<title>", XmlText(text), "</title>");
}

std::string MarkShape(double x, double y, MoveWeight weight, bool card, const std::string& number) {
  std::string text =
      absl::StrCat(Outline(x, y, weight, 0), " class=\"shape ", ClassOf(weight), "\"/>");
  if (card) absl::StrAppend(&text, Outline(x, y, weight, 1.2), " class=\"card\"/>");
  if (number.empty()) return text;
  // The body of a house lies a little off the middle of the whole.
  const double shift = weight == MoveWeight::kEscalation ? 4.2
                       : weight == MoveWeight::kEasing   ? 2.4
                                                         : 3.3;
  return text + SvgText(x, y + shift, number.size() > 2 ? "number tight" : "number", number,
                        Anchor::kMiddle);
}

std::string StretchShape(const Box& box, Look look) {
  if (look != Look::kEnded) return SvgRect(box, ClassOf(look), 2);
  const double x = box.x, top = box.y - 1, bottom = box.y + box.height + 1;
  return absl::StrCat("<path class=\"ended\" d=\"M", Px(x), " ", Px(top), "V", Px(bottom),
                      "\"/>\n");
}

}  // namespace decree::tools
