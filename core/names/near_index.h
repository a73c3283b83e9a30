// Names that a name is nearly (core/names/near_name.h), found among many without comparing it with
// each: only those that share a key of a word are compared, the rarest keys first, and at most
// kNearComparedMax of them.
#ifndef DECREE_CORE_NAMES_NEAR_INDEX_H_
#define DECREE_CORE_NAMES_NEAR_INDEX_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "core/names/near_name.h"

namespace decree {

inline constexpr size_t kNearComparedMax = 2'000;

class NearIndex {
 public:
  // A name that is there already (as given) is not added again.
  void Add(const std::string& name);
  size_t size() const { return names_.size(); }

  struct Found {
    const std::string* name;  // as added; valid until the next Add
    int score = 0;            // kNearScoreMin to 99
  };
  // Of all texts that `given` counts as (the whole and its parts), each name with its best score;
  // none that folds as one of them, which is a match and not a near one. The nearest first, then by
  // name.
  std::vector<Found> Near(absl::string_view given) const;

 private:
  struct Named {
    std::string name, folded;
    NearName words;
  };
  void Compare(const std::string& folded, absl::flat_hash_map<uint32_t, int>& scores) const;

  std::vector<Named> names_;
  absl::flat_hash_set<std::string> known_;
  absl::flat_hash_map<std::string, std::vector<uint32_t>> by_key_;  // of names_
};

}  // namespace decree

#endif  // DECREE_CORE_NAMES_NEAR_INDEX_H_
