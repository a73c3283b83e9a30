// The acts of a list by what they do over time: any instant can be asked for, in any order, while
// acts come and go. Each lies on the stretches between two boundaries during which it does the
// same, in a tree over these, so that every step costs the logarithm of their number.
#ifndef DECREE_CORE_QUERY_WALKS_ACTS_OVER_TIME_H_
#define DECREE_CORE_QUERY_WALKS_ACTS_OVER_TIME_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/container/btree_set.h"

namespace decree {

class ActsOverTime {
 public:
  // `boundaries`: ascending, each once; no act does something else at another instant.
  explicit ActsOverTime(std::vector<int64_t> boundaries)
      : boundaries_(std::move(boundaries)), nodes_(2 * (boundaries_.size() + 1)) {}

  // From one boundary to before another; kAxisMin and kAxisMax: without end.
  struct Stretch {
    int64_t from = 0, before = 0;
    uint32_t facet = 0;   // acts of one facet are not seen by another
    uint32_t effect = 0;  // what the act does there
  };
  void Insert(uint32_t act, const Stretch& stretch);
  void Erase(uint32_t act, const Stretch& stretch);

  struct Found {
    int64_t act = -1;  // -1: none
    uint32_t effect = 0;
  };
  // The last act below `end` that does something at the instant of which `changes` approves.
  template <typename Changes>
  Found NewestBelow(int64_t civil_us, uint32_t facet, uint32_t end, Changes changes) const {
    Found newest;
    for (size_t node = Leaf(civil_us); node > 0; node /= 2) {
      for (const Group& group : nodes_[node]) {
        if (group.facet != facet || group.acts.empty() || !changes(group.effect)) continue;
        auto act = group.acts.lower_bound(end);
        if (act == group.acts.begin()) continue;
        --act;
        if (int64_t{*act} > newest.act) newest = {*act, group.effect};
      }
    }
    return newest;
  }

 private:
  // Of one effect on the stretch that a node stands for.
  struct Group {
    uint32_t facet = 0, effect = 0;
    absl::btree_set<uint32_t> acts;
  };

  size_t Leaf(int64_t civil_us) const {
    const auto after = std::upper_bound(boundaries_.begin(), boundaries_.end(), civil_us);
    return static_cast<size_t>(after - boundaries_.begin()) + boundaries_.size() + 1;
  }
  template <typename Visit>
  void ForEachNode(const Stretch& stretch, Visit visit);

  const std::vector<int64_t> boundaries_;
  std::vector<std::vector<Group>> nodes_;  // a tree over the stretches: children of i are 2i, 2i+1
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_WALKS_ACTS_OVER_TIME_H_
