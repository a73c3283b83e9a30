// A MerkleSource gives the hashes of complete subtrees of the log's tree: stored ones from level 8
// on, lower ones computed from the leaf hashes in the groups. It remembers the last 256 leaves that
// it read. One for each question: not safe for concurrent use.
#ifndef DECREE_CORE_LOG_MERKLE_SOURCE_H_
#define DECREE_CORE_LOG_MERKLE_SOURCE_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "core/merkle/proof.h"
#include "core/merkle/right_edge.h"
#include "core/store/log_database.h"

namespace decree {

inline constexpr uint32_t kStoredLevelMin = 8;

class MerkleSource {
 public:
  explicit MerkleSource(const LogDatabase& database) : database_(database) {}

  // Errors: DataLoss when a node or leaf is missing or damaged.
  absl::StatusOr<Hash256> Node(uint32_t level, uint64_t index);

  // The right edge of the first `size` leaves.
  absl::StatusOr<RightEdge> Edge(uint64_t size);

  // For core/merkle/proof.h; valid as long as this object.
  NodeReader Reader();

 private:
  // Reads the leaf hashes of one tile: the (up to) 256 leaves from 256 * tile on.
  absl::Status LoadTile(uint64_t tile);

  const LogDatabase& database_;
  Sha256 sha_;
  uint64_t tile_ = UINT64_MAX;
  std::vector<Hash256> leaves_;
};

}  // namespace decree

#endif  // DECREE_CORE_LOG_MERKLE_SOURCE_H_
