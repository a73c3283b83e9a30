#include "core/merkle/right_edge.h"

#include <bit>
#include <utility>

#include "core/base/assert.h"

namespace decree {

RightEdge::RightEdge(uint64_t size, std::vector<Hash256> subtree_roots)
    : size_(size), roots_(std::move(subtree_roots)) {
  DECREE_ASSERT(roots_.size() == static_cast<size_t>(std::popcount(size)));
}

void RightEdge::Append(Sha256& sha, const Hash256& leaf, uint32_t level_min,
                       std::vector<TreeNode>* completed) {
  Hash256 hash = leaf;
  uint64_t index = size_;
  uint32_t level = 0;
  if (completed != nullptr && level_min == 0) completed->push_back({level, index, hash});
  // Every trailing one bit of the old size is a subtree that this leaf completes a sibling of.
  while ((index & 1) == 1) {
    hash = sha.Node(roots_.back(), hash);
    roots_.pop_back();
    index >>= 1;
    ++level;
    if (completed != nullptr && level >= level_min) completed->push_back({level, index, hash});
  }
  roots_.push_back(hash);
  ++size_;
}

Hash256 RightEdge::Root(Sha256& sha) const {
  if (roots_.empty()) return EmptyRoot();
  Hash256 root = roots_.back();
  for (size_t i = roots_.size() - 1; i-- > 0;) root = sha.Node(roots_[i], root);
  return root;
}

std::vector<TreeNode> EdgeNodes(uint64_t size) {
  std::vector<TreeNode> nodes;
  uint64_t begin = 0;
  for (uint32_t level = 64; level-- > 0;) {
    const uint64_t width = uint64_t{1} << level;
    if ((size & width) == 0) continue;
    nodes.push_back({level, begin >> level, {}});
    begin += width;
  }
  return nodes;
}

absl::StatusOr<RightEdge> EdgeFromLastLeaf(uint64_t size, const Hash256& last_leaf,
                                           absl::Span<const Hash256> proof) {
  const auto below = static_cast<size_t>(size == 0 ? 0 : std::countr_zero(size));
  const auto subtrees = static_cast<size_t>(std::popcount(size));
  if (size == 0 || proof.size() != below + subtrees - 1) {
    return absl::InvalidArgumentError("the proof is not that of the last leaf");
  }
  Sha256 sha;
  Hash256 smallest = last_leaf;
  for (const Hash256& sibling : proof.first(below)) smallest = sha.Node(sibling, smallest);
  std::vector<Hash256> roots(proof.rbegin(), proof.rend() - static_cast<ptrdiff_t>(below));
  roots.push_back(smallest);
  return RightEdge(size, std::move(roots));
}

}  // namespace decree
