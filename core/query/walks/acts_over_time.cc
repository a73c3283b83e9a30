#include "core/query/walks/acts_over_time.h"

#include "core/model/edtf_date.h"

namespace decree {

template <typename Visit>
void ActsOverTime::ForEachNode(const Stretch& stretch, Visit visit) {
  const size_t leaves = boundaries_.size() + 1;
  size_t first = stretch.from == kAxisMin ? leaves : Leaf(stretch.from);
  size_t end = stretch.before == kAxisMax ? 2 * leaves : Leaf(stretch.before);
  for (; first < end; first /= 2, end /= 2) {
    if (first % 2 == 1) visit(nodes_[first++]);
    if (end % 2 == 1) visit(nodes_[--end]);
  }
}

void ActsOverTime::Insert(uint32_t act, const Stretch& stretch) {
  ForEachNode(stretch, [&](std::vector<Group>& groups) {
    auto group = std::find_if(groups.begin(), groups.end(), [&](const Group& one) {
      return one.facet == stretch.facet && one.effect == stretch.effect;
    });
    if (group == groups.end()) {
      groups.push_back({stretch.facet, stretch.effect, {}});
      group = groups.end() - 1;
    }
    group->acts.insert(act);
  });
}

void ActsOverTime::Erase(uint32_t act, const Stretch& stretch) {
  ForEachNode(stretch, [&](std::vector<Group>& groups) {
    for (Group& group : groups) {
      if (group.facet == stretch.facet && group.effect == stretch.effect) group.acts.erase(act);
    }
  });
}

}  // namespace decree
