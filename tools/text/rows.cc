#include "tools/text/rows.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "tools/words/printable.h"

namespace decree::tools {
namespace {

constexpr size_t kGap = 2;
constexpr size_t kUncutColumns = 2;
constexpr size_t kNarrowColumnMin = 16;
constexpr size_t kColumnMax = 44;  // of a table that is too wide
constexpr size_t kIndentBelow = 4;
constexpr size_t kLastColumnMin = 28;  // narrower: the last cell goes below the row

size_t UsedBy(const std::vector<size_t>& widths) {
  size_t used = 0;
  for (const size_t width : widths) used += width + kGap;
  return used;
}

// Narrows the third column as far as it can be read, then the later ones.
void Narrow(std::vector<size_t>& widths, size_t columns) {
  for (size_t i = kUncutColumns; i < widths.size(); ++i) {
    widths[i] = std::min(widths[i], kColumnMax);
    while (UsedBy(widths) > columns + kGap && widths[i] > kNarrowColumnMin) --widths[i];
  }
}

// The first cell that its column has no room for (the last cell wraps, and is not looked at).
size_t FirstTooWide(const Row& row, const std::vector<size_t>& widths) {
  size_t i = std::min(kUncutColumns, widths.size());
  while (i < widths.size() && ColumnsOf(row[i]) <= widths[i]) ++i;
  return i;
}

// Cells [first, last) on a line of their own.
std::string JoinedCells(const Row& row, size_t first, size_t last) {
  std::vector<std::string> cells;
  for (size_t i = first; i < last; ++i) {
    if (!row[i].empty()) cells.push_back(row[i]);
  }
  return absl::StrJoin(cells, ", ");
}

bool IsPlainAscii(char c) { return c >= 0x20 && c < 0x7F; }

// A sign, digits, a fraction, a per cent sign.
bool IsNumber(absl::string_view text) {
  if (!absl::ConsumePrefix(&text, "-")) absl::ConsumePrefix(&text, "+");
  absl::ConsumeSuffix(&text, "%");
  const size_t digits = text.find_first_not_of("0123456789");
  if (digits == absl::string_view::npos) return !text.empty();
  if (digits == 0 || text[digits] != '.') return false;
  text.remove_prefix(digits + 1);
  return !text.empty() && text.find_first_not_of("0123456789") == absl::string_view::npos;
}

// What spreadsheets take for the beginning of a formula, in their wide forms too.
bool BeginsFormula(absl::string_view text) {
  for (const char* sign : {"=", "+", "-", "@", "＝", "＋", "－", "＠"}) {
    if (absl::StartsWith(text, sign)) return true;
  }
  return false;
}

std::string WithoutFormulas(absl::string_view cell) {
  constexpr absl::string_view kBreaks = ";\t\r\n";
  std::string safe;
  if (!cell.empty() && cell[0] != ';' && kBreaks.find(cell[0]) != absl::string_view::npos) {
    safe = "'";
  }
  while (true) {
    const size_t end = std::min(cell.find_first_of(kBreaks), cell.size());
    const absl::string_view part = absl::StripAsciiWhitespace(cell.substr(0, end));
    if (BeginsFormula(part) && !IsNumber(part)) safe += '\'';
    absl::StrAppend(&safe, cell.substr(0, end));
    if (end == cell.size()) return safe;
    safe += cell[end];
    cell.remove_prefix(end + 1);
  }
}

void TrimEnd(std::string& line) {
  while (!line.empty() && line.back() == ' ') line.pop_back();
}

}  // namespace

void AppendCsvField(CsvForm form, absl::string_view field, std::string& line) {
  std::string cell(field);
  if (!std::all_of(cell.begin(), cell.end(), IsPlainAscii)) cell = EscapedControls(cell);
  if (form == CsvForm::kSafe) cell = WithoutFormulas(cell);
  if (cell.find_first_of(",\"\r\n") == std::string::npos) {
    absl::StrAppend(&line, cell);
  } else {
    absl::StrAppend(&line, "\"", absl::StrReplaceAll(cell, {{"\"", "\"\""}}), "\"");
  }
}

std::string CsvLine(CsvForm form, const Row& fields) {
  return absl::StrJoin(
             fields, ",",
             [form](std::string* out, const std::string& f) { AppendCsvField(form, f, *out); }) +
         "\n";
}

void Columns::Measure(const Row& row) {
  if (row.size() > widths_.size()) widths_.resize(row.size());
  for (size_t i = 0; i < row.size(); ++i) widths_[i] = std::max(widths_[i], ColumnsOf(row[i]));
}

std::string Columns::Show(const Terminal& terminal, const Row& row, Ink ink) const {
  std::vector<size_t> widths = widths_;
  const size_t last_width = widths.back();
  widths.pop_back();
  size_t indent = UsedBy(widths);
  const bool below =
      indent + kLastColumnMin > terminal.width && indent + last_width > terminal.width;
  if (below) {
    Narrow(widths, terminal.width);
    indent = kIndentBelow;
  }
  const std::string margin(indent, ' ');
  const size_t room = terminal.width > indent ? terminal.width - indent : terminal.width;
  const size_t shown = below ? FirstTooWide(row, widths) : widths.size();
  std::string line;
  for (size_t i = 0; i < shown; ++i) {
    const std::string cell = PadTo(row[i], widths[i]);
    line += (i == 0 ? Colored(terminal, ink, cell) : cell) + std::string(kGap, ' ');
  }
  std::vector<std::string> under = {row.back()};
  if (below) {
    TrimEnd(line);
    under.insert(under.begin(), JoinedCells(row, shown, widths.size()));
    std::erase(under, "");
    if (!under.empty()) line += "\n" + margin;
  }
  line += absl::StrJoin(under, "\n" + margin, [&](std::string* out, const std::string& cell) {
    *out += absl::StrJoin(WrapTo(cell, room), "\n" + margin);
  });
  TrimEnd(line);
  return line + "\n";
}

std::string AlignedRows(const Terminal& terminal, const std::vector<Row>& rows,
                        const std::vector<Ink>& inks) {
  Columns columns;
  for (const Row& row : rows) columns.Measure(row);
  std::string text;
  for (size_t r = 0; r < rows.size(); ++r) {
    text += columns.Show(terminal, rows[r], r < inks.size() ? inks[r] : Ink::kPlain);
  }
  return text;
}

}  // namespace decree::tools
