// Many slug patterns (* and ?), to be asked whether any of them matches: a slug is held against
// those alone whose text before the first wildcard it starts with, or, where there is none, whose
// text after the last one it ends with.
#ifndef DECREE_CORE_QUERY_PATTERN_INDEX_H_
#define DECREE_CORE_QUERY_PATTERN_INDEX_H_

#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"

namespace decree {

// Safe for concurrent reading.
class PatternIndex {
 public:
  void Add(const std::string& pattern);
  bool Matches(absl::string_view slug) const;

 private:
  using Patterns = absl::flat_hash_set<std::string>;
  absl::flat_hash_map<std::string, Patterns> by_start_;  // never under ""
  absl::flat_hash_map<std::string, Patterns> by_end_;    // of those that start with a wildcard
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_PATTERN_INDEX_H_
