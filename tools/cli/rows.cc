#include "tools/cli/rows.h"

#include <algorithm>

#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

namespace decree::cli {
namespace {

constexpr size_t kGap = 2;
constexpr size_t kUncutColumns = 2;
constexpr size_t kCutColumnMin = 16;
constexpr size_t kIndentBelow = 4;
constexpr size_t kLastColumnMin = 28;  // narrower: the last cell goes below the row

std::string CsvField(const std::string& value) {
  if (value.find_first_of(",\"\r\n") == std::string::npos) return value;
  return "\"" + absl::StrReplaceAll(value, {{"\"", "\"\""}}) + "\"";
}

std::vector<size_t> WidthsOf(const std::vector<Row>& rows) {
  std::vector<size_t> widths;
  for (const Row& row : rows) {
    if (row.size() > widths.size()) widths.resize(row.size());
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], ColumnsOf(row[i]));
  }
  return widths;
}

size_t UsedBy(const std::vector<size_t>& widths) {
  size_t used = 0;
  for (const size_t width : widths) used += width + kGap;
  return used;
}

// Cuts the third column as far as it can be read, then the later ones.
void Narrow(std::vector<size_t>& widths, size_t columns) {
  for (size_t i = kUncutColumns; i < widths.size(); ++i) {
    while (UsedBy(widths) > columns + kGap && widths[i] > kCutColumnMin) --widths[i];
  }
}

void TrimEnd(std::string& line) {
  while (!line.empty() && line.back() == ' ') line.pop_back();
}

}  // namespace

std::string CsvLine(const Row& fields) {
  return absl::StrJoin(fields, ",",
                       [](std::string* out, const std::string& f) { *out += CsvField(f); }) +
         "\n";
}

std::string AlignedRows(const Terminal& terminal, const std::vector<Row>& rows,
                        const std::vector<Ink>& inks) {
  if (rows.empty()) return "";
  std::vector<size_t> widths = WidthsOf(rows);
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
  std::string text;
  for (size_t r = 0; r < rows.size(); ++r) {
    std::string line;
    for (size_t i = 0; i < widths.size(); ++i) {
      const std::string cell = PadTo(CutTo(rows[r][i], widths[i]), widths[i]);
      line += i == 0 && r < inks.size() ? Colored(terminal, inks[r], cell) : cell;
      line += std::string(kGap, ' ');
    }
    if (below) {
      TrimEnd(line);
      if (!rows[r].back().empty()) line += "\n" + margin;
    }
    const size_t room = terminal.width > indent ? terminal.width - indent : terminal.width;
    line += absl::StrJoin(WrapTo(rows[r].back(), room), "\n" + margin);
    TrimEnd(line);
    text += line + "\n";
  }
  return text;
}

}  // namespace decree::cli
