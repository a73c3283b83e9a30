// The record through the façade: scanning it, checking it, and what is done with one that has lost
// its end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/unit/decree/store_folder.h"

namespace decree {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Steps = std::vector<std::pair<uint64_t, uint64_t>>;

std::vector<std::string> Talk(const std::string& prefix, int count) {
  std::vector<std::string> lines;
  for (int i = 0; i < count; ++i) {
    lines.push_back(EventText(absl::StrCat(prefix, i), "statement", R"("stated":"2025-10-10")"));
  }
  return lines;
}

Progress Into(Steps& steps) {
  return [&steps](uint64_t done, uint64_t total) { steps.emplace_back(done, total); };
}

// Of one total, never falling, up to the end.
void ExpectSteps(const Steps& steps, uint64_t total) {
  ASSERT_GT(steps.size(), 3u);
  for (size_t i = 0; i < steps.size(); ++i) {
    EXPECT_EQ(steps[i].second, total);
    EXPECT_LE(steps[i].first, total);
    if (i > 0) {
      EXPECT_GE(steps[i].first, steps[i - 1].first);
    }
  }
  EXPECT_LT(steps.front().first, total);
  EXPECT_EQ(steps.back().first, total);
}

class RecordTest : public testing::Test {
 protected:
  void Append(const std::vector<std::string>& lines) {
    const auto appended = store_->Append(EventsOf(lines));
    ASSERT_TRUE(appended.ok()) << appended.status();
  }
  std::vector<std::string> Ids(const EventFilter& filter) {
    std::vector<std::string> ids;
    const absl::Status status = store_->Scan(filter, [&](const StoredEvent& stored) {
      ids.push_back(stored.event.id);
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok()) << status;
    const auto events = store_->Events(filter);
    EXPECT_TRUE(events.ok()) << events.status();
    EXPECT_EQ(events->size(), ids.size());
    for (size_t i = 0; i < ids.size(); ++i) EXPECT_EQ((*events)[i].event.id, ids[i]);
    return ids;
  }
  // The store's files as a crash leaves them, without what the log has not moved into tables.
  void LoseEnd(const std::string& name) {
    fs::copy(folder_.Dir("store"), folder_.Dir(name), fs::copy_options::recursive);
    for (const auto& file : fs::directory_iterator(folder_.Dir(name) + "/log/db")) {
      if (file.path().extension() == ".log") fs::remove(file.path());
    }
  }

  StoreFolder folder_;
  std::unique_ptr<Decree> store_ = folder_.Open("store");
};

TEST_F(RecordTest, AScanKeepsToFiltersAndView) {
  Append({ActText("plan", "announced", R"("stated":"2025-10-10","threads":["t"])"),
          ActText("start", "imposed", R"("stated":"2025-10-30","effective":{"from":"2025-11-01"})"),
          EventText("other", "announced", R"("measure":"us/b","stated":"2025-10-31")"),
          EventText("undo", "retracted", R"("target":"plan")")});
  EventFilter filter;
  EXPECT_THAT(Ids(filter), ElementsAre("plan", "start", "other", "undo"));
  filter.measure = "us/a";
  EXPECT_THAT(Ids(filter), ElementsAre("plan", "start", "undo"));
  filter.measure = "us/*";
  filter.kind = EventKind::kAnnounced;
  EXPECT_THAT(Ids(filter), ElementsAre("plan", "other"));
  filter.view.known_by = "2025-10-30";
  EXPECT_THAT(Ids(filter), ElementsAre("plan"));
  filter = EventFilter();
  filter.view.recorded_by = "2";
  EXPECT_THAT(Ids(filter), ElementsAre("plan", "start"));
  filter = EventFilter();
  filter.thread = "t";
  EXPECT_THAT(Ids(filter), ElementsAre("plan", "undo"));
  filter.issuer = "CN";
  EXPECT_THAT(Ids(filter), IsEmpty());
}

TEST_F(RecordTest, AScanEndsWithTheVisitorsError) {
  Append(Talk("e", 600));
  int visited = 0;
  const absl::Status status = store_->Scan({}, [&](const StoredEvent& stored) -> absl::Status {
    if (++visited == 3) return absl::AbortedError(stored.event.id);
    return absl::OkStatus();
  });
  EXPECT_EQ(status, absl::AbortedError("e2"));
  EXPECT_EQ(visited, 3);
}

TEST_F(RecordTest, AVisitorMayAskAndAppendAndSeesNothingNew) {
  Append(Talk("e", 2));
  int visited = 0;
  const absl::Status status = store_->Scan({}, [&](const StoredEvent& stored) -> absl::Status {
    ++visited;
    EXPECT_EQ(store_->Show(stored.event.id)->record.position, stored.record.position);
    return store_->Append(EventsOf(Talk(absl::StrCat("new", visited, "-"), 3))).status();
  });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(visited, 2);
  EXPECT_EQ(Ids({}).size(), 8u);
}

TEST_F(RecordTest, AViewThatDoesNotReadIsRefusedBeforeTheFirstEvent) {
  Append(Talk("e", 2));
  EventFilter filter;
  filter.view.known_by = "soon";
  const absl::Status status = store_->Scan(filter, [](const StoredEvent&) -> absl::Status {
    ADD_FAILURE() << "visited";
    return absl::OkStatus();
  });
  EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
}

TEST_F(RecordTest, DoctorAndRebuildTellHowFarTheyAre) {
  constexpr int kEvents = 5000;
  Append(Talk("e", kEvents));
  Steps checked, rebuilt;
  EXPECT_THAT(store_->Doctor({Into(checked)})->findings, IsEmpty());
  ExpectSteps(checked, 4 * kEvents);
  EXPECT_TRUE(store_->Rebuild(Into(rebuilt))->identical);
  ExpectSteps(rebuilt, kEvents + 1);
}

TEST_F(RecordTest, AnEmptyStoreIsCheckedWithoutSteps) {
  Steps steps;
  EXPECT_THAT(store_->Doctor({Into(steps)})->findings, IsEmpty());
  EXPECT_THAT(steps, IsEmpty());
}

TEST_F(RecordTest, AStoreThatLostItsEndAnswersNothingButDoctorOpensIt) {
  Append(Talk("e", 3));
  ASSERT_TRUE(store_->Close().ok());  // the first three go into tables
  store_ = folder_.Open("store");
  Append(Talk("late", 2));
  LoseEnd("cut");

  Options options;
  options.read_only = true;
  const absl::Status refused = folder_.TryOpen("cut", options).status();
  EXPECT_TRUE(absl::IsDataLoss(refused)) << refused;
  EXPECT_THAT(std::string(refused.message()), HasSubstr("acknowledged positions 4 to 5"));
  EXPECT_THAT(std::string(refused.message()), HasSubstr("`decree doctor`"));

  options.allow_lost_end = true;
  const auto report = folder_.Open("cut", options)->Doctor();
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->events, 3u);
  ASSERT_FALSE(report->findings.empty());
  EXPECT_THAT(report->findings[0], HasSubstr("positions 4 to 5"));
}

}  // namespace
}  // namespace decree
