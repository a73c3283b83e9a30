// A ProjectedHistory is a drawn history in a log with its strands: what the fast path reads.
#ifndef DECREE_TESTS_DIFFERENTIAL_PROJECTED_HISTORY_H_
#define DECREE_TESTS_DIFFERENTIAL_PROJECTED_HISTORY_H_

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "core/append/append_checks.h"
#include "core/codec/event_codec.h"
#include "core/projections/projection_list.h"
#include "core/projections/runner.h"
#include "core/query/acts/visible_acts.h"
#include "core/store/ordered_store.h"
#include "gtest/gtest.h"
#include "tests/from_environment.h"
#include "tests/memory_log/memory_log.h"
#include "tests/model/history_generator.h"
#include "tests/model/oracle.h"

namespace decree {

class ProjectedHistory {
 public:
  explicit ProjectedHistory(const std::vector<oracle::Record>& history)
      : history_(history), store_(NewMemoryStore()), strands_(*store_) {
    for (const oracle::Record& record : history) {
      const Event& event = record.event;
      AppendRequest request;
      request.id = event.id;
      request.body = EncodeEvent(event);
      request.streams = StreamsOf(event);
      request.target_id = event.target;
      log_.RecordAt(record.recorded_us);
      const auto appended = log_.Append({&request, 1});
      EXPECT_TRUE(appended.ok()) << appended.status();
    }
    RunnerOptions options;
    options.events_per_batch = 1 + history.size() % 7;
    Runner runner(log_, *store_, AllProjectionsOnce(), options);
    EXPECT_TRUE(runner.Start().ok());
    const absl::Status applied = runner.ApplyThrough(history.size());
    EXPECT_TRUE(applied.ok()) << applied;
  }

  // The façade turns a recorded instant into a position; so does this, unless claims are read.
  ViewFilter FilterOf(const View& view) const {
    ViewFilter filter{view, {}, std::make_shared<ClaimedInstants>(log_)};
    uint64_t own = view.position_max;
    for (const oracle::Record& record : history_) {
      if (record.recorded_us <= view.recorded_us_max) continue;
      own = std::min(own, record.position - 1);
    }
    (view.reads_claims ? filter.view.position_own : filter.view.position_max) = own;
    return filter;
  }

  const MemoryLog& log() const { return log_; }
  const StoredStrands& strands() const { return strands_; }

 private:
  static const ProjectionList& AllProjectionsOnce() {
    static const ProjectionList& list = *new ProjectionList(AllProjections());
    return list;
  }

  const std::vector<oracle::Record>& history_;
  MemoryLog log_;
  std::unique_ptr<OrderedStore> store_;
  const StoredStrands strands_;
};

// As the reading of JSON does: `stated` and `published` default to each other.
inline std::vector<oracle::Record> DrawReadHistory(oracle::Draws& draws) {
  std::vector<oracle::Record> history = oracle::DrawHistory(draws);
  for (oracle::Record& record : history) {
    if (!record.event.published) record.event.published = record.event.stated;
    if (!record.event.stated) record.event.stated = record.event.published;
  }
  return history;
}

}  // namespace decree

#endif  // DECREE_TESTS_DIFFERENTIAL_PROJECTED_HISTORY_H_
