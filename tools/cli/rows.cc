#include "tools/cli/rows.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

namespace decree::cli {
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

void TrimEnd(std::string& line) {
  while (!line.empty() && line.back() == ' ') line.pop_back();
}

}  // namespace

void AppendCsvField(absl::string_view field, std::string& line) {
  if (field.find_first_of(",\"\r\n") == absl::string_view::npos) {
    absl::StrAppend(&line, field);
  } else {
    absl::StrAppend(&line, "\"", absl::StrReplaceAll(field, {{"\"", "\"\""}}), "\"");
  }
}

std::string CsvLine(const Row& fields) {
  return absl::StrJoin(fields, ",",
                       [](std::string* out, const std::string& f) { AppendCsvField(f, *out); }) +
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

}  // namespace decree::cli
