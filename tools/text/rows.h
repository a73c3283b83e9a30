// Rows of text for people (aligned columns) and for spreadsheets (CSV, RFC 4180 quoting).
#ifndef DECREE_TOOLS_TEXT_ROWS_H_
#define DECREE_TOOLS_TEXT_ROWS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "tools/text/terminal.h"

namespace decree::tools {

using Row = std::vector<std::string>;

// Control characters and marks that turn the direction of text are written as \u001b and the like,
// so that showing the rows does nothing to a terminal; tabs and line ends stay, in quotes.
enum class CsvForm {
  kExact,
  // For spreadsheets: a cell, or a part of one behind `;`, a tab or a line end, that would be taken
  // for a formula there (it begins with = + - @, a tab or a line end) has an apostrophe before it.
  // Numbers (-0.71%) stay numbers.
  kSafe
};
std::string CsvLine(CsvForm form, const Row& fields);
void AppendCsvField(CsvForm form, absl::string_view field, std::string& line);

// Columns as wide as their widest cell. The last one is wrapped to the terminal, hanging below its
// start, or below the row when too little room is left; where even that is too wide, the third
// column is narrowed, then those after it, and a row whose cells do not fit has them whole on a
// line below. Cells hold no colour.
//
// Two passes, so that rows need not be held: every row is measured, then every row is shown.
class Columns {
 public:
  void Measure(const Row& row);
  // The lines of one row; `ink` colours its first column. The row has as many cells as the widest
  // one measured.
  std::string Show(const Terminal& terminal, const Row& row, Ink ink = Ink::kPlain) const;

 private:
  std::vector<size_t> widths_;
};

// Both passes over rows that are at hand. `inks`: one a row, may be shorter.
std::string AlignedRows(const Terminal& terminal, const std::vector<Row>& rows,
                        const std::vector<Ink>& inks = {});

}  // namespace decree::tools

#endif  // DECREE_TOOLS_TEXT_ROWS_H_
