// What is watched and what was observed.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/text/answers.h"
#include "tools/words/names.h"
#include "tools/words/printable.h"
#include "tools/words/words.h"

namespace decree::tools {
namespace {

std::string SpanOf(const CoverageRow& row) {
  std::string text = absl::StrCat(row.from.empty() ? "" : "from " + row.from,
                                  row.to.empty() ? "" : " until " + row.to);
  if (!row.certain) absl::StrAppend(&text, " (possibly)");
  return Printable(text);
}

std::string NotesOf(const ObservationRow& row) {
  std::string text = absl::StrCat(row.id, ", ", Words(NameOf(row.evidence)));
  if (!row.implied_previous.empty()) {
    absl::StrAppend(&text, "; implies about ", row.implied_previous, " ", row.unit, " before");
  }
  if (!row.finding.empty()) absl::StrAppend(&text, "; does not fit: ", row.finding);
  return Printable(text);
}

}  // namespace

void WriteCsv(std::ostream& out, const CoverageAnswer& answer, CsvForm form) {
  out << CsvLine(form, {"issuer", "domain", "from", "to", "certainty", "sources", "because"});
  for (const CoverageRow& row : answer.rows) {
    out << CsvLine(
        form, {row.issuer, row.domain, row.from, row.to, std::string(CertaintyName(row.certain)),
               absl::StrJoin(row.sources, ";"), absl::StrJoin(row.because, ";")});
  }
}

void WriteText(const Page& page, const CoverageAnswer& answer) {
  const std::string when = answer.header.effective_on.empty()
                               ? ", whenever claimed"
                               : " on " + Printable(answer.header.effective_on);
  page.out << Colored(page.terminal, Ink::kBold,
                      absl::StrCat("Monitored", when, ", ", ViewInWords(answer.header, page.floor)))
           << "\n";
  std::vector<Row> rows;
  for (const CoverageRow& row : answer.rows) {
    std::string what = Printable(row.domain);
    if (!row.sources.empty()) {
      absl::StrAppend(&what, "; watched: ", Printable(absl::StrJoin(row.sources, ", ")));
    }
    absl::StrAppend(&what, " (", Printable(absl::StrJoin(row.because, ", ")), ")");
    rows.push_back({Printable(row.issuer), SpanOf(row), what});
  }
  page.out << AlignedRows(page.terminal, rows);
  if (rows.empty()) page.out << "nothing\n";
  if (!answer.unmonitored.empty()) {
    page.out << "Not monitored, though measures are on record: "
             << Printable(absl::StrJoin(answer.unmonitored, ", ")) << "\n";
  }
  for (const std::string& note : answer.notes) page.out << "Note: " << Printable(note) << "\n";
}

void WriteCsv(std::ostream& out, const ObservationsAnswer& answer, CsvForm form) {
  if (answer.series.empty()) {
    out << CsvLine(form, {"series"});
    for (const std::string& series : answer.all_series) out << CsvLine(form, {series});
    return;
  }
  out << CsvLine(
      form, {"period", "value", "unit", "change", "impliedPrevious", "finding", "id", "evidence"});
  for (const ObservationRow& row : answer.rows) {
    out << CsvLine(form, {row.period, row.value, row.unit, row.change, row.implied_previous,
                          row.finding, row.id, std::string(NameOf(row.evidence))});
  }
}

void WriteText(const Page& page, const ObservationsAnswer& answer) {
  const bool lists = answer.series.empty();
  page.out << Colored(page.terminal, Ink::kBold,
                      lists ? "Series" : "Series " + Printable(answer.series))
           << ", " << ViewInWords(answer.header, page.floor) << "\n";
  std::vector<Row> rows;
  std::vector<Ink> inks;
  if (lists) {
    for (const std::string& series : answer.all_series) rows.push_back({Printable(series)});
  }
  for (const ObservationRow& row : answer.rows) {
    rows.push_back({Printable(row.period), Printable(row.value), Printable(row.unit),
                    Printable(row.change), NotesOf(row)});
    inks.push_back(row.finding.empty() ? Ink::kPlain : Ink::kYellow);
  }
  page.out << AlignedRows(page.terminal, rows, inks);
  if (lists) page.out << "`decree observations SERIES` shows the values of one.\n";
  for (const std::string& note : answer.notes) page.out << "Note: " << Printable(note) << "\n";
}

}  // namespace decree::tools
