#include "tools/picture/svg_labels.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "tools/picture/svg_shapes.h"
#include "tools/picture/svg_text.h"
#include "tools/words/event_words.h"
#include "tools/words/printable.h"

namespace decree::tools {
namespace {

constexpr double kInset = 4;          // between a word and the end of its bar or mark
constexpr double kLabelWidest = 230;  // of a talk's words

using Gap = std::pair<double, double>;

// The parts of [left, right] on the row's bar that no mark covers.
std::vector<Gap> GapsOf(const Scene& scene, const SceneRow& row, double left, double right) {
  std::vector<Gap> covered;
  for (const size_t index : row.marks) {
    const Mark& mark = scene.marks[index];
    if (mark.y == row.bar_y) covered.emplace_back(mark.x - kMarkWidth / 2, mark.x + kMarkWidth / 2);
  }
  std::sort(covered.begin(), covered.end());
  std::vector<Gap> gaps;
  for (const Gap& mark : covered) {
    if (mark.first > left) gaps.emplace_back(left, std::min(mark.first, right));
    left = std::max(left, mark.second);
  }
  if (left < right) gaps.emplace_back(left, right);
  return gaps;
}

double WidthOf(const Gap& gap) { return gap.second - gap.first - 2 * kInset; }

// The first gap that holds the whole label, else the widest one.
const Gap* ChooseGap(const std::vector<Gap>& gaps, double width) {
  const Gap* best = nullptr;
  for (const Gap& gap : gaps) {
    if (WidthOf(gap) >= width) return &gap;
    if (best == nullptr || WidthOf(gap) > WidthOf(*best)) best = &gap;
  }
  return best;
}

std::string LabelStretch(const Scene& scene, const SceneRow& row, const Stretch& stretch,
                         Boxes& taken) {
  const double left = scene.axis.ClampedX(static_cast<double>(stretch.first));
  const double right = scene.axis.ClampedX(static_cast<double>(stretch.end));
  const std::vector<Gap> gaps = GapsOf(scene, row, left, right);
  const Gap* gap = ChooseGap(gaps, TextWidth(stretch.label, kSmallFont));
  if (gap == nullptr) return "";
  const std::string label = FitText(stretch.label, WidthOf(*gap), kSmallFont, false, 5);
  if (label.empty()) return "";
  const double x = gap->first + kInset;
  if (!taken.TryAdd({x - 1, row.bar_y - 7, TextWidth(label, kSmallFont) + 2, 14})) return "";
  const char* css_class = stretch.look == Look::kPending        ? "note onpending"
                          : stretch.look == Look::kSuspended    ? "note onsuspended"
                          : stretch.look == Look::kUndetermined ? "note halo"
                                                                : "note";
  return SvgText(x, row.bar_y + 3.5, css_class, label);
}

// To the right of the mark, else to its left; a shorter text rather than none.
std::string LabelMove(const Scene& scene, const Mark& mark, Boxes& taken) {
  const std::string headline = Printable(HeadlineOf(mark.move->stored.event));
  if (headline.empty()) return "";
  for (const double widest : {kLabelWidest, kLabelWidest * 0.6, kLabelWidest * 0.4}) {
    const std::string label = FitText(headline, widest, kSmallFont, false, 8);
    if (label.empty()) continue;
    const double width = TextWidth(label, kSmallFont);
    const double after = mark.x + kMarkWidth / 2 + kInset;
    const double before = mark.x - kMarkWidth / 2 - kInset - width;
    if (after + width <= scene.axis.right() &&
        taken.TryAdd({after - 2, mark.y - 7, width + 6, 14})) {
      return SvgText(after, mark.y + 3.5, "note halo", label);
    }
    if (before >= scene.axis.left() && taken.TryAdd({before - 4, mark.y - 7, width + 6, 14})) {
      return SvgText(before, mark.y + 3.5, "note halo", label);
    }
  }
  return "";
}

}  // namespace

std::string DrawBarLabels(const Scene& scene, Boxes& taken) {
  std::string text;
  for (const Lane& lane : scene.lanes) {
    for (const SceneRow& row : lane.rows) {
      if (row.bar == nullptr) continue;
      const std::string* told = nullptr;
      for (const Stretch& stretch : row.bar->stretches) {
        const bool over_before = stretch.look == Look::kEnded && !stretch.begins_inside;
        if (over_before || (told != nullptr && *told == stretch.label)) continue;
        const std::string label = LabelStretch(scene, row, stretch, taken);
        if (!label.empty()) told = &stretch.label;
        text += label;
      }
    }
  }
  return text;
}

std::string DrawMoveLabels(const Scene& scene, Boxes& taken) {
  std::string text;
  for (const Lane& lane : scene.lanes) {
    for (const SceneRow& row : lane.rows) {
      if (row.bar != nullptr) continue;
      for (const size_t index : row.marks) text += LabelMove(scene, scene.marks[index], taken);
    }
  }
  return text;
}

}  // namespace decree::tools
