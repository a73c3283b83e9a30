// When the state of a measure changed.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/text/answers.h"
#include "tools/text/parts.h"
#include "tools/words/printable.h"
#include "tools/words/words.h"

namespace decree::tools {
namespace {

Row RowOf(const HistoryChange& change, EventNamer& namer) {
  std::string at = Printable(change.at);
  if (change.axis == Axis::kRecorded) at = absl::StrCat(change.position, "  ", at);
  const std::string why = absl::StrCat(ChangedInWords(change.changed), namer.By(change.because));
  if (!change.on_record) return {at, "not on record", "", "", why};
  return {at, VerdictInWords(change.state), CutTo(TermsInWords(change.state), 44),
          EffectiveInWords(change.state), absl::StrCat(StandingInWords(change.state), "; ", why)};
}

}  // namespace

std::string HeadingOf(Axis axis, const AnswerHeader& header) {
  const std::string on = Printable(header.effective_on);
  switch (axis) {
    case Axis::kEffective:
      return "As the days pass (effective)";
    case Axis::kKnown:
      return absl::StrCat("As it became known, for ", on);
    case Axis::kRecorded:
      return absl::StrCat("As this store recorded it, for ", on);
  }
  return "";
}

void WriteCsv(std::ostream& out, const HistoryAnswer& answer, CsvForm form) {
  Row header = {"axis", "at", "position", "changed", "broughtBy"};
  const Row of_measure = MeasureCsvHeader();
  header.insert(header.end(), of_measure.begin(), of_measure.end());
  out << CsvLine(form, header);
  for (const HistoryChange& change : answer.changes) {
    Row row = {std::string(NameOf(change.axis)), change.at,
               change.position == 0 ? "" : std::to_string(change.position),
               absl::StrJoin(change.changed, ";"), absl::StrJoin(change.because, ";")};
    const Row state = MeasureCsvRow(change.state);
    row.insert(row.end(), state.begin(), state.end());
    out << CsvLine(form, row);
  }
}

void WriteText(const Page& page, const HistoryAnswer& answer, EventNamer& namer) {
  page.out << Colored(page.terminal, Ink::kBold, Printable(answer.measure)) << ", "
           << ViewInWords(answer.header, page.floor) << "\n";
  for (const Axis axis : {Axis::kEffective, Axis::kKnown, Axis::kRecorded}) {
    std::vector<Row> rows;
    std::vector<Ink> inks;
    for (const HistoryChange& change : answer.changes) {
      if (change.axis != axis) continue;
      rows.push_back(RowOf(change, namer));
      inks.push_back(change.on_record ? InkOf(VerdictOf(change.state)) : Ink::kFaint);
    }
    if (rows.empty()) continue;
    page.out << "\n"
             << Colored(page.terminal, Ink::kBold, HeadingOf(axis, answer.header)) << "\n"
             << AlignedRows(page.terminal, rows, inks);
  }
  page.out << "\n"
           << answer.changes.size() << (answer.changes.size() == 1 ? " change.\n" : " changes.\n");
  for (const std::string& note : answer.notes) page.out << "Note: " << Printable(note) << "\n";
}

}  // namespace decree::tools
