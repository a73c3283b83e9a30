// A LogProver is a log that can show what it holds to someone who knows no more than its root: that
// a record is in it, and that it has merely grown. Drafts and bundles cannot.
#ifndef DECREE_CORE_LOG_LOG_PROVER_H_
#define DECREE_CORE_LOG_LOG_PROVER_H_

#include <array>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "core/log/record_log.h"

namespace decree {

// Which store this is, made at random when it is created.
using StoreId = std::array<uint8_t, 16>;

class LogProver : public RecordLog {
 public:
  // RFC 6962 proofs from the stored nodes; leaf = position - 1 (core/merkle/proof.h verifies them).
  // Errors: OutOfRange beyond the head; DataLoss.
  virtual absl::StatusOr<Hash256> RootAt(uint64_t size) const = 0;
  virtual absl::StatusOr<std::vector<Hash256>> InclusionProof(Position position,
                                                              uint64_t size) const = 0;
  virtual absl::StatusOr<std::vector<Hash256>> ConsistencyProof(uint64_t first_size,
                                                                uint64_t second_size) const = 0;

  virtual StoreId Id() const = 0;
};

}  // namespace decree

#endif  // DECREE_CORE_LOG_LOG_PROVER_H_
