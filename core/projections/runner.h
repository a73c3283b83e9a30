// The runner feeds projections from the log: reads records in position order, lets every projection
// record them, and writes strands, side entries, repairs and the checkpoint in one atomic batch.
//
// A crash between batches loses nothing: the next run goes on from the checkpoint and gives the
// same keys and values, whatever the batches were. Not safe for concurrent use; readers may read
// the store meanwhile.
//
// An event that does not decode, or that a projection cannot record, is passed over and kept as
// unapplied (unapplied.h).
#ifndef DECREE_CORE_PROJECTIONS_RUNNER_H_
#define DECREE_CORE_PROJECTIONS_RUNNER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/node_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/base/progress.h"
#include "core/log/log_prefix.h"
#include "core/log/record_log.h"
#include "core/projections/projection.h"
#include "core/projections/repair_chain.h"
#include "core/projections/strand.h"
#include "core/projections/unapplied.h"
#include "core/store/ordered_store.h"

namespace decree {

struct Checkpoint {
  uint64_t applied = 0;
  uint32_t rules_version = 0;
};

// nullopt when the projection has never run on this store. Errors: DataLoss.
absl::StatusOr<std::optional<Checkpoint>> ReadCheckpoint(const OrderedStore& views,
                                                         absl::string_view projection);

// The value under CheckpointKey. A store that starts with it is fed what comes after `applied`
// only.
std::string EncodeCheckpoint(const Checkpoint& checkpoint);

// Under its own key: of which log the store was made, and how far; nullopt when it does not say, as
// an older version left it. Errors: those of OrderedStore::Get.
absl::StatusOr<std::optional<LogPrefix>> ReadLogPrefix(const OrderedStore& views);

struct RunnerOptions {
  uint64_t events_per_batch = 4096;
  size_t cached_entities_max = 200'000;
  const LogProver* names_log = nullptr;  // each batch leaves of which log it is (ReadLogPrefix)
  bool bulk = false;                     // batches are large: OrderedStore::Load instead of Write
  Progress progress = nullptr;           // position reached, of the last one to apply
};

class Runner {
 public:
  // All must outlive the runner.
  Runner(const RecordLog& log, OrderedStore& views, const ProjectionList& projections,
         const RunnerOptions& options = {});
  ~Runner();

  // Reads the checkpoints. Errors: FailedPrecondition when the stored rules version differs from
  // the projection's, or an event that did not decode does now (rebuild), DataLoss.
  absl::Status Start();

  // Applies every event up to `last` (clipped to the log's head). On an error everything before the
  // failing batch stays applied.
  absl::Status ApplyThrough(uint64_t last);

  // Every projection has applied the events up to this position, but for the unapplied ones.
  uint64_t applied() const;
  // nullptr: none.
  std::shared_ptr<const UnappliedEvents> unapplied() const { return unapplied_; }

 private:
  struct Tail {
    uint32_t sealed_chunks = 0;
    int64_t stated_max_sealed = kAxisMin;
    std::vector<ActRecord> records;
    uint16_t next_ordinal = 0;
    uint64_t ordinal_position = 0;
    bool touched = false;
    bool header_touched = false;
  };
  // Nodes stay where they are while others come, so that the touched ones can be pointed at.
  using Tails = absl::node_hash_map<std::string, Tail>;
  class TargetBodies;

  absl::Status StartUnapplied();
  absl::Status ApplyRecord(const LogRecord& record, WriteSet& writes);
  void PassOver(const LogRecord& record, bool is_unreadable, std::string why, WriteSet& writes);
  absl::StatusOr<std::string> ApplyToProjection(size_t index, const RecordedEvent& event,
                                                WriteSet& writes);
  absl::Status ApplyToEntity(size_t index, EntityRecord& entity, WriteSet& writes);
  absl::StatusOr<Tail*> TailOf(size_t index, const std::string& entity);
  void FlushTails(WriteSet& writes);
  void ForgetTails(size_t index);
  void NameLog(uint64_t last, WriteSet& writes) const;
  absl::Status WriteBatch(uint64_t last, WriteSet& writes);

  const RecordLog& log_;
  OrderedStore& views_;
  const ProjectionList& projections_;
  const RunnerOptions options_;
  std::vector<uint64_t> applied_;
  std::vector<Tails> tails_;
  // The store holds nothing of this projection that is not in `tails_`: no need to look.
  std::vector<bool> complete_;
  std::vector<std::pair<size_t, Tails::value_type*>> touched_;
  std::unique_ptr<TargetBodies> targets_;
  absl::Status read_trouble_;  // of the log, while a repair was merged
  RepairMerger repairs_;
  std::shared_ptr<const UnappliedEvents> unapplied_;
  UnappliedEvents passed_over_;  // of the batch at hand
  // Of the event at hand; kept for their buffers.
  RecordedEvent recorded_;
  std::vector<EntityRecord> entities_;
};

}  // namespace decree

#endif  // DECREE_CORE_PROJECTIONS_RUNNER_H_
