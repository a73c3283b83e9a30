#include "core/merkle/proof.h"

#include <gtest/gtest.h>

#include "tests/unit/merkle/naive_tree.h"

namespace decree {
namespace {

constexpr size_t kLeavesMax = 130;

class ProofTest : public testing::Test {
 protected:
  ProofTest() : leaves_(NumberedLeaves(kLeavesMax)) {
    for (size_t size = 0; size <= kLeavesMax; ++size) {
      roots_.push_back(NaiveRoot(absl::MakeSpan(leaves_).subspan(0, size)));
    }
    read_ = [this](uint32_t level, uint64_t index) -> absl::StatusOr<Hash256> {
      return NaiveRoot(absl::MakeSpan(leaves_).subspan(index << level, size_t{1} << level));
    };
  }

  std::vector<Hash256> leaves_;
  std::vector<Hash256> roots_;
  NodeReader read_;
};

TEST_F(ProofTest, TreeRootAtEverySize) {
  for (size_t size = 0; size <= kLeavesMax; ++size) EXPECT_EQ(*TreeRoot(size, read_), roots_[size]);
}

TEST_F(ProofTest, InclusionOfEveryLeafAtEverySize) {
  for (size_t size = 1; size <= kLeavesMax; ++size) {
    for (size_t leaf = 0; leaf < size; ++leaf) {
      const auto proof = InclusionProof(leaf, size, read_);
      ASSERT_TRUE(proof.ok());
      ASSERT_TRUE(VerifyInclusion(leaves_[leaf], leaf, size, *proof, roots_[size]).ok());
    }
  }
}

TEST_F(ProofTest, InclusionFailsForAnyOtherClaim) {
  for (size_t size : {1u, 2u, 7u, 64u, 101u}) {
    for (size_t leaf = 0; leaf < size; ++leaf) {
      const auto proof = *InclusionProof(leaf, size, read_);
      const auto code = [&](size_t claimed, const std::vector<Hash256>& path, const Hash256& root) {
        return VerifyInclusion(leaves_[leaf], claimed, size, path, root).code();
      };
      if (size > 1) {
        EXPECT_EQ(code((leaf + 1) % size, proof, roots_[size]), absl::StatusCode::kInvalidArgument);
      }
      EXPECT_EQ(code(leaf, proof, roots_[size - 1]), absl::StatusCode::kInvalidArgument);
      std::vector<Hash256> longer = proof;
      longer.push_back(roots_[1]);
      EXPECT_EQ(code(leaf, longer, roots_[size]), absl::StatusCode::kInvalidArgument);
      for (size_t i = 0; i < proof.size(); ++i) {
        std::vector<Hash256> bent = proof;
        bent[i][31] ^= 1;
        EXPECT_EQ(code(leaf, bent, roots_[size]), absl::StatusCode::kInvalidArgument);
      }
      if (!proof.empty()) {
        std::vector<Hash256> shorter(proof.begin(), proof.end() - 1);
        EXPECT_EQ(code(leaf, shorter, roots_[size]), absl::StatusCode::kInvalidArgument);
      }
    }
  }
  EXPECT_EQ(InclusionProof(5, 5, read_).status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(VerifyInclusion(leaves_[5], 5, 5, {}, roots_[5]).code(), absl::StatusCode::kOutOfRange);
}

TEST_F(ProofTest, ConsistencyOfEveryPairOfSizes) {
  for (size_t second = 0; second <= kLeavesMax; ++second) {
    for (size_t first = 0; first <= second; ++first) {
      const auto proof = ConsistencyProof(first, second, read_);
      ASSERT_TRUE(proof.ok());
      ASSERT_TRUE(VerifyConsistency(first, second, *proof, roots_[first], roots_[second]).ok())
          << first << " " << second;
    }
  }
}

TEST_F(ProofTest, ConsistencyFailsForAnyOtherClaim) {
  for (size_t second : {3u, 8u, 65u}) {
    for (size_t first = 1; first < second; ++first) {
      const auto proof = *ConsistencyProof(first, second, read_);
      const auto code = [&](const std::vector<Hash256>& path, const Hash256& a, const Hash256& b) {
        return VerifyConsistency(first, second, path, a, b).code();
      };
      Hash256 wrong = roots_[first];
      wrong[0] ^= 1;
      EXPECT_EQ(code(proof, wrong, roots_[second]), absl::StatusCode::kInvalidArgument);
      EXPECT_EQ(code(proof, roots_[first], wrong), absl::StatusCode::kInvalidArgument);
      for (size_t i = 0; i < proof.size(); ++i) {
        std::vector<Hash256> bent = proof;
        bent[i][0] ^= 1;
        EXPECT_EQ(code(bent, roots_[first], roots_[second]), absl::StatusCode::kInvalidArgument);
      }
      EXPECT_EQ(code({}, roots_[first], roots_[second]), absl::StatusCode::kInvalidArgument);
    }
  }
  EXPECT_EQ(ConsistencyProof(3, 2, read_).status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(VerifyConsistency(3, 2, {}, roots_[3], roots_[2]).code(),
            absl::StatusCode::kOutOfRange);
  EXPECT_EQ(VerifyConsistency(0, 2, {}, roots_[1], roots_[2]).code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(VerifyConsistency(2, 2, {}, roots_[1], roots_[2]).code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(ProofTest, AConsistencyProofOfAnotherLengthIsRefused) {
  for (size_t second = 0; second <= 70; ++second) {
    for (size_t first = 0; first <= second; ++first) {
      const auto proof = *ConsistencyProof(first, second, read_);
      const auto code = [&](const std::vector<Hash256>& path) {
        return VerifyConsistency(first, second, path, roots_[first], roots_[second]).code();
      };
      std::vector<Hash256> longer = proof;
      longer.push_back(roots_[1]);
      ASSERT_EQ(code(longer), absl::StatusCode::kInvalidArgument) << first << " " << second;
      if (proof.empty()) continue;
      ASSERT_EQ(code({proof.begin(), proof.end() - 1}), absl::StatusCode::kInvalidArgument)
          << first << " " << second;
      ASSERT_EQ(code({proof.begin() + 1, proof.end()}), absl::StatusCode::kInvalidArgument)
          << first << " " << second;
    }
  }
}

// A proof that is sound for a smaller tree, and its root, do not pass for a tree with more levels:
// here the hashes fit, and only their number does not.
TEST_F(ProofTest, TheRootOfASmallerTreeIsNotThatOfALargerOne) {
  for (const size_t size : {1u, 2u, 4u, 32u}) {
    const auto path = *InclusionProof(0, size, read_);
    const auto growth = *ConsistencyProof(1, size, read_);
    for (const size_t claimed : {size + 1, 2 * size + 1, 4 * size}) {
      EXPECT_EQ(VerifyInclusion(leaves_[0], 0, claimed, path, roots_[size]).code(),
                absl::StatusCode::kInvalidArgument);
      EXPECT_EQ(VerifyConsistency(1, claimed, growth, roots_[1], roots_[size]).code(),
                absl::StatusCode::kInvalidArgument);
    }
  }
}

// Whichever of the nodes does not read, no proof and no root is made without it.
TEST_F(ProofTest, ANodeThatDoesNotReadStopsEveryProof) {
  int reads = 0, failing = 0;
  const NodeReader failing_read = [&](uint32_t level, uint64_t index) -> absl::StatusOr<Hash256> {
    if (++reads == failing) return absl::DataLossError("it is missing");
    return read_(level, index);
  };
  const auto fails_at_each = [&](const auto& make) {
    for (failing = 1;; ++failing) {
      reads = 0;
      const absl::StatusCode code = make().code();
      if (reads < failing) {
        EXPECT_EQ(code, absl::StatusCode::kOk);
        return failing - 1;
      }
      EXPECT_EQ(code, absl::StatusCode::kDataLoss) << failing;
    }
  };
  EXPECT_EQ(fails_at_each([&] { return TreeRoot(111, failing_read).status(); }), 6);
  int places = 0;
  for (const size_t leaf : {0u, 50u, 96u, 110u}) {
    places += fails_at_each([&] { return InclusionProof(leaf, 111, failing_read).status(); });
  }
  for (const size_t first : {1u, 64u, 100u, 110u}) {
    places += fails_at_each([&] { return ConsistencyProof(first, 111, failing_read).status(); });
  }
  EXPECT_GT(places, 40);
}

}  // namespace
}  // namespace decree
