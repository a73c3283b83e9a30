// RFC 6962 proofs: that a leaf is in a tree (inclusion) and that a tree is a prefix of a later one
// (consistency). Making one needs the hashes of complete subtrees, which a NodeReader supplies;
// checking one needs nothing but the proof.
//
// Leaves count from 0. Neither proof shows that nothing else was recorded.
#ifndef DECREE_CORE_MERKLE_PROOF_H_
#define DECREE_CORE_MERKLE_PROOF_H_

#include <cstdint>
#include <functional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "core/merkle/sha256.h"

namespace decree {

// The hash of the complete subtree over the leaves [index << level, (index + 1) << level).
using NodeReader = std::function<absl::StatusOr<Hash256>(uint32_t level, uint64_t index)>;

// The root of the first `size` leaves. Errors: those of `read`.
absl::StatusOr<Hash256> TreeRoot(uint64_t size, const NodeReader& read);

// The audit path of `leaf` in the tree of `size` leaves, nearest the leaf first.
// Errors: OutOfRange unless leaf < size; those of `read`.
absl::StatusOr<std::vector<Hash256>> InclusionProof(uint64_t leaf, uint64_t size,
                                                    const NodeReader& read);

// The proof that the tree of `first` leaves is a prefix of the tree of `second` leaves; empty when
// first is 0 or equals second. Errors: OutOfRange unless first <= second; those of `read`.
absl::StatusOr<std::vector<Hash256>> ConsistencyProof(uint64_t first, uint64_t second,
                                                      const NodeReader& read);

// Errors: OutOfRange unless leaf < size; InvalidArgument when the proof does not give `root`.
absl::Status VerifyInclusion(const Hash256& leaf_hash, uint64_t leaf, uint64_t size,
                             absl::Span<const Hash256> proof, const Hash256& root);

// Errors: OutOfRange unless first <= second; InvalidArgument when the proof does not give both
// roots.
absl::Status VerifyConsistency(uint64_t first, uint64_t second, absl::Span<const Hash256> proof,
                               const Hash256& first_root, const Hash256& second_root);

}  // namespace decree

#endif  // DECREE_CORE_MERKLE_PROOF_H_
