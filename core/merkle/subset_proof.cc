#include "core/merkle/subset_proof.h"

#include <algorithm>
#include <bit>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"

namespace decree {
namespace {

uint64_t Middle(uint64_t begin, uint64_t end) { return begin + std::bit_floor(end - begin - 1); }

absl::Status SubsetProofRefused(absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("the proof of the leaves named ", why));
}

template <typename Leaf, typename IndexOf>
absl::Status CheckIndexes(absl::Span<const Leaf> leaves, uint64_t size, const IndexOf& index_of) {
  for (size_t i = 0; i < leaves.size(); ++i) {
    if (i > 0 && index_of(leaves[i]) <= index_of(leaves[i - 1])) {
      return SubsetProofRefused("names leaves that do not ascend");
    }
    if (index_of(leaves[i]) >= size) {
      return SubsetProofRefused(
          absl::StrCat("names leaf ", index_of(leaves[i]), ", beyond the tree of ", size));
    }
  }
  return absl::OkStatus();
}

class Prover {
 public:
  Prover(const NodeReader& read, std::vector<Hash256>& proof) : read_(read), proof_(proof) {}

  absl::Status Walk(absl::Span<const uint64_t> indexes, uint64_t begin, uint64_t end) {
    if (indexes.empty()) {
      DECREE_ASSIGN_OR_RETURN(const Hash256 hash, RangeRoot(begin, end));
      proof_.push_back(hash);
      return absl::OkStatus();
    }
    if (end - begin == 1) return absl::OkStatus();
    const uint64_t middle = Middle(begin, end);
    const auto split = static_cast<size_t>(
        std::lower_bound(indexes.begin(), indexes.end(), middle) - indexes.begin());
    DECREE_RETURN_IF_ERROR(Walk(indexes.first(split), begin, middle));
    return Walk(indexes.subspan(split), middle, end);
  }

 private:
  absl::StatusOr<Hash256> RangeRoot(uint64_t begin, uint64_t end) {
    if (std::has_single_bit(end - begin)) {
      const auto level = static_cast<uint32_t>(std::countr_zero(end - begin));
      return read_(level, begin >> level);
    }
    const uint64_t middle = Middle(begin, end);
    DECREE_ASSIGN_OR_RETURN(const Hash256 left, RangeRoot(begin, middle));
    DECREE_ASSIGN_OR_RETURN(const Hash256 right, RangeRoot(middle, end));
    return sha_.Node(left, right);
  }

  const NodeReader& read_;
  std::vector<Hash256>& proof_;
  Sha256 sha_;
};

// Its depth is that of the tree, at most 64; its work is bounded by leaves times depth.
class Verifier {
 public:
  explicit Verifier(absl::Span<const Hash256> proof) : proof_(proof) {}

  absl::StatusOr<Hash256> Walk(absl::Span<const IndexedLeaf> leaves, uint64_t begin, uint64_t end) {
    if (leaves.empty()) {
      if (next_ == proof_.size()) return SubsetProofRefused("is too short");
      return proof_[next_++];
    }
    if (end - begin == 1) return leaves.front().hash;
    const uint64_t middle = Middle(begin, end);
    const auto split = static_cast<size_t>(
        std::lower_bound(leaves.begin(), leaves.end(), middle,
                         [](const IndexedLeaf& leaf, uint64_t at) { return leaf.index < at; }) -
        leaves.begin());
    DECREE_ASSIGN_OR_RETURN(const Hash256 left, Walk(leaves.first(split), begin, middle));
    DECREE_ASSIGN_OR_RETURN(const Hash256 right, Walk(leaves.subspan(split), middle, end));
    return sha_.Node(left, right);
  }

  bool used_up() const { return next_ == proof_.size(); }

 private:
  const absl::Span<const Hash256> proof_;
  size_t next_ = 0;
  Sha256 sha_;
};

}  // namespace

absl::StatusOr<std::vector<Hash256>> SubsetProof(absl::Span<const uint64_t> indexes, uint64_t size,
                                                 const NodeReader& read) {
  DECREE_RETURN_IF_ERROR(CheckIndexes(indexes, size, [](uint64_t index) { return index; }));
  std::vector<Hash256> proof;
  if (size == 0) return proof;
  DECREE_RETURN_IF_ERROR(Prover(read, proof).Walk(indexes, 0, size));
  return proof;
}

absl::Status VerifySubset(absl::Span<const IndexedLeaf> leaves, uint64_t size,
                          absl::Span<const Hash256> proof, const Hash256& root) {
  DECREE_RETURN_IF_ERROR(
      CheckIndexes(leaves, size, [](const IndexedLeaf& leaf) { return leaf.index; }));
  if (size == 0) {
    if (!proof.empty()) return SubsetProofRefused("is too long");
    return root == EmptyRoot() ? absl::OkStatus()
                               : SubsetProofRefused("does not give the empty root");
  }
  Verifier verifier(proof);
  DECREE_ASSIGN_OR_RETURN(const Hash256 hash, verifier.Walk(leaves, 0, size));
  if (!verifier.used_up()) return SubsetProofRefused("is too long");
  return hash == root ? absl::OkStatus() : SubsetProofRefused("does not give the root");
}

}  // namespace decree
