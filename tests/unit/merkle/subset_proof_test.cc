#include "core/merkle/subset_proof.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/unit/merkle/naive_tree.h"

namespace decree {
namespace {

class SubsetProofTest : public testing::Test {
 protected:
  SubsetProofTest() : leaves_(NumberedLeaves(130)) {}

  NodeReader Reader() const {
    return [this](uint32_t level, uint64_t index) -> absl::StatusOr<Hash256> {
      return NaiveRoot(absl::MakeSpan(leaves_).subspan(index << level, size_t{1} << level));
    };
  }
  Hash256 Root(size_t size) const { return NaiveRoot(absl::MakeSpan(leaves_).subspan(0, size)); }
  std::vector<IndexedLeaf> Named(const std::vector<uint64_t>& indexes) const {
    std::vector<IndexedLeaf> named;
    for (const uint64_t index : indexes) named.push_back({index, leaves_[index]});
    return named;
  }
  // Some of the leaves below `size`, ascending.
  std::vector<uint64_t> Draw(size_t size) {
    std::vector<uint64_t> indexes;
    const uint32_t share = random_() % 8;
    for (size_t i = 0; i < size; ++i) {
      if (random_() % 8 < share) indexes.push_back(i);
    }
    return indexes;
  }

  const std::vector<Hash256> leaves_;
  std::mt19937 random_{7};
};

TEST_F(SubsetProofTest, AnySetAtEverySize) {
  for (size_t size = 0; size <= leaves_.size(); ++size) {
    for (int draw = 0; draw < 4; ++draw) {
      const std::vector<uint64_t> indexes = Draw(size);
      const auto proof = SubsetProof(indexes, size, Reader());
      ASSERT_TRUE(proof.ok());
      EXPECT_TRUE(VerifySubset(Named(indexes), size, *proof, Root(size)).ok()) << size;
    }
  }
}

TEST_F(SubsetProofTest, OfOneLeafHoldsTheHashesOfItsInclusionProof) {
  for (const size_t size : {1u, 5u, 64u, 99u}) {
    for (uint64_t leaf = 0; leaf < size; ++leaf) {
      auto one = *SubsetProof({leaf}, size, Reader());
      auto path = *InclusionProof(leaf, size, Reader());
      std::sort(one.begin(), one.end());
      std::sort(path.begin(), path.end());
      EXPECT_EQ(one, path);
    }
  }
}

TEST_F(SubsetProofTest, AnyChangeIsRefused) {
  for (const size_t size : {2u, 9u, 100u}) {
    std::vector<uint64_t> set = {size / 2};
    if (size > 2) set = {0, size / 2, size - 1};
    const auto proof = *SubsetProof(set, size, Reader());
    const auto refused = [&](const std::vector<IndexedLeaf>& named, size_t claimed,
                             const std::vector<Hash256>& hashes) {
      EXPECT_FALSE(VerifySubset(named, claimed, hashes, Root(size)).ok());
    };
    for (size_t i = 0; i < set.size(); ++i) {
      std::vector<IndexedLeaf> named = Named(set);
      named[i].hash[31] ^= 1;
      refused(named, size, proof);
      named = Named(set);
      named.erase(named.begin() + static_cast<ptrdiff_t>(i));
      refused(named, size, proof);
    }
    for (size_t i = 0; i < proof.size(); ++i) {
      std::vector<Hash256> hashes = proof;
      hashes[i][0] ^= 0x80;
      refused(Named(set), size, hashes);
      hashes = proof;
      hashes.erase(hashes.begin() + static_cast<ptrdiff_t>(i));
      refused(Named(set), size, hashes);
    }
    std::vector<Hash256> longer = proof;
    longer.push_back(leaves_[0]);
    refused(Named(set), size, longer);
    refused(Named(set), size - 1, proof);
    refused({{set[0], leaves_[set[0]]}, {set[0], leaves_[set[0]]}}, size, proof);
  }
}

TEST_F(SubsetProofTest, OfNoTreeAndOfNoLeaves) {
  EXPECT_TRUE(SubsetProof({}, 0, Reader())->empty());
  EXPECT_TRUE(VerifySubset({}, 0, {}, EmptyRoot()).ok());
  EXPECT_FALSE(VerifySubset({}, 0, {}, Root(1)).ok());
  EXPECT_FALSE(VerifySubset({}, 0, {EmptyRoot()}, EmptyRoot()).ok());
  EXPECT_FALSE(VerifySubset(Named({0}), 0, {}, EmptyRoot()).ok());
  // A tree without any of its leaves named: its root is the proof.
  const auto proof = *SubsetProof({}, 100, Reader());
  EXPECT_EQ(proof, std::vector<Hash256>{Root(100)});
  EXPECT_TRUE(VerifySubset({}, 100, proof, Root(100)).ok());
  EXPECT_FALSE(VerifySubset({}, 100, {}, Root(100)).ok());
  EXPECT_FALSE(VerifySubset({}, 100, {Root(99)}, Root(100)).ok());
}

TEST_F(SubsetProofTest, NoProofOfLeavesThatDoNotAscendOrLieBeyondTheTree) {
  for (const std::vector<uint64_t>& astray :
       {std::vector<uint64_t>{3, 3}, {4, 3}, {0, 5, 2}, {100}, {5, 101}}) {
    EXPECT_EQ(SubsetProof(astray, 100, Reader()).status().code(),
              absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(VerifySubset(Named(astray), 100, {}, Root(100)).code(),
              absl::StatusCode::kInvalidArgument);
  }
}

TEST_F(SubsetProofTest, AProofCutAnywhereIsTooShort) {
  const std::vector<uint64_t> set = {0, 17, 18, 64, 98};
  const auto proof = *SubsetProof(set, 99, Reader());
  for (size_t kept = 0; kept < proof.size(); ++kept) {
    const std::vector<Hash256> cut(proof.begin(), proof.begin() + static_cast<ptrdiff_t>(kept));
    const absl::Status status = VerifySubset(Named(set), 99, cut, Root(99));
    EXPECT_NE(status.message().find("is too short"), absl::string_view::npos) << kept;
  }
}

TEST_F(SubsetProofTest, ANodeThatDoesNotReadStopsIt) {
  int reads = 0, failing = 0;
  const NodeReader read = [&](uint32_t level, uint64_t index) -> absl::StatusOr<Hash256> {
    if (++reads == failing) return absl::DataLossError("it is missing");
    return Reader()(level, index);
  };
  for (const std::vector<uint64_t>& set : {std::vector<uint64_t>{}, {0}, {98}, {3, 50, 51}}) {
    for (failing = 1;; ++failing) {
      reads = 0;
      const absl::StatusCode code = SubsetProof(set, 99, read).status().code();
      if (reads < failing) break;
      EXPECT_EQ(code, absl::StatusCode::kDataLoss) << failing;
    }
    EXPECT_GE(failing, 4);
  }
}

TEST_F(SubsetProofTest, HugeSizesAndIndexesCostLittle) {
  EXPECT_FALSE(VerifySubset({{UINT64_MAX - 1, leaves_[0]}}, UINT64_MAX, {}, leaves_[0]).ok());
  EXPECT_FALSE(VerifySubset({{5, leaves_[0]}}, uint64_t{1} << 62, {leaves_[1]}, leaves_[0]).ok());
  EXPECT_FALSE(VerifySubset({{5, leaves_[0]}}, 5, {}, leaves_[0]).ok());
}

}  // namespace
}  // namespace decree
