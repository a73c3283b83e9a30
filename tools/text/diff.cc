// What differs between two points.
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

constexpr std::array kKinds = {DiffKind::kBegan, DiffKind::kEnded, DiffKind::kChanged,
                               DiffKind::kNewlyKnown};

std::string PointsInWords(const DiffAnswer& answer) {
  std::string points = absl::StrCat(Printable(answer.before), " and ", Printable(answer.after));
  switch (answer.axis) {
    case Axis::kEffective:
      return absl::StrCat("Between ", points);
    case Axis::kKnown:
      return absl::StrCat("For ", Printable(answer.header.effective_on), ", as known by ", points);
    case Axis::kRecorded:
      return absl::StrCat("For ", Printable(answer.header.effective_on), ", as recorded by ",
                          points);
  }
  return points;
}

}  // namespace

void WriteCsv(std::ostream& out, const DiffAnswer& answer, CsvForm form) {
  const std::vector<std::string> columns = {"applies", "force", "legality", "enforcement",
                                            "terms",   "from",  "to"};
  Row header = {"measure", "kind", "changed", "because"};
  for (const char* side : {"before", "after"}) {
    for (const std::string& column : columns) header.push_back(absl::StrCat(side, ".", column));
  }
  out << CsvLine(form, header);
  for (const DiffRow& row : answer.rows) {
    Row cells = {row.measure, std::string(NameOf(row.kind)), absl::StrJoin(row.changed, ";"),
                 absl::StrJoin(row.because, ";")};
    for (const auto* side : {&row.before, &row.after}) {
      const Row more = MeasureColumns(*side, columns);
      cells.insert(cells.end(), more.begin(), more.end());
    }
    out << CsvLine(form, cells);
  }
}

void WriteText(const Page& page, const DiffAnswer& answer, EventNamer& namer) {
  static constexpr std::array kHeadings = {"Began", "Ended", "Changed", "Newly known"};
  static constexpr std::array kInks = {Ink::kGreen, Ink::kRed, Ink::kYellow, Ink::kBlue};
  const std::string view = answer.axis == Axis::kKnown
                               ? absl::StrCat("store at position ", answer.header.head)
                               : ViewInWords(answer.header, page.floor);
  page.out << Colored(page.terminal, Ink::kBold, absl::StrCat(PointsInWords(answer), ", ", view))
           << "\n";
  std::array<size_t, 4> counts{};
  for (size_t k = 0; k < kKinds.size(); ++k) {
    std::vector<Row> rows;
    for (const DiffRow& row : answer.rows) {
      if (row.kind != kKinds[k]) continue;
      rows.push_back({Printable(row.measure),
                      absl::StrCat(StateInWords(row.before), " → ", StateInWords(row.after), "; ",
                                   ChangedInWords(row.changed), namer.By(row.because))});
    }
    counts[k] = rows.size();
    if (rows.empty()) continue;
    page.out << "\n"
             << Colored(page.terminal, Ink::kBold, kHeadings[k]) << "\n"
             << AlignedRows(page.terminal, rows, std::vector<Ink>(rows.size(), kInks[k]));
  }
  page.out << "\n"
           << counts[0] << " began, " << counts[1] << " ended, " << counts[2] << " changed, "
           << counts[3] << " newly known.\n";
  for (const std::string& note : answer.notes) page.out << "Note: " << Printable(note) << "\n";
}

}  // namespace decree::tools
