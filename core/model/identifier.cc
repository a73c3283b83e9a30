#include "core/model/identifier.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "core/model/limits.h"

namespace decree {
namespace {

bool IsTailCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '_' || c == ':' ||
         c == '/' || c == '-';
}

}  // namespace

bool IsIdentifier(absl::string_view text) {
  if (text.empty() || text.size() > kIdBytesMax) return false;
  if (!absl::ascii_isalnum(static_cast<unsigned char>(text.front()))) return false;
  return std::all_of(text.begin(), text.end(), IsTailCharacter);
}

bool IsIdentifierGlob(absl::string_view text) {
  if (text.empty() || text.size() > kIdBytesMax) return false;
  const char first = text.front();
  if (first != '*' && !absl::ascii_isalnum(static_cast<unsigned char>(first))) return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c == '*' || IsTailCharacter(c); });
}

size_t EditDistance(absl::string_view a, absl::string_view b) {
  constexpr size_t kLengthMax = 64;  // field names and words; longer text is never "close"
  if (a.size() > kLengthMax || b.size() > kLengthMax) return kLengthMax;
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const bool same = absl::ascii_tolower(static_cast<unsigned char>(a[i - 1])) ==
                        absl::ascii_tolower(static_cast<unsigned char>(b[j - 1]));
      const size_t changed = diagonal + (same ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
    }
  }
  return row[b.size()];
}

}  // namespace decree
