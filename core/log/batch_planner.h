// The BatchPlanner decides, for the calls of one commit, which events are new, at which position
// and with which stream versions; against the database and the calls planned before it. It writes
// nothing.
//
// A call is planned whole or not at all: a refused one leaves no trace, so that those after it are
// planned as if it had not been there. Not safe for concurrent use.
#ifndef DECREE_CORE_LOG_BATCH_PLANNER_H_
#define DECREE_CORE_LOG_BATCH_PLANNER_H_

#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "core/log/event_log.h"
#include "core/log/log_reader.h"
#include "core/log/pending_call.h"
#include "core/log/stream_index.h"
#include "core/log/tail_cache.h"
#include "core/store/log_database.h"

namespace decree {

// One stream that a planned event joins.
struct StreamUse {
  uint32_t stream = 0;  // index into streams()
  uint64_t version = 0;
};

struct PlannedEvent {
  const AppendRequest* request = nullptr;
  Key16 id;
  Position target = 0;
  uint32_t uses_begin = 0;  // into uses()
  uint32_t uses_end = 0;
};

struct PlannedStream {
  Key16 key;
  StreamTail tail;
};

class BatchPlanner {
 public:
  BatchPlanner(const LogDatabase& database, const LogReader& reader)
      : database_(database), reader_(reader) {}

  // Starts a commit whose new events follow `size` and are recorded at `recorded_us`, and looks up
  // all that `calls` refer to. Errors: DataLoss, Internal: nothing can be planned.
  absl::Status Start(uint64_t size, int64_t recorded_us, absl::Span<PendingCall* const> calls);

  // Plans one of the calls given to Start. `blocked` is why no new event can be recorded now, if
  // so. Errors: those of EventLog::Append that concern one call.
  absl::StatusOr<std::vector<AppendResult>> Plan(const PendingCall& call,
                                                 const absl::Status& blocked);

  // Ends a commit that was written, or that had nothing to write: what is now stored of the streams
  // is remembered for the next ones.
  void Finish();

  const std::vector<PlannedEvent>& events() const { return events_; }
  const std::vector<StreamUse>& uses() const { return uses_; }
  std::vector<PlannedStream>& streams() { return streams_; }

 private:
  struct IdEntry {
    Position position = 0;
    int64_t planned = -1;        // index into events_ when it is in this commit
    std::vector<Key16> streams;  // when it is in the database
  };
  // Where the hashes of one request stand in its call.
  struct Place {
    size_t request = 0;
    size_t stream = 0;
    size_t expected = 0;
  };

  absl::Status LoadIds(absl::Span<PendingCall* const> calls);
  absl::Status LoadStreams(absl::Span<PendingCall* const> calls);

  absl::StatusOr<AppendResult> PlanOne(const PendingCall& call, const Place& place,
                                       const absl::Status& blocked);
  absl::StatusOr<AppendResult> Repeat(const AppendRequest& request, const IdEntry& entry) const;
  absl::Status CheckExpected(const PendingCall& call, const Place& place);
  absl::Status JoinStreams(const PendingCall& call, const Place& place, const IdEntry* target);
  absl::Status Join(uint32_t stream, absl::string_view name, size_t uses_begin);
  void Undo(size_t events, size_t uses);

  const LogDatabase& database_;
  const LogReader& reader_;
  uint64_t size_ = 0;
  int64_t recorded_us_ = 0;
  absl::flat_hash_map<Key16, IdEntry> ids_;
  absl::flat_hash_map<Key16, uint32_t> stream_of_key_;
  TailCache tails_;
  std::vector<PlannedStream> streams_;
  std::vector<PlannedEvent> events_;
  std::vector<StreamUse> uses_;
};

}  // namespace decree

#endif  // DECREE_CORE_LOG_BATCH_PLANNER_H_
