#include "tools/picture/svg_words.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/picture/svg_chart.h"
#include "tools/picture/svg_shapes.h"
#include "tools/picture/svg_text.h"
#include "tools/words/event_words.h"
#include "tools/words/printable.h"
#include "tools/words/words.h"

namespace decree::tools {
namespace {

constexpr double kColumnMin = 440, kListLine = 17;
constexpr double kLegendLine = 22;
constexpr size_t kPublishersMax = 6;
constexpr size_t kDateLetters = 10;

std::string DateOf(const Move& move) {
  const std::string text = Printable(StatedText(move.stored.event));
  return IsInstantText(text) ? text.substr(0, kDateLetters) : text;
}

struct LegendEntry {
  enum class Sign { kMark, kCard, kBar, kAnswer, kFollow, kImprecise } sign;
  MoveWeight weight;
  Look look;
  const char* words;
};
using Sign = LegendEntry::Sign;
constexpr LegendEntry kLegend[] = {
    {Sign::kMark, MoveWeight::kEscalation, Look::kPending, "escalation"},
    {Sign::kMark, MoveWeight::kEasing, Look::kPending, "easing"},
    {Sign::kMark, MoveWeight::kNeutral, Look::kPending, "neither"},
    {Sign::kCard, MoveWeight::kEscalation, Look::kPending,
     "card: puts a measure on the table, or makes it firmer"},
    {Sign::kAnswer, MoveWeight::kNeutral, Look::kPending, "answers, after so many days (d)"},
    {Sign::kFollow, MoveWeight::kNeutral, Look::kPending, "carries out, confirms or replaces"},
    {Sign::kBar, MoveWeight::kNeutral, Look::kInForce, "in force"},
    {Sign::kBar, MoveWeight::kNeutral, Look::kPending, "planned, or not begun"},
    {Sign::kBar, MoveWeight::kNeutral, Look::kSuspended, "suspended"},
    {Sign::kBar, MoveWeight::kNeutral, Look::kInert, "in force but not applied (annulled, waived)"},
    {Sign::kBar, MoveWeight::kNeutral, Look::kUndetermined, "undetermined: an imprecise date"},
    {Sign::kBar, MoveWeight::kNeutral, Look::kEnded, "revoked or expired"},
};

std::string DrawSign(const LegendEntry& entry, double x, double y) {
  switch (entry.sign) {
    case Sign::kMark:
    case Sign::kCard:
      return "<g>" + MarkShape(x + 18, y, entry.weight, entry.sign == Sign::kCard, "") + "</g>\n";
    case Sign::kBar:
      return StretchShape(
          {entry.look == Look::kEnded ? x + 18 : x, y - kBarHeight / 2, 28, kBarHeight},
          entry.look);
    case Sign::kAnswer:
      return absl::StrCat("<path class=\"answer\" d=\"M", Px(x), " ", Px(y + 4), "C", Px(x + 14),
                          " ", Px(y + 4), " ", Px(x + 12), " ", Px(y - 4), " ", Px(x + 27), " ",
                          Px(y - 4), "\" marker-end=\"url(#decree-arrow)\"/>\n");
    default:
      return SvgLine(x, y, x + 28, y, "follow");
  }
}

std::string TitleOfMeasure(const std::vector<MeasureBar>& bars, const std::string& measure) {
  for (const MeasureBar& bar : bars) {
    if (bar.measure == measure) return bar.title;
  }
  return "";
}

// "amended, +20%: Additional duty on China …"; of a talk or an observation what it says itself.
std::string LineOf(const Move& move, const std::vector<MeasureBar>& bars) {
  const Event& event = move.stored.event;
  std::string headline = Printable(HeadlineOf(event));
  const EventFamily family = event.kind ? InfoOf(*event.kind).family : EventFamily::kTalk;
  const bool about_law = family != EventFamily::kTalk && family != EventFamily::kWorld;
  if (!about_law) return headline.empty() ? Printable(SubjectOf(event)) : headline;
  const std::string measure_title = TitleOfMeasure(bars, event.measure);
  if (!measure_title.empty()) headline = measure_title;
  std::string kind = event.kind ? Words(InfoOf(*event.kind).name) : "";
  if (event.terms && event.terms->tariff) {
    absl::StrAppend(&kind, ", ", Printable(TermsInWords(*event.terms)));
  }
  return headline.empty() ? kind : absl::StrCat(kind, ": ", headline);
}

std::string ListEntry(const Mark& mark, const std::vector<MeasureBar>& bars, double x, double y,
                      double width) {
  const Move& move = *mark.move;
  const double date_x = x + 26, side_x = date_x + 70, line_x = side_x + 34;
  std::string text = absl::StrCat("<g class=\"entry\">", SvgTooltip(TooltipOf(mark)), "\n");
  text += MarkShape(x + 10, y - 3.5, move.weight, move.card, absl::StrCat(mark.number));
  text += SvgText(date_x, y, "small", FitText(DateOf(move), 66, kSmallFont));
  text += SvgText(side_x, y, "note", FitText(Printable(move.side), 30, kSmallFont, false, 1));
  text +=
      SvgText(line_x, y, "note", FitText(LineOf(move, bars), x + width - line_x - 12, kSmallFont));
  return text + "</g>\n";
}

}  // namespace

std::string HeadingOf(const ReplayAnswer& answer) {
  const std::string name =
      answer.thread.empty() ? "All events" : "Thread " + Printable(answer.thread);
  const size_t count = answer.moves.size();
  std::string text = absl::StrCat(name, ": ", count, count == 1 ? " move" : " moves");
  if (count == 0) return text;
  const std::string first = DateOf(answer.moves.front()), last = DateOf(answer.moves.back());
  absl::StrAppend(&text, ", ", first);
  return first == last ? text : absl::StrCat(text, " to ", last);
}

Part DrawHeading(const ReplayAnswer& answer, Commitment floor, double width) {
  const double room = width - 2 * kMargin;
  Part part;
  part.text = SvgText(kMargin, 32, "headline", FitText(HeadingOf(answer), room, kTitleFont, true));
  const std::string view = absl::StrCat(
      "Seen ", ViewInWords(answer.header, floor),
      ". Bars show the law by its effective dates as this view knows it; marks stand at the date "
      "stated.");
  part.bottom = 52;
  for (const std::string& line : FitLines(view, room, kPlainFont, 3)) {
    part.text += SvgText(kMargin, part.bottom, "view", line);
    part.bottom += 15;
  }
  part.bottom -= 10;
  return part;
}

Part DrawLegend(double width, double top) {
  Part part;
  double x = kMargin, y = top + kLegendLine / 2;
  for (const LegendEntry& entry : kLegend) {
    const double taken = 34 + TextWidth(entry.words, kSmallFont) + 20;
    if (x + taken > width - kMargin && x > kMargin) {
      x = kMargin;
      y += kLegendLine;
    }
    part.text += DrawSign(entry, x, y);
    part.text += SvgText(x + 34, y + 3.5, "note", entry.words);
    x += taken;
  }
  part.bottom = y + kLegendLine / 2;
  return part;
}

Part DrawList(const Scene& scene, const std::vector<MeasureBar>& bars, double top) {
  const double room = scene.width - 2 * kMargin;
  const size_t count = scene.marks.size();
  const size_t columns_fit = static_cast<size_t>(std::max(1.0, room / kColumnMin));
  const size_t columns = count < 2 * columns_fit ? 1 : columns_fit;
  const size_t lines = (count + columns - 1) / columns;
  const double width = room / static_cast<double>(columns);
  Part part;
  part.text = SvgText(kMargin, top + 12, "large", "The moves");
  for (size_t i = 0; i < count; ++i) {
    const size_t column = i / lines;
    const double x = kMargin + static_cast<double>(column) * width;
    const double y = top + 34 + static_cast<double>(i % lines) * kListLine;
    part.text += ListEntry(scene.marks[i], bars, x, y, width);
  }
  part.bottom = top + 34 + static_cast<double>(lines) * kListLine;
  return part;
}

Part DrawSources(const ReplayAnswer& answer, double width, double top) {
  std::map<std::string, std::set<std::string>> by_standing;
  std::map<std::string, size_t> publishers;
  std::set<std::string> documents;
  for (const Move& move : answer.moves) {
    for (const Source& source : move.stored.event.sources) {
      const std::string citation = CitationOf(source);
      if (!documents.insert(citation).second) continue;
      by_standing[Words(NameOf(source.standing))].insert(citation);
      ++publishers[Printable(source.publisher)];
    }
  }
  std::vector<std::pair<std::string, size_t>> ranked(publishers.begin(), publishers.end());
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  if (ranked.size() > kPublishersMax) ranked.resize(kPublishersMax);
  const std::string standings = absl::StrJoin(
      by_standing, ", ",
      [](std::string* out, const auto& s) { absl::StrAppend(out, s.second.size(), " ", s.first); });
  std::string note = absl::StrCat("Sources: ", documents.size(), " citations");
  if (!standings.empty()) absl::StrAppend(&note, " (", standings, ")");
  if (!ranked.empty()) {
    absl::StrAppend(
        &note, ", most from ",
        absl::StrJoin(ranked, "; ", [](std::string* out, const auto& p) { *out += p.first; }));
  }
  absl::StrAppend(&note, ". `decree show ID` cites them in full; a mark's tooltip has its ID.");
  Part part;
  part.bottom = top + 10;
  for (const std::string& line : FitLines(note, width - 2 * kMargin, kSmallFont, 3)) {
    part.text += SvgText(kMargin, part.bottom, "small", line);
    part.bottom += 13;
  }
  return part;
}

}  // namespace decree::tools
