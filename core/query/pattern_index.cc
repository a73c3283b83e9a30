#include "core/query/pattern_index.h"

#include <algorithm>

#include "core/query/measure_state.h"

namespace decree {
namespace {

constexpr char kWildcards[] = "*?";

template <typename Patterns>
bool MatchesOneOf(const Patterns& patterns, absl::string_view slug) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [slug](const std::string& pattern) { return MatchesGlob(pattern, slug); });
}

}  // namespace

void PatternIndex::Add(const std::string& pattern) {
  const std::string start = pattern.substr(0, pattern.find_first_of(kWildcards));
  if (!start.empty()) {
    by_start_[start].insert(pattern);
    return;
  }
  const size_t last = pattern.find_last_of(kWildcards);
  by_end_[last == std::string::npos ? "" : pattern.substr(last + 1)].insert(pattern);
}

bool PatternIndex::Matches(absl::string_view slug) const {
  for (size_t length = 1; length <= slug.size() && !by_start_.empty(); ++length) {
    const auto found = by_start_.find(slug.substr(0, length));
    if (found != by_start_.end() && MatchesOneOf(found->second, slug)) return true;
  }
  for (size_t length = 0; length <= slug.size() && !by_end_.empty(); ++length) {
    const auto found = by_end_.find(slug.substr(slug.size() - length));
    if (found != by_end_.end() && MatchesOneOf(found->second, slug)) return true;
  }
  return false;
}

}  // namespace decree
