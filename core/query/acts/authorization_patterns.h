// What authorizations were ever given to authorize by a pattern, found by the measure: its name is
// held against the patterns that begin or end as it does, and against each of them once.
#ifndef DECREE_CORE_QUERY_ACTS_AUTHORIZATION_PATTERNS_H_
#define DECREE_CORE_QUERY_ACTS_AUTHORIZATION_PATTERNS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "core/query/acts/pattern_index.h"
#include "core/query/acts/visible_acts.h"

namespace decree {

// Not safe for concurrent use.
class AuthorizationPatterns {
 public:
  // Some authorization's event names the measure.
  struct Fit {
    size_t giver = 0;  // for SlugsOf
    uint64_t position = 0;
  };

  // Takes in what one event gives; in the order of positions. Patterns without * or ? are passed
  // over.
  void Add(uint64_t position, const std::string& giver, const std::vector<std::string>& patterns);

  // Of all that was taken in, by position. The reference is valid until more is taken in or another
  // measure is asked for.
  const std::vector<Fit>& Fitting(absl::string_view slug);
  // The authorizations among them that the view filter records, in the order in which it first
  // records patterns of theirs.
  std::vector<std::string> SlugsOf(const std::vector<Fit>& fits, const ViewFilter& filter) const;

  // Up to which position events were taken in; kept by the caller.
  uint64_t read_through = 0;
  // How often a name was held against a pattern.
  uint64_t tried() const { return tried_; }

 private:
  struct Giver {
    std::string slug;
    std::vector<uint64_t> positions;
  };

  PatternMap<Fit> patterns_;
  absl::flat_hash_map<std::string, size_t> giver_of_slug_;
  std::vector<Giver> givers_;
  absl::flat_hash_map<std::string, std::vector<Fit>> fitting_;  // of measures asked for
  size_t fits_kept_ = 0;
  uint64_t tried_ = 0;
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_ACTS_AUTHORIZATION_PATTERNS_H_
