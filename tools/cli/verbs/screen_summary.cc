#include "tools/cli/verbs/screen_summary.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/words/printable.h"

namespace decree::tools {
namespace {

constexpr size_t kToldOfAKind = 3;
constexpr size_t kLinesShown = 5;
constexpr size_t kKindsMax = 100;

// What is wrong, whichever the value: a text without its quotations and numbers.
std::string KindOf(const std::string& what) {
  std::string kind;
  bool is_quoted = false;
  for (const char c : what) {
    if (c == '"') is_quoted = !is_quoted;
    if (!is_quoted && (c < '0' || c > '9')) kind.push_back(c);
  }
  return kind;
}

}  // namespace

bool ScreenSummary::Add(const RowTrouble& trouble) {
  ++errors_;
  const std::string key = KindOf(trouble.what);
  if (kinds_.size() >= kKindsMax && !kinds_.contains(key)) return true;  // told one by one
  Kind& kind = kinds_[key];
  if (kind.rows++ == 0) kind.first = trouble.what;
  if (kind.lines.size() < kLinesShown) kind.lines.push_back(trouble.line);
  return kind.rows <= kToldOfAKind;
}

void ScreenSummary::Add(const RowCounts& counts) {
  for (size_t i = 0; i < counts.size(); ++i) counts_[i] += counts[i];
}

void ScreenSummary::Print(std::ostream& out) const {
  uint64_t rows = errors_;
  std::vector<std::string> parts;
  for (size_t i = 0; i < counts_.size(); ++i) {
    rows += counts_[i];
    if (counts_[i] == 0) continue;
    parts.push_back(absl::StrCat(counts_[i], " ", NameOf(static_cast<ScreenDecision>(i))));
  }
  if (errors_ > 0) parts.push_back(absl::StrCat(errors_, errors_ == 1 ? " error" : " errors"));
  out << "decree: " << rows << (rows == 1 ? " row" : " rows") << (parts.empty() ? "" : ": ")
      << absl::StrJoin(parts, ", ") << "\n";
  std::vector<const Kind*> repeated;
  for (const auto& [key, kind] : kinds_) {
    if (kind.rows > kToldOfAKind) repeated.push_back(&kind);
  }
  std::sort(repeated.begin(), repeated.end(), [](const Kind* a, const Kind* b) {
    return std::pair(b->rows, a->first) < std::pair(a->rows, b->first);
  });
  for (const Kind* const kind : repeated) {
    out << "decree:   " << kind->rows << " rows (lines " << absl::StrJoin(kind->lines, ", ")
        << (kind->rows > kind->lines.size() ? " …" : "") << ") as this: " << Visible(kind->first)
        << "\n";
  }
}

}  // namespace decree::tools
