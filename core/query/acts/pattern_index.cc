#include "core/query/acts/pattern_index.h"

namespace decree {

bool MatchesGlob(absl::string_view pattern, absl::string_view text) {
  size_t p = 0, t = 0, star = absl::string_view::npos, retry = 0;
  while (t < text.size()) {
    if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t]) && pattern[p] != '*') {
      ++p;
      ++t;
    } else if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      retry = t;
    } else if (star != absl::string_view::npos) {
      p = star + 1;
      t = ++retry;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

PatternEnds EndsOf(const std::string& pattern) {
  constexpr char kWildcards[] = "*?";
  const size_t last = pattern.find_last_of(kWildcards);
  return {pattern.substr(0, pattern.find_first_of(kWildcards)),
          last == std::string::npos ? "" : pattern.substr(last + 1)};
}

}  // namespace decree
