// Many slug patterns (* and ?), to be asked which of them match: a slug is held against those alone
// whose text before the first wildcard it starts with, or, where there is none, whose text after
// the last one it ends with.
#ifndef DECREE_CORE_QUERY_ACTS_PATTERN_INDEX_H_
#define DECREE_CORE_QUERY_ACTS_PATTERN_INDEX_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"

namespace decree {

// Slug patterns: * any run of characters, ? one character.
bool MatchesGlob(absl::string_view pattern, absl::string_view text);

// What a pattern without wildcards or with one says of where slugs that match it start and end.
struct PatternEnds {
  std::string start;  // before the first wildcard
  std::string end;    // after the last one
};
PatternEnds EndsOf(const std::string& pattern);

// Patterns with a value each. Safe for concurrent reading.
template <typename Value>
class PatternMap {
 public:
  void Add(const std::string& pattern, Value value) {
    PatternEnds ends = EndsOf(pattern);
    Patterns& patterns = ends.start.empty() ? by_end_[ends.end] : by_start_[ends.start];
    patterns.emplace_back(pattern, std::move(value));
  }

  // Calls `visit` with the value of each pattern that matches, until it gives false. Returns how
  // many patterns the slug was held against.
  template <typename Visit>
  size_t VisitMatching(absl::string_view slug, Visit visit) const {
    size_t tried = 0;
    const auto go_on = [&](const ByText& by_text, absl::string_view text) {
      const auto found = by_text.find(text);
      if (found == by_text.end()) return true;
      for (const auto& [pattern, value] : found->second) {
        ++tried;
        if (MatchesGlob(pattern, slug) && !visit(value)) return false;
      }
      return true;
    };
    for (size_t length = 1; length <= slug.size() && !by_start_.empty(); ++length) {
      if (!go_on(by_start_, slug.substr(0, length))) return tried;
    }
    for (size_t length = 0; length <= slug.size() && !by_end_.empty(); ++length) {
      if (!go_on(by_end_, slug.substr(slug.size() - length))) return tried;
    }
    return tried;
  }

 private:
  using Patterns = std::vector<std::pair<std::string, Value>>;
  using ByText = absl::flat_hash_map<std::string, Patterns>;
  ByText by_start_;  // never under ""
  ByText by_end_;    // of those that start with a wildcard
};

// Whether any of many patterns matches. Safe for concurrent reading.
class PatternIndex {
 public:
  void Add(const std::string& pattern) {
    if (known_.insert(pattern).second) patterns_.Add(pattern, true);
  }
  bool Matches(absl::string_view slug) const {
    bool matches = false;
    patterns_.VisitMatching(slug, [&matches](bool) {
      matches = true;
      return false;
    });
    return matches;
  }

 private:
  absl::flat_hash_set<std::string> known_;
  PatternMap<bool> patterns_;
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_ACTS_PATTERN_INDEX_H_
