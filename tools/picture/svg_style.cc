#include "tools/picture/svg_style.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace decree::tools {
namespace {

struct InkColors {
  absl::string_view name, light, dark;
};
constexpr InkColors kInks[] = {
    {"ground", "#ffffff", "#14181d"},       {"lane", "#f4f6f8", "#1b2027"},
    {"text", "#1c2127", "#e8ebee"},         {"quiet", "#59626c", "#a3adb8"},
    {"grid", "#dfe4e9", "#2c343d"},         {"force", "#8fcbb3", "#1f7a63"},
    {"forceedge", "#2f8f74", "#4fc3a1"},    {"pale", "#eef1f4", "#232a32"},
    {"hatch", "#9aa7b4", "#5f6f80"},        {"stripe", "#f2b134", "#8a6100"},
    {"stripeground", "#fff1cf", "#3b2f12"}, {"stripeedge", "#b57a00", "#d9a32e"},
    {"open", "#a86aa4", "#c98fc5"},         {"escalation", "#b23a16", "#ff9a76"},
    {"easing", "#0a5ea8", "#79bcff"},       {"neutral", "#5d6772", "#aab4bf"},
    {"number", "#ffffff", "#101418"},       {"answer", "#3b444e", "#c9d1d9"},
    {"follow", "#8b96a1", "#6f7b87"},
};

struct Rule {
  absl::string_view selector, property, ink, more;
};
constexpr Rule kRules[] = {
    {"text", "fill", "text", "font-size:11px"},
    {".view", "fill", "quiet", "font-size:11px"},
    {".small", "fill", "quiet", "font-size:10px"},
    {".note", "fill", "text", "font-size:10px"},
    {".large", "fill", "text", "font-size:13px;font-weight:700"},
    {".headline", "fill", "text", "font-size:19px;font-weight:700"},
    {".year", "fill", "text", "font-size:11px;font-weight:700"},
    {".month", "fill", "quiet", "font-size:11px"},
    {".days", "fill", "text", "font-size:10px;font-weight:700"},
    {".number", "fill", "number", "font-size:9px;font-weight:700"},
    {".tight", "fill", "number", "font-size:7.5px"},
    {".ground", "fill", "ground", ""},
    {".lane", "fill", "lane", ""},
    {".grid", "stroke", "grid", "stroke-width:1"},
    {".rim", "stroke", "quiet", "stroke-width:1"},
    {".force", "fill", "force", "stroke-width:1"},
    {".force", "stroke", "forceedge", ""},
    {".inert", "stroke", "forceedge", "fill:none;stroke-width:1.5;stroke-dasharray:5 3"},
    {".pending", "stroke", "hatch", "fill:url(#decree-pending);stroke-width:1"},
    {".suspended", "stroke", "stripeedge", "fill:url(#decree-suspended);stroke-width:1"},
    {".undetermined", "stroke", "open",
     "fill:url(#decree-undetermined);stroke-width:1;stroke-dasharray:2 2"},
    {".ended", "stroke", "text", "stroke-width:2;fill:none"},
    {".span", "stroke", "quiet", "stroke-width:2;stroke-dasharray:2 2"},
    {".pale", "fill", "pale", ""},
    {".hatch", "stroke", "hatch", "stroke-width:1.2"},
    {".stripeground", "fill", "stripeground", ""},
    {".stripe", "stroke", "stripe", "stroke-width:4"},
    {".dot", "fill", "open", ""},
    {".escalation", "fill", "escalation", ""},
    {".easing", "fill", "easing", ""},
    {".neutral", "fill", "neutral", ""},
    {".shape", "stroke", "ground", "stroke-width:1"},
    {".card", "stroke", "text", "stroke-width:1.8;fill:none"},
    {".answer", "stroke", "answer", "stroke-width:1.5;fill:none;stroke-opacity:.75"},
    {".answerhead", "fill", "answer", ""},
    {".follow", "stroke", "follow",
     "stroke-width:1;fill:none;stroke-dasharray:4 3;stroke-opacity:.7"},
    {".halo", "stroke", "lane", "stroke-width:3;stroke-linejoin:round;paint-order:stroke"},
    {".onpending", "stroke", "pale", "stroke-width:3;stroke-linejoin:round;paint-order:stroke"},
    {".onsuspended", "stroke", "stripeground",
     "stroke-width:3;stroke-linejoin:round;paint-order:stroke"},
};

absl::string_view LightOf(absl::string_view name) {
  for (const InkColors& ink : kInks) {
    if (ink.name == name) return ink.light;
  }
  return "";
}

std::string Variables(bool dark) {
  std::string text = ".decree{";
  for (const InkColors& ink : kInks)
    absl::StrAppend(&text, "--", ink.name, ":", dark ? ink.dark : ink.light, ";");
  return text + "}\n";
}

}  // namespace

std::string StyleAndPatterns() {
  std::string text = "<style>\n";
  absl::StrAppend(&text, Variables(false), "@media (prefers-color-scheme:dark){", Variables(true),
                  "}\n");
  absl::StrAppend(
      &text, ".decree{font-family:system-ui,-apple-system,\"Segoe UI\",\"Noto Sans\",",
      "\"DejaVu Sans\",Helvetica,Arial,sans-serif;font-variant-numeric:tabular-nums}\n");
  for (const Rule& rule : kRules) {
    absl::StrAppend(&text, ".decree ", rule.selector, "{", rule.property, ":", LightOf(rule.ink),
                    ";", rule.property, ":var(--", rule.ink, ")", rule.more.empty() ? "" : ";",
                    rule.more, "}\n");
  }
  absl::StrAppend(&text, "</style>\n<defs>\n");
  absl::StrAppend(
      &text,
      "<pattern id=\"decree-pending\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
      "patternTransform=\"rotate(45)\"><rect class=\"pale\" width=\"6\" height=\"6\"/>"
      "<path class=\"hatch\" d=\"M0 0V6\"/></pattern>\n",
      "<pattern id=\"decree-suspended\" width=\"10\" height=\"10\" patternUnits=\"userSpaceOnUse\" "
      "patternTransform=\"rotate(45)\"><rect class=\"stripeground\" width=\"10\" height=\"10\"/>"
      "<path class=\"stripe\" d=\"M2 0V10\"/></pattern>\n",
      "<pattern id=\"decree-undetermined\" width=\"6\" height=\"6\" "
      "patternUnits=\"userSpaceOnUse\"><rect class=\"lane\" width=\"6\" height=\"6\"/>"
      "<circle class=\"dot\" cx=\"3\" cy=\"3\" r=\"1.3\"/></pattern>\n",
      "<marker id=\"decree-arrow\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"5\" "
      "markerHeight=\"5\" orient=\"auto\"><path class=\"answerhead\" d=\"M0 0L8 4L0 8z\"/>"
      "</marker>\n</defs>\n");
  return text;
}

}  // namespace decree::tools
