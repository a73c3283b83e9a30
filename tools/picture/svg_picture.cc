#include "tools/picture/svg_picture.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "tools/picture/svg_chart.h"
#include "tools/picture/svg_scene.h"
#include "tools/picture/svg_shapes.h"
#include "tools/picture/svg_style.h"
#include "tools/picture/svg_text.h"
#include "tools/picture/svg_words.h"
#include "tools/words/move_words.h"
#include "tools/words/printable.h"
#include "tools/words/words.h"

namespace decree::tools {
namespace {

constexpr double kDatesHeight = 26;  // above the lanes

std::string NameOfThread(const TimelineQuestion& question) {
  return question.thread.empty() ? "the record" : "thread \"" + question.thread + "\"";
}

absl::Status CheckCount(const TimelineQuestion& question, size_t count, size_t most,
                        const char* what) {
  if (count <= most) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("--svg: ", NameOfThread(question), " has ", count, " ", what,
                   " to draw; a picture holds at most ", most, "; narrow with --from and --to",
                   question.thread.empty() ? ", or name a thread" : ""));
}

// The moves with what they changed. Counted first by the cheaper question.
absl::StatusOr<ReplayAnswer> MovesToDraw(Record& record, const TimelineQuestion& question) {
  DECREE_ASSIGN_OR_RETURN(const TimelineAnswer counted, record.Timeline(question));
  if (counted.moves.empty()) {
    return absl::InvalidArgumentError(absl::StrCat("--svg: no move of ", NameOfThread(question),
                                                   " is stated between these dates as this view "
                                                   "knows it; widen --from and --to, or the view"));
  }
  DECREE_RETURN_IF_ERROR(CheckCount(question, counted.moves.size(), kMovesDrawnMax, "moves"));
  return record.Replay(question);
}

std::string DescriptionOf(const ReplayAnswer& answer, Commitment floor) {
  std::string text = absl::StrCat(HeadingOf(answer), ", ", ViewInWords(answer.header, floor), ". ");
  if (!answer.tallies.empty()) absl::StrAppend(&text, TallyInWords(answer.tallies.back()), ". ");
  absl::StrAppend(&text,
                  "One lane a side; a bar a measure, by its force over the effective dates; a "
                  "numbered mark a move; lines lead from a move to what answers it. The moves are "
                  "listed below the chart.");
  return Printable(text);
}

}  // namespace

absl::StatusOr<Picture> DrawThread(Record& record, const TimelineQuestion& question) {
  DECREE_ASSIGN_OR_RETURN(const ReplayAnswer answer, MovesToDraw(record, question));
  // Questions that follow rest on the same position, though a writer may append meanwhile.
  ViewText view = question.view;
  if (view.recorded_by.empty()) view.recorded_by = absl::StrCat(answer.header.head);
  const DaySpan span = SpanOf(answer.moves);
  const std::vector<std::string> measures = MeasuresOf(answer.moves);
  DECREE_RETURN_IF_ERROR(CheckCount(question, measures.size(), kMeasuresDrawnMax, "measures"));
  std::vector<MeasureBar> bars;
  for (const std::string& measure : measures) {
    DECREE_ASSIGN_OR_RETURN(MeasureBar bar, BarOf(record, measure, span, view));
    bars.push_back(std::move(bar));
  }
  const Commitment floor = question.view.floor;
  const double width = WidthFor(answer.moves.size());
  const Part heading = DrawHeading(answer, floor, width);
  const Part legend = DrawLegend(width, heading.bottom + 6);
  const Scene scene = LayOut(answer.moves, bars, span, legend.bottom + kDatesHeight);
  const std::string chart =
      DrawChart(scene, answer.tallies.empty() ? std::vector<SideTally>{} : answer.tallies.back());
  const Part list = DrawList(scene, bars, scene.bottom + kDatesHeight);
  const Part sources = DrawSources(answer, width, list.bottom);
  const double height = sources.bottom + kMargin;
  Picture picture;
  picture.moves = answer.moves.size();
  picture.measures = bars.size();
  picture.svg = absl::StrCat(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" "
      "class=\"decree\" role=\"img\" aria-labelledby=\"decree-title decree-desc\" width=\"",
      Px(width), "\" height=\"", Px(height), "\" viewBox=\"0 0 ", Px(width), " ", Px(height),
      "\">\n<title id=\"decree-title\">", XmlText(HeadingOf(answer)),
      "</title>\n<desc id=\"decree-desc\">", XmlText(DescriptionOf(answer, floor)), "</desc>\n",
      StyleAndPatterns(), SvgRect({0, 0, width, height}, "ground"), heading.text, legend.text,
      chart, list.text, sources.text, "</svg>\n");
  return picture;
}

}  // namespace decree::tools
