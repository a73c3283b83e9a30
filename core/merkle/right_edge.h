// A RightEdge is all that is needed to append to an RFC 6962 tree: the roots of the complete
// subtrees that the leaves 0..size-1 fall into, the largest first (one for each set bit of size).
//
// A complete subtree is named by (level, index): it covers the leaves
// [index << level, (index + 1) << level). Leaves count from 0 here; a log's position is leaf + 1.
// Not safe for concurrent use.
//
// Example: after 6 leaves the edge holds (2, 0) and (1, 2); the root is node((2, 0), (1, 2)).
#ifndef DECREE_CORE_MERKLE_RIGHT_EDGE_H_
#define DECREE_CORE_MERKLE_RIGHT_EDGE_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "core/merkle/sha256.h"

namespace decree {

struct TreeNode {
  uint32_t level = 0;
  uint64_t index = 0;
  Hash256 hash{};
};

class RightEdge {
 public:
  RightEdge() = default;

  // Takes over the roots of the complete subtrees of a tree of `size` leaves, the largest first.
  // There must be as many as `size` has set bits.
  RightEdge(uint64_t size, std::vector<Hash256> subtree_roots);

  // Adds one leaf hash. Nodes of at least `level_min` that it completes are appended to `completed`
  // (nullptr: not wanted).
  void Append(Sha256& sha, const Hash256& leaf, uint32_t level_min,
              std::vector<TreeNode>* completed);

  Hash256 Root(Sha256& sha) const;
  uint64_t size() const { return size_; }

 private:
  uint64_t size_ = 0;
  std::vector<Hash256> roots_;
};

// The edge of a tree of `size` leaves, from its last leaf and that leaf's inclusion proof, which
// holds the roots of all the other subtrees. Errors: InvalidArgument when the proof is not of that
// length.
absl::StatusOr<RightEdge> EdgeFromLastLeaf(uint64_t size, const Hash256& last_leaf,
                                           absl::Span<const Hash256> proof);

// The names of the complete subtrees of a tree of `size` leaves, the largest first (hashes are
// zero).
std::vector<TreeNode> EdgeNodes(uint64_t size);

}  // namespace decree

#endif  // DECREE_CORE_MERKLE_RIGHT_EDGE_H_
