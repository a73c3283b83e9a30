// What begins, ends or snaps back in the days ahead.
#include <array>
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

std::string WhenInWords(const OutlookRow& row) {
  if (row.latest == row.at) return row.certain ? row.at : absl::StrCat(row.at, "?");
  return row.latest.empty() ? absl::StrCat(row.at, " or later")
                            : absl::StrCat(row.at, " … ", row.latest);
}

void WriteRows(const Page& page, const char* heading, const std::vector<OutlookRow>& rows,
               EventNamer& namer) {
  static constexpr std::array kInks = {Ink::kGreen, Ink::kFaint, Ink::kRed, Ink::kBlue,
                                       Ink::kYellow};
  if (rows.empty()) return;
  std::vector<Row> table;
  std::vector<Ink> inks;
  for (const OutlookRow& row : rows) {
    std::string what = TermsInWords(row.after);
    if (what.empty()) what = Printable(row.title);
    table.push_back({WhenInWords(row), std::string(NameOf(row.kind)), Printable(row.measure),
                     CutTo(what, 40), namer.By(row.because)});
    inks.push_back(kInks[static_cast<size_t>(row.kind)]);
  }
  page.out << "\n"
           << Colored(page.terminal, Ink::kBold, heading) << "\n"
           << AlignedRows(page.terminal, table, inks);
}

}  // namespace

void WriteCsv(std::ostream& out, const OutlookAnswer& answer, CsvForm form) {
  const std::vector<std::string> columns = {"applies", "force", "legality", "enforcement", "terms"};
  Row header = {"at", "latest", "certain", "kind", "standing", "measure", "title", "because"};
  for (const char* side : {"before", "after"}) {
    for (const std::string& column : columns) header.push_back(absl::StrCat(side, ".", column));
  }
  out << CsvLine(form, header);
  for (const auto* rows : {&answer.rows, &answer.announced}) {
    for (const OutlookRow& row : *rows) {
      Row cells = {row.at,
                   row.latest,
                   row.certain ? "true" : "false",
                   std::string(NameOf(row.kind)),
                   rows == &answer.rows ? "law" : "announced",
                   row.measure,
                   row.title,
                   absl::StrJoin(row.because, ";")};
      for (const MeasureState* side : {&row.before, &row.after}) {
        const Row more = MeasureColumns(*side, columns);
        cells.insert(cells.end(), more.begin(), more.end());
      }
      out << CsvLine(form, cells);
    }
  }
}

void WriteText(const Page& page, const OutlookAnswer& answer, EventNamer& namer) {
  page.out << Colored(page.terminal, Ink::kBold,
                      absl::StrCat("After ", Printable(answer.header.effective_on), " through ",
                                   answer.until, ", ", ViewInWords(answer.header, page.floor)))
           << "\n";
  WriteRows(page, "By law, unless it is changed", answer.rows, namer);
  WriteRows(page, "If what is announced takes effect", answer.announced, namer);
  page.out << "\n"
           << answer.rows.size() << (answer.rows.size() == 1 ? " change, " : " changes, ")
           << answer.announced.size() << " announced.\n";
  for (const std::string& note : answer.notes) page.out << "Note: " << Printable(note) << "\n";
}

}  // namespace decree::tools
