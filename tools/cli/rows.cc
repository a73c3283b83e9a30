#include "tools/cli/rows.h"

#include <algorithm>

#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

namespace decree::cli {
namespace {

constexpr size_t kGap = 2;
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
  const std::vector<size_t> widths = WidthsOf(rows);
  std::string text;
  for (size_t r = 0; r < rows.size(); ++r) {
    std::string line;
    size_t used = 0;
    for (size_t i = 0; i + 1 < rows[r].size(); ++i) {
      const std::string cell = PadTo(rows[r][i], widths[i]);
      line += i == 0 && r < inks.size() ? Colored(terminal, inks[r], cell) : cell;
      line += std::string(kGap, ' ');
      used += widths[i] + kGap;
    }
    if (rows[r].empty()) continue;
    size_t indent = used;
    if (used + kLastColumnMin > terminal.width && used + widths.back() > terminal.width) {
      indent = 4;
      TrimEnd(line);
      if (!rows[r].back().empty()) line += "\n" + std::string(indent, ' ');
    }
    const std::vector<std::string> wrapped =
        WrapTo(rows[r].back(), terminal.width > indent ? terminal.width - indent : terminal.width);
    line += absl::StrJoin(wrapped, "\n" + std::string(indent, ' '));
    TrimEnd(line);
    text += line + "\n";
  }
  return text;
}

}  // namespace decree::cli
