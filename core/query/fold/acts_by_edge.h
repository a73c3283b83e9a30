// Acts by an edge of theirs (a start, an end) that may move: which one an `extended` or `postponed`
// moves is asked of it (movers.h).
#ifndef DECREE_CORE_QUERY_FOLD_ACTS_BY_EDGE_H_
#define DECREE_CORE_QUERY_FOLD_ACTS_BY_EDGE_H_

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/container/btree_set.h"

namespace decree {

// Acts are numbers, from 0 on, the higher the newer. Every call but the first costs log n.
class ActsByEdge {
 public:
  // `edges`: all that an act may ever be put at, in any order.
  explicit ActsByEdge(std::vector<int64_t> edges);

  void Put(int64_t edge, int act);
  void Remove(int64_t edge, int act);
  // The newest act whose edge is in [first, end); -1: none is.
  int NewestIn(int64_t first, int64_t end) const;
  // The first edge at or after `first` whose newest act is `act_min` or newer: that act; -1: none.
  int NewestAtEarliest(int64_t first, int act_min) const;
  // The act with the latest edge before `end`, of several the newest; -1: there is none.
  int LatestBefore(int64_t end) const;
  // Whether two acts or more have an edge in [first, end).
  bool AreSeveralIn(int64_t first, int64_t end) const;

 private:
  size_t RankOf(int64_t edge) const;
  void SetNewest(size_t rank);

  std::vector<int64_t> edges_;
  size_t leaves_ = 1;
  std::vector<int> newest_;  // a tree over the ranks of the edges; -1: no act
  absl::btree_set<std::pair<size_t, int>> acts_;
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_FOLD_ACTS_BY_EDGE_H_
