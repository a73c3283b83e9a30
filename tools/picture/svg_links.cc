#include "tools/picture/svg_links.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tools/picture/svg_shapes.h"
#include "tools/picture/svg_text.h"

namespace decree::tools {
namespace {

struct Curve {
  double x0, y0, x1, y1, x2, y2, x3, y3;  // a cubic Bézier curve: ends and handles
};

// Leaves the answered mark on its right and arrives at the answering one on its left.
Curve CurveOf(const MoveLink& link) {
  const double half = kMarkWidth / 2 + 1;
  Curve curve{};
  curve.x0 = link.from->x + half;
  curve.y0 = link.from->y;
  curve.x3 = link.to->x - half;
  curve.y3 = link.to->y;
  const double reach = std::clamp((curve.x3 - curve.x0) / 2, 16.0, 90.0);
  curve.x1 = curve.x0 + reach;
  curve.y1 = curve.y0;
  curve.x2 = curve.x3 - reach;
  curve.y2 = curve.y3;
  return curve;
}

std::pair<double, double> PointOn(const Curve& c, double t) {
  const double s = 1 - t;
  const auto mix = [&](double a, double b, double d, double e) {
    return s * s * s * a + 3 * s * s * t * b + 3 * s * t * t * d + t * t * t * e;
  };
  return {mix(c.x0, c.x1, c.x2, c.x3), mix(c.y0, c.y1, c.y2, c.y3)};
}

std::string PathOf(const MoveLink& link) {
  const Curve c = CurveOf(link);
  return absl::StrCat("<path class=\"", link.answers ? "answer" : "follow", "\" d=\"M", Px(c.x0),
                      " ", Px(c.y0), "C", Px(c.x1), " ", Px(c.y1), " ", Px(c.x2), " ", Px(c.y2),
                      " ", Px(c.x3), " ", Px(c.y3), "\"",
                      link.answers ? " marker-end=\"url(#decree-arrow)\"" : "", "/>\n");
}

}  // namespace

std::vector<MoveLink> LinksOf(const Scene& scene) {
  std::map<std::string, const Mark*> by_id;
  for (const Mark& mark : scene.marks) by_id[mark.move->stored.event.id] = &mark;
  std::vector<MoveLink> links;
  for (const Mark& mark : scene.marks) {
    for (const MoveAnswer& answer : mark.move->answers) {
      const auto answered = by_id.find(answer.id);
      if (answered == by_id.end() || answered->second == &mark) continue;
      links.push_back(
          {answered->second, &mark, answer.rel == NameOf(LinkRel::kRespondsTo), answer.days});
    }
  }
  std::stable_partition(links.begin(), links.end(),
                        [](const MoveLink& link) { return !link.answers; });
  return links;
}

std::string DrawLinks(const std::vector<MoveLink>& links) {
  std::string text;
  for (const MoveLink& link : links) text += PathOf(link);
  return text;
}

std::string DrawDayLabels(const std::vector<MoveLink>& links, Boxes& taken) {
  std::string text;
  std::set<std::pair<const Mark*, int64_t>> told;  // one label for answers of the same day
  for (const MoveLink& link : links) {
    if (!link.answers || !link.days || told.contains({link.from, *link.days})) continue;
    const std::string label = absl::StrCat(*link.days, " d");
    const double width = TextWidth(label, kSmallFont, true) + 4;
    const Curve curve = CurveOf(link);
    for (const double t : {0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8}) {
      const auto [x, y] = PointOn(curve, t);
      if (!taken.TryAdd({x - width / 2, y - 6.5, width, 13})) continue;
      text += SvgText(x, y + 3.5, "days halo", label, Anchor::kMiddle);
      told.insert({link.from, *link.days});
      break;
    }
  }
  return text;
}

}  // namespace decree::tools
