#include "core/query/fold/acts_by_edge.h"

#include <algorithm>

namespace decree {

ActsByEdge::ActsByEdge(std::vector<int64_t> edges) : edges_(std::move(edges)) {
  std::sort(edges_.begin(), edges_.end());
  edges_.erase(std::unique(edges_.begin(), edges_.end()), edges_.end());
  while (leaves_ < edges_.size()) leaves_ *= 2;
  newest_.assign(2 * leaves_, -1);
}

void ActsByEdge::Put(int64_t edge, int act) {
  acts_.insert({RankOf(edge), act});
  SetNewest(RankOf(edge));
}

void ActsByEdge::Remove(int64_t edge, int act) {
  if (acts_.erase({RankOf(edge), act}) != 0) SetNewest(RankOf(edge));
}

int ActsByEdge::NewestIn(int64_t first, int64_t end) const {
  int newest = -1;
  size_t a = RankOf(first) + leaves_, b = RankOf(end) + leaves_;
  for (; a < b; a /= 2, b /= 2) {
    if ((a & 1u) != 0) newest = std::max(newest, newest_[a++]);
    if ((b & 1u) != 0) newest = std::max(newest, newest_[--b]);
  }
  return newest;
}

int ActsByEdge::NewestAtEarliest(int64_t first, int act_min) const {
  size_t at = RankOf(first) + leaves_;
  if (at >= 2 * leaves_) return -1;
  // Up to the first subtree to the right that holds one, then down into it.
  while (newest_[at] < act_min) {
    while ((at & 1u) != 0) at /= 2;
    if (at == 0) return -1;
    ++at;
  }
  while (at < leaves_) {
    at *= 2;
    if (newest_[at] < act_min) ++at;
  }
  return newest_[at];
}

int ActsByEdge::LatestBefore(int64_t end) const {
  const auto after = acts_.lower_bound({RankOf(end), -1});
  return after == acts_.begin() ? -1 : std::prev(after)->second;
}

bool ActsByEdge::AreSeveralIn(int64_t first, int64_t end) const {
  auto act = acts_.lower_bound({RankOf(first), -1});
  const size_t end_rank = RankOf(end);
  return act != acts_.end() && ++act != acts_.end() && act->first < end_rank;
}

size_t ActsByEdge::RankOf(int64_t edge) const {
  return static_cast<size_t>(std::lower_bound(edges_.begin(), edges_.end(), edge) - edges_.begin());
}

void ActsByEdge::SetNewest(size_t rank) {
  const auto after = acts_.lower_bound({rank + 1, -1});
  const bool is_any = after != acts_.begin() && std::prev(after)->first == rank;
  size_t at = rank + leaves_;
  newest_[at] = is_any ? std::prev(after)->second : -1;
  for (at /= 2; at > 0; at /= 2) newest_[at] = std::max(newest_[2 * at], newest_[2 * at + 1]);
}

}  // namespace decree
