// One proof for many leaves of an RFC 6962 tree: the hashes that, with the leaves named, give the
// root, met from the left to the right. For one leaf it holds the hashes of its inclusion proof;
// for neighbours it is far shorter than one proof each.
//
// Leaves count from 0. Like an inclusion proof it does not show that nothing else was recorded,
// but neighbours are shown to be neighbours.
#ifndef DECREE_CORE_MERKLE_SUBSET_PROOF_H_
#define DECREE_CORE_MERKLE_SUBSET_PROOF_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "core/merkle/proof.h"

namespace decree {

struct IndexedLeaf {
  uint64_t index = 0;
  Hash256 hash{};
};

// `indexes` must ascend and lie below `size`; without any, the proof of a tree that is not empty is
// its root alone. Errors: InvalidArgument; those of `read`.
absl::StatusOr<std::vector<Hash256>> SubsetProof(absl::Span<const uint64_t> indexes, uint64_t size,
                                                 const NodeReader& read);

// Errors: InvalidArgument when the leaves do not ascend, lie beyond the tree, or do not give
// `root`.
absl::Status VerifySubset(absl::Span<const IndexedLeaf> leaves, uint64_t size,
                          absl::Span<const Hash256> proof, const Hash256& root);

}  // namespace decree

#endif  // DECREE_CORE_MERKLE_SUBSET_PROOF_H_
