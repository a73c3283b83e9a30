#include "tools/picture/svg_chart.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "tools/picture/svg_labels.h"
#include "tools/picture/svg_links.h"
#include "tools/picture/svg_shapes.h"
#include "tools/picture/svg_text.h"
#include "tools/words/event_words.h"
#include "tools/words/move_words.h"
#include "tools/words/printable.h"
#include "tools/words/words.h"

namespace decree::tools {
namespace {

constexpr size_t kTooltipLettersMax = 400;

std::string DrawAxis(const Scene& scene) {
  std::string text;
  for (const Tick& tick : scene.axis.Ticks()) {
    text += SvgLine(tick.x, scene.top - 4, tick.x, scene.bottom, "grid");
    const char* css_class = tick.major ? "year" : "month";
    text += SvgText(tick.x, scene.top - 9, css_class, tick.label, Anchor::kMiddle);
    text += SvgText(tick.x, scene.bottom + 15, css_class, tick.label, Anchor::kMiddle);
  }
  text += SvgLine(scene.axis.left(), scene.top - 4, scene.axis.right(), scene.top - 4, "rim");
  text += SvgLine(scene.axis.left(), scene.bottom, scene.axis.right(), scene.bottom, "rim");
  const double x = scene.axis.right() + 10, room = kAfterwards - 14;
  text += SvgText(x, scene.top - 9, "small",
                  FitText("stands on " + DayText(scene.axis.span().end - 1), room, kSmallFont));
  return text;
}

std::string RowTitle(const Lane& lane, const SceneRow& row) {
  if (row.bar == nullptr) {
    return lane.side.empty() ? "Observations and notes" : "Talks, statements, other moves";
  }
  return row.bar->title.empty() ? row.bar->measure : row.bar->title;
}

// Up to two lines whose middle is at `y`.
std::string TwoLines(double x, double y, const char* css_class, const std::string& text,
                     double room) {
  const std::vector<std::string> lines = FitLines(text, room, kSmallFont, 2);
  const double first = lines.size() == 1 ? y + 3.5 : y - 2.5;
  std::string drawn;
  for (size_t i = 0; i < lines.size(); ++i) {
    drawn += SvgText(x, first + 12 * static_cast<double>(i), css_class, lines[i]);
  }
  return drawn;
}

std::string DrawGutter(const Lane& lane, const SceneRow& row) {
  const std::string title = RowTitle(lane, row);
  const std::string tooltip =
      row.bar == nullptr ? title : absl::StrCat(title, " (", row.bar->measure, ")");
  return absl::StrCat(
      "<g>", SvgTooltip(Shortened(tooltip, kTooltipLettersMax)), "\n",
      TwoLines(kMargin + 8, row.bar_y, row.bar == nullptr ? "small" : "note", title, kGutter - 20),
      "</g>\n");
}

std::string DrawLane(const Scene& scene, const Lane& lane, const std::vector<SideTally>& tally) {
  const Box band{kMargin, lane.y, scene.width - 2 * kMargin, lane.height};
  std::string text = SvgRect(band, "lane", 6);
  const std::string name = lane.side.empty() ? "No side" : lane.side;
  text += SvgText(kMargin + 8, lane.y + 18, "large", FitText(name, kGutter / 2, kLargeFont, true));
  const double x =
      kMargin + 18 + TextWidth(FitText(name, kGutter / 2, kLargeFont, true), kLargeFont, true);
  for (const SceneRow& row : lane.rows) {
    text += SvgLine(kMargin + 8, row.y, scene.width - kMargin - 8, row.y, "grid");
  }
  for (const SideTally& side : tally) {
    if (side.side != lane.side) continue;
    const std::string score = TallyInWords({side}).substr(side.side.size() + 2);
    text += SvgText(x, lane.y + 18, "small", FitText(score, kMargin + kGutter - x - 4, kSmallFont));
  }
  return text;
}

std::string DrawBar(const Scene& scene, const SceneRow& row) {
  std::string text;
  for (const Stretch& stretch : row.bar->stretches) {
    const double left = scene.axis.ClampedX(static_cast<double>(stretch.first));
    const double right = scene.axis.ClampedX(static_cast<double>(stretch.end));
    if (stretch.look == Look::kEnded && !stretch.begins_inside) continue;
    const Box box{left, row.bar_y - kBarHeight / 2, std::max(right - left, 1.0), kBarHeight};
    const std::string from = stretch.begins_inside ? DayText(stretch.first) : "before";
    const bool ends = stretch.end < scene.axis.span().end;
    absl::StrAppend(&text, "<g class=\"stretch\">",
                    SvgTooltip(Shortened(
                        absl::StrCat(row.bar->measure, ", ", from, " to ",
                                     ends ? DayText(stretch.end) : "later", ": ", stretch.words),
                        kTooltipLettersMax)),
                    "\n", StretchShape(box, stretch.look), "</g>\n");
  }
  return text;
}

std::string DrawMark(const Mark& mark) {
  const Move& move = *mark.move;
  std::string text =
      absl::StrCat("<g class=\"move\" data-move=\"", mark.number, "\" data-id=\"",
                   XmlText(move.stored.event.id), "\">", SvgTooltip(TooltipOf(mark)), "\n");
  if (mark.last_x - mark.first_x > kMarkWidth + 4) {  // an imprecise date: the days it may mean
    text += SvgLine(mark.first_x, mark.y, mark.last_x, mark.y, "span");
  }
  return text + MarkShape(mark.x, mark.y, move.weight, move.card, absl::StrCat(mark.number)) +
         "</g>\n";
}

}  // namespace

std::string TooltipOf(const Mark& mark) {
  const Move& move = *mark.move;
  const Event& event = move.stored.event;
  std::string text = absl::StrCat(mark.number, ". ", StatedText(event), " ", move.side,
                                  move.side.empty() ? "" : " ");
  if (event.kind) absl::StrAppend(&text, Words(InfoOf(*event.kind).name));
  const std::string headline = HeadlineOf(event);
  if (!headline.empty()) absl::StrAppend(&text, ": ", Printable(headline));
  const std::string weight = WeightInWords(move);
  if (!weight.empty()) absl::StrAppend(&text, " [", weight, "]");
  for (const MoveAnswer& answer : move.answers) absl::StrAppend(&text, "; ", AnswerInWords(answer));
  absl::StrAppend(&text, " (", event.id, ")");
  return Shortened(Printable(text), kTooltipLettersMax);
}

std::string DrawChart(const Scene& scene, const std::vector<SideTally>& tally) {
  std::string bands, bars, words, marks;
  for (const Lane& lane : scene.lanes) {
    bands += DrawLane(scene, lane, tally);
    for (const SceneRow& row : lane.rows) {
      words += DrawGutter(lane, row);
      if (row.bar == nullptr) continue;
      bars += DrawBar(scene, row);
      words += TwoLines(scene.axis.right() + 10, row.bar_y, "note", row.bar->afterwards,
                        kAfterwards - 16);
    }
  }
  for (const Mark& mark : scene.marks) marks += DrawMark(mark);
  Boxes taken;
  for (const Mark& mark : scene.marks) taken.Add(mark.Place());
  const std::string labels = DrawBarLabels(scene, taken) + DrawMoveLabels(scene, taken);
  const std::vector<MoveLink> links = LinksOf(scene);
  return absl::StrCat(bands, DrawAxis(scene), bars, DrawLinks(links), words, labels,
                      DrawDayLabels(links, taken), marks);
}

}  // namespace decree::tools
