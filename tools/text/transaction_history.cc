// When the answer for a transaction changed.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/text/answers.h"
#include "tools/text/parts.h"
#include "tools/words/names.h"
#include "tools/words/printable.h"
#include "tools/words/words.h"

namespace decree::tools {
namespace {

Row CellsOf(const TransactionAnswer& answer) {
  return {std::string(NameOf(answer.decision)),
          answer.policy ? std::string(NameOf(*answer.policy)) : "",
          answer.added.rate,
          answer.added.rate_min,
          answer.added.rate_max,
          absl::StrJoin(answer.missing, ";"),
          absl::StrJoin(answer.measures, ";"),
          answer.trouble};
}

Row RowOf(const std::string& at, const TransactionAnswer& answer, const std::string& currency,
          const std::string& why) {
  std::string said = answer.trouble;
  if (said.empty() && !answer.missing.empty()) {
    said = absl::StrCat("missing: ", absl::StrJoin(answer.missing, ", "));
  }
  if (!said.empty() && !why.empty()) said += "; ";
  return {Printable(at), DecisionInWords(answer.decision, answer.policy),
          answer.added.rate == kUnknownRate && answer.added.rate_min.empty()
              ? std::string("unknown")
              : absl::StrCat("+ ", SumInWords(answer.added, currency)),
          absl::StrCat(Printable(said), why)};
}

}  // namespace

void WriteCsv(std::ostream& out, const TransactionHistoryAnswer& answer, CsvForm form) {
  out << CsvLine(form, {"axis", "at", "position", "changed", "because", "decision", "policy",
                        "added", "addedMin", "addedMax", "missing", "measures", "error"});
  const auto print = [&out, form](Row row, const TransactionAnswer& of) {
    const Row cells = CellsOf(of);
    row.insert(row.end(), cells.begin(), cells.end());
    out << CsvLine(form, row);
  };
  for (const TransactionStart& start : answer.starts) {
    print({std::string(NameOf(start.axis)), "", "", "", ""}, start.answer);
    for (const TransactionChange& change : answer.changes) {
      if (change.axis != start.axis) continue;
      print({std::string(NameOf(change.axis)), change.at,
             change.position == 0 ? "" : std::to_string(change.position),
             absl::StrJoin(change.changed, ";"), absl::StrJoin(change.because, ";")},
            change.answer);
    }
  }
}

void WriteText(const Page& page, const TransactionHistoryAnswer& answer, EventNamer& namer) {
  const Terminal& out = page.terminal;
  std::string words;
  for (const TransactionField& field : FieldsOf(answer.transaction)) {
    if (field.name != "on") absl::StrAppend(&words, field.name, "=", field.value, "  ");
  }
  page.out << Colored(out, Ink::kBold, Printable(words)) << ViewInWords(answer.header, page.floor)
           << "\n";
  const std::string& currency = answer.transaction.currency;
  for (const TransactionStart& start : answer.starts) {
    std::vector<Row> rows = {RowOf("before", start.answer, currency, "")};
    std::vector<Ink> inks = {Ink::kFaint};
    for (const TransactionChange& change : answer.changes) {
      if (change.axis != start.axis) continue;
      const std::string at = change.axis == Axis::kRecorded
                                 ? absl::StrCat(change.position, "  ", change.at)
                                 : change.at;
      rows.push_back(RowOf(at, change.answer, currency, namer.By(change.because)));
      inks.push_back(InkOf(change.answer.decision));
    }
    page.out << "\n"
             << Colored(out, Ink::kBold, HeadingOf(start.axis, answer.header)) << "\n"
             << AlignedRows(out, rows, inks);
  }
  page.out << "\n"
           << answer.changes.size() << (answer.changes.size() == 1 ? " change.\n" : " changes.\n");
  for (const std::string& note : answer.notes) page.out << "Note: " << Printable(note) << "\n";
}

}  // namespace decree::tools
