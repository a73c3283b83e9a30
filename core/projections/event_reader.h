// Reads events back from the log: plain, or as they read after the repair at a position.
#ifndef DECREE_CORE_PROJECTIONS_EVENT_READER_H_
#define DECREE_CORE_PROJECTIONS_EVENT_READER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "core/log/record_log.h"
#include "core/model/event.h"
#include "core/projections/composed_lists.h"
#include "core/projections/repair_chain.h"

namespace decree {

struct ReadEvent {
  Event event;
  uint64_t target = 0;
  int64_t recorded_us = 0;
};

// Keeps what it has read until it is told to let go; make one per question. Not safe for concurrent
// use.
class EventReader {
 public:
  explicit EventReader(const RecordLog& log) : log_(log) {}

  // The pointer lives until the next Forget. Errors: NotFound, DataLoss.
  absl::StatusOr<const ReadEvent*> At(uint64_t position);

  // The body that holds an act's words (VisibleAct::body): the merged one at a repair, else the
  // event. Of a composed list: an event that says nothing else.
  absl::StatusOr<const Event*> Body(uint64_t position);

  // The same of composed lists alone, for one measure asked about at many points.
  void ForgetLists();

  // Of each clause of a list (of a body, or composed): the position of the body that wrote it; 0 of
  // one that nobody did.
  absl::StatusOr<std::vector<uint64_t>> WritersOf(uint64_t list, bool is_include);

  // Of the lists of clauses that questions put together; their numbers live as long as the reader.
  ComposedLists& lists() { return lists_; }

  // Has the bodies of these positions ready, read in one go; what was read ahead before and not
  // asked for since is let go. Positions may come in any order, more than once, and may be ones
  // that are never asked for: what cannot be read is told when it is. The caller bounds their
  // number.
  void ReadAhead(std::vector<uint64_t> positions);

  // Between measures, so that a question about everything stays small: lets go of everything once
  // it has grown, but not of what is read ahead.
  void Forget();

 private:
  // As in the log, not looked into yet.
  struct ReadBytes {
    std::string body;
    uint64_t target = 0;
    int64_t recorded_us = 0;
  };

  absl::StatusOr<ReadEvent> Read(uint64_t position);
  absl::StatusOr<const Event*> Composed(uint64_t list);

  const RecordLog& log_;
  absl::flat_hash_map<uint64_t, ReadBytes> ahead_;
  absl::flat_hash_map<uint64_t, std::unique_ptr<ReadEvent>> events_;
  absl::flat_hash_map<uint64_t, std::unique_ptr<const MergedEvent>> merged_;
  ComposedLists lists_;
  absl::flat_hash_map<uint64_t, std::unique_ptr<const Event>> composed_;
  size_t composed_clauses_ = 0;
};

}  // namespace decree

#endif  // DECREE_CORE_PROJECTIONS_EVENT_READER_H_
