// The record itself is told whatever becomes of what is derived from it.
#include <gtest/gtest.h>

#include "core/projections/projection_list.h"
#include "core/record/record_questions.h"
#include "tests/unit/decree/store_folder.h"

namespace decree {
namespace {

// A record whose projections have stopped.
class Stopped final : public RecordQuestions {
 public:
  explicit Stopped(const RecordLog& log)
      : RecordQuestions(SystemClock(), projections_, kScreeningBytesMax),
        log_(log),
        projections_(AllProjections()) {}

 private:
  CompiledAnswers& Compiled() override { return compiled_; }
  absl::StatusOr<const RecordLog*> LogNow() override { return &log_; }
  absl::StatusOr<PinnedRecord> PinRecord() override {
    return absl::DataLossError("the projections stopped");
  }

  const RecordLog& log_;
  const ProjectionList projections_;
  CompiledAnswers compiled_;
};

TEST(RecordAlone, EventsExportShowAndStatsReadTheLogAlone) {
  RecordedLog recorded;
  recorded.Add(ActText("a", "announced", R"("stated":"2025-10-10")"));
  recorded.Add(R"({"id":"undo","kind":"retracted","target":"a"})");
  Stopped record(recorded.log);
  const auto events = record.Events({});
  ASSERT_TRUE(events.ok()) << events.status();
  EXPECT_EQ(events->size(), 2u);
  EventFilter narrow;
  narrow.view.recorded_by = "1";
  EXPECT_EQ(record.Events(narrow)->size(), 1u);
  EXPECT_EQ(record.Show("undo")->event.target, "a");
  const auto stats = record.Stats();
  ASSERT_TRUE(stats.ok()) << stats.status();
  EXPECT_EQ(stats->head.size, 2u);
  EXPECT_EQ(stats->events_by_kind.size(), 2u);
  EXPECT_EQ(stats->trouble, "the projections stopped");
  EXPECT_TRUE(
      absl::IsDataLoss(record.AsOf({"2025-10-10", {}, "", "", "", "", "", false, {}}).status()));
}

}  // namespace
}  // namespace decree
