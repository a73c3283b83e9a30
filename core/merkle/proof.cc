#include "core/merkle/proof.h"

#include <bit>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"

namespace decree {
namespace {

// The largest power of two below `leaves`, for leaves >= 2.
uint64_t LeftWidth(uint64_t leaves) { return std::bit_floor(leaves - 1); }

// The hash over the leaves [begin, end), a range that occurs in the recursion of RFC 6962.
absl::StatusOr<Hash256> RangeRoot(Sha256& sha, uint64_t begin, uint64_t end,
                                  const NodeReader& read) {
  const uint64_t leaves = end - begin;
  if (std::has_single_bit(leaves)) {
    const uint32_t level = static_cast<uint32_t>(std::countr_zero(leaves));
    return read(level, begin >> level);
  }
  const uint64_t middle = begin + LeftWidth(leaves);
  DECREE_ASSIGN_OR_RETURN(const Hash256 left, RangeRoot(sha, begin, middle, read));
  DECREE_ASSIGN_OR_RETURN(const Hash256 right, RangeRoot(sha, middle, end, read));
  return sha.Node(left, right);
}

absl::Status Mismatch(absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("the proof does not give the ", what));
}

}  // namespace

absl::StatusOr<Hash256> TreeRoot(uint64_t size, const NodeReader& read) {
  if (size == 0) return EmptyRoot();
  Sha256 sha;
  return RangeRoot(sha, 0, size, read);
}

absl::StatusOr<std::vector<Hash256>> InclusionProof(uint64_t leaf, uint64_t size,
                                                    const NodeReader& read) {
  if (leaf >= size) {
    return absl::OutOfRangeError(absl::StrCat("leaf ", leaf, " is not in a tree of ", size));
  }
  Sha256 sha;
  std::vector<Hash256> path;
  uint64_t begin = 0;
  uint64_t end = size;
  while (end - begin > 1) {  // from the root down; siblings are met in reverse order
    const uint64_t middle = begin + LeftWidth(end - begin);
    const bool goes_left = leaf < middle;
    DECREE_ASSIGN_OR_RETURN(const Hash256 sibling, goes_left ? RangeRoot(sha, middle, end, read)
                                                             : RangeRoot(sha, begin, middle, read));
    path.push_back(sibling);
    (goes_left ? end : begin) = middle;
  }
  return std::vector<Hash256>(path.rbegin(), path.rend());
}

absl::StatusOr<std::vector<Hash256>> ConsistencyProof(uint64_t first, uint64_t second,
                                                      const NodeReader& read) {
  if (first > second) {
    return absl::OutOfRangeError(absl::StrCat("a tree of ", first, " is no prefix of ", second));
  }
  std::vector<Hash256> path;
  if (first == 0 || first == second) return path;
  Sha256 sha;
  uint64_t begin = 0;
  uint64_t end = second;
  while (first != end) {  // first is in (begin, end): the range is split until it ends at first
    const uint64_t middle = begin + LeftWidth(end - begin);
    const bool goes_left = first <= middle;
    DECREE_ASSIGN_OR_RETURN(const Hash256 sibling, goes_left ? RangeRoot(sha, middle, end, read)
                                                             : RangeRoot(sha, begin, middle, read));
    path.push_back(sibling);
    (goes_left ? end : begin) = middle;
  }
  if (begin != 0) {
    DECREE_ASSIGN_OR_RETURN(const Hash256 seed, RangeRoot(sha, begin, end, read));
    path.push_back(seed);
  }
  return std::vector<Hash256>(path.rbegin(), path.rend());
}

absl::Status VerifyInclusion(const Hash256& leaf_hash, uint64_t leaf, uint64_t size,
                             absl::Span<const Hash256> proof, const Hash256& root) {
  if (leaf >= size) {
    return absl::OutOfRangeError(absl::StrCat("leaf ", leaf, " is not in a tree of ", size));
  }
  Sha256 sha;
  Hash256 hash = leaf_hash;
  uint64_t node = leaf;
  uint64_t last = size - 1;
  for (const Hash256& sibling : proof) {
    if (last == 0) return Mismatch("root: it is too long");
    if ((node & 1) == 1 || node == last) {
      hash = sha.Node(sibling, hash);
      // A right edge without a sibling at these levels. `node` is never 0 here, for `last` is not;
      // the guard keeps a loop over what comes from outside from depending on that.
      while ((node & 1) == 0 && node != 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      hash = sha.Node(hash, sibling);
    }
    node >>= 1;
    last >>= 1;
  }
  if (last != 0) return Mismatch("root: it is too short");
  return hash == root ? absl::OkStatus() : Mismatch("root");
}

absl::Status VerifyConsistency(uint64_t first, uint64_t second, absl::Span<const Hash256> proof,
                               const Hash256& first_root, const Hash256& second_root) {
  if (first > second) {
    return absl::OutOfRangeError(absl::StrCat("a tree of ", first, " is no prefix of ", second));
  }
  if (first == second || first == 0) {
    if (!proof.empty()) return Mismatch("roots: it must be empty");
    if (first == 0) return first_root == EmptyRoot() ? absl::OkStatus() : Mismatch("empty root");
    return first_root == second_root ? absl::OkStatus() : Mismatch("root: sizes are equal");
  }
  uint64_t node = first - 1;
  uint64_t last = second - 1;
  const int skipped = std::countr_one(node);
  node >>= skipped;
  last >>= skipped;
  size_t next = 0;
  if (node != 0 && proof.empty()) return Mismatch("roots: it is too short");
  Hash256 old_hash = node == 0 ? first_root : proof[next++];
  Hash256 new_hash = old_hash;
  Sha256 sha;
  for (; next < proof.size(); ++next) {
    if (last == 0) return Mismatch("roots: it is too long");
    if ((node & 1) == 1 || node == last) {
      old_hash = sha.Node(proof[next], old_hash);
      new_hash = sha.Node(proof[next], new_hash);
      while ((node & 1) == 0 && node != 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      new_hash = sha.Node(new_hash, proof[next]);
    }
    node >>= 1;
    last >>= 1;
  }
  if (last != 0) return Mismatch("roots: it is too short");
  if (old_hash != first_root) return Mismatch("first root");
  return new_hash == second_root ? absl::OkStatus() : Mismatch("second root");
}

}  // namespace decree
