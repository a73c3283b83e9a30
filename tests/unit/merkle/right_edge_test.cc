#include "core/merkle/right_edge.h"

#include <gtest/gtest.h>

#include <map>
#include <utility>

#include "core/merkle/proof.h"
#include "tests/unit/merkle/naive_tree.h"

namespace decree {
namespace {

TEST(RightEdgeTest, GivesTheRootsOfCertificateTransparency) {
  Sha256 sha;
  RightEdge edge;
  EXPECT_EQ(edge.Root(sha), EmptyRoot());
  for (size_t i = 0; i < CtRecords().size(); ++i) {
    edge.Append(sha, sha.Leaf(CtRecords()[i]), 0, nullptr);
    EXPECT_EQ(ToHex(edge.Root(sha)), CtRoots()[i]) << "size " << i + 1;
  }
}

TEST(RightEdgeTest, EqualsTheNaiveRootAtEverySize) {
  Sha256 sha;
  const std::vector<Hash256> leaves = NumberedLeaves(300);
  RightEdge edge;
  for (size_t i = 0; i < leaves.size(); ++i) {
    edge.Append(sha, leaves[i], 0, nullptr);
    ASSERT_EQ(edge.Root(sha), NaiveRoot(absl::MakeSpan(leaves).subspan(0, i + 1)));
  }
}

TEST(RightEdgeTest, ReportsEveryCompletedNodeOnceAndCanBeRestored) {
  Sha256 sha;
  const std::vector<Hash256> leaves = NumberedLeaves(130);
  RightEdge edge;
  std::map<std::pair<uint32_t, uint64_t>, Hash256> nodes;
  for (size_t size = 1; size <= leaves.size(); ++size) {
    std::vector<TreeNode> completed;
    edge.Append(sha, leaves[size - 1], 0, &completed);
    for (const TreeNode& node : completed) {
      EXPECT_TRUE(nodes.emplace(std::pair(node.level, node.index), node.hash).second);
      const auto covered =
          absl::MakeSpan(leaves).subspan(node.index << node.level, size_t{1} << node.level);
      EXPECT_EQ(node.hash, NaiveRoot(covered));
    }
    std::vector<Hash256> roots;
    for (const TreeNode& node : EdgeNodes(size)) {
      roots.push_back(nodes.at({node.level, node.index}));
    }
    EXPECT_EQ(RightEdge(size, roots).Root(sha), edge.Root(sha));
  }
}

TEST(RightEdgeTest, LevelMinLeavesOutTheLowerNodes) {
  Sha256 sha;
  RightEdge edge;
  std::vector<TreeNode> completed;
  for (const Hash256& leaf : NumberedLeaves(64)) edge.Append(sha, leaf, 4, &completed);
  EXPECT_EQ(completed.size(), 4u + 2u + 1u);
}

TEST(RightEdgeTest, IsThatOfItsLastLeafsProof) {
  Sha256 sha;
  const std::vector<Hash256> leaves = NumberedLeaves(131);
  const NodeReader read = [&](uint32_t level, uint64_t index) -> absl::StatusOr<Hash256> {
    return NaiveRoot(absl::MakeSpan(leaves).subspan(index << level, size_t{1} << level));
  };
  for (size_t size = 1; size < leaves.size(); ++size) {
    const auto proof = InclusionProof(size - 1, size, read);
    ASSERT_TRUE(proof.ok());
    auto edge = EdgeFromLastLeaf(size, leaves[size - 1], *proof);
    ASSERT_TRUE(edge.ok()) << size;
    EXPECT_EQ(edge->Root(sha), NaiveRoot(absl::MakeSpan(leaves).subspan(0, size)));
    edge->Append(sha, leaves[size], 0, nullptr);
    EXPECT_EQ(edge->Root(sha), NaiveRoot(absl::MakeSpan(leaves).subspan(0, size + 1)));
    std::vector<Hash256> longer = *proof;
    longer.push_back(leaves[0]);
    EXPECT_FALSE(EdgeFromLastLeaf(size, leaves[size - 1], longer).ok());
  }
  EXPECT_FALSE(EdgeFromLastLeaf(0, leaves[0], {}).ok());
}

}  // namespace
}  // namespace decree
