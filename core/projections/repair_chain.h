// A repair chain: a repair speaks of an act or of another repair, which speaks of …, down to the
// root act. Merging gives the root act's body as it reads after a repair.
//
// Chains are read at any depth, in steps that grow with their length; kRepairChainMax is what
// append admits (core/append/admission_checks.h). Earlier versions recorded deeper ones.
#ifndef DECREE_CORE_PROJECTIONS_REPAIR_CHAIN_H_
#define DECREE_CORE_PROJECTIONS_REPAIR_CHAIN_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "core/log/event_log.h"
#include "core/model/event.h"

namespace decree {

inline constexpr uint64_t kRepairChainMax = 64;  // repairs one on the other, of a new event

// What a repair makes of the act at the end of its target chain.
struct MergedEvent {
  uint64_t root = 0;
  uint64_t root_target = 0;
  std::vector<std::string>
      inherited_streams;  // those that the root act joins through its own target
  Event event;
};

bool IsRepairKind(EventKind kind);  // corrected, retracted

// An event of a chain; valid until the next one is asked for.
struct ChainEvent {
  const Event* event = nullptr;
  uint64_t target = 0;
};
using ChainReader = std::function<absl::StatusOr<ChainEvent>(uint64_t position)>;
// What a repair reads as, where that is known already; nullptr: it is not.
using KnownRepairs = std::function<const MergedEvent*(uint64_t position)>;

// All but `inherited_streams`, which are those of the known repair that it rests on, if any.
// Errors: DataLoss where the chain leads to no act; those of `read`.
absl::StatusOr<MergedEvent> MergeChain(const Event& repair, uint64_t target,
                                       const ChainReader& read, const KnownRepairs& known);

// Reads records; not necessarily straight from the log.
using RecordReader = std::function<absl::StatusOr<LogRecord>(uint64_t position)>;

// Merges repair after repair and keeps what the last ones read as, so that a chain of n repairs
// costs some n steps where they are merged in the order in which they were recorded, not n². What
// it keeps is bounded. Not safe for concurrent use.
class RepairMerger {
 public:
  explicit RepairMerger(RecordReader read) : read_(std::move(read)) {}

  // `repair`: the event of `record`. The pointer is valid until the next call. Errors: as
  // MergeChain.
  absl::StatusOr<const MergedEvent*> Merge(const Event& repair, const LogRecord& record);

 private:
  struct Kept {
    MergedEvent merged;
    uint64_t bytes = 0;  // about
  };

  void Keep(uint64_t position, Kept kept);

  const RecordReader read_;
  absl::flat_hash_map<uint64_t, std::unique_ptr<const Kept>> kept_;
  std::deque<uint64_t> order_;  // of `kept_`, the oldest first
  uint64_t bytes_ = 0;
};

}  // namespace decree

#endif  // DECREE_CORE_PROJECTIONS_REPAIR_CHAIN_H_
