// A ProjectedLog is a RecordedLog with its strands, for tests of queries.
#ifndef DECREE_TESTS_UNIT_QUERY_PROJECTED_LOG_H_
#define DECREE_TESTS_UNIT_QUERY_PROJECTED_LOG_H_

#include <memory>
#include <string>

#include "core/model/asked_date.h"
#include "core/projections/projection_list.h"
#include "core/projections/runner.h"
#include "core/store/ordered_store.h"
#include "tests/unit/projections/recorded_log.h"

namespace decree {

class ProjectedLog {
 public:
  // The position.
  uint64_t Add(absl::string_view json) {
    const uint64_t position = recorded_.Add(json);
    EXPECT_TRUE(runner_.ApplyThrough(position).ok());
    return position;
  }
  const MemoryLog& log() const { return recorded_.log; }
  const StoredStrands& strands() const { return strands_; }

 private:
  RecordedLog recorded_;
  const ProjectionList projections_ = AllProjections();
  const std::unique_ptr<OrderedStore> store_ = NewMemoryStore();
  const StoredStrands strands_{*store_};
  Runner runner_{recorded_.log, *store_, projections_};
};

inline CivilWindow WindowOf(absl::string_view text) {
  const auto window = ParseWindow(text, "Etc/UTC");
  EXPECT_TRUE(window.ok()) << window.status();
  return window.ok() ? *window : CivilWindow();
}

}  // namespace decree

#endif  // DECREE_TESTS_UNIT_QUERY_PROJECTED_LOG_H_
