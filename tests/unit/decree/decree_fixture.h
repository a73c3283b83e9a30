// A store in a folder of its own with a clock that tests set.
#ifndef DECREE_TESTS_UNIT_DECREE_DECREE_FIXTURE_H_
#define DECREE_TESTS_UNIT_DECREE_DECREE_FIXTURE_H_

#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/decree.h"
#include "core/store/temporary_folder.h"
#include "gtest/gtest.h"
#include "tests/unit/projections/recorded_log.h"

namespace decree {

class SetClock final : public Clock {
 public:
  int64_t NowMicros() const override { return now_us; }
  void Set(absl::string_view instant) {
    const auto moment = ParseMoment(instant, "Etc/UTC");
    ASSERT_TRUE(moment.ok()) << moment.status();
    now_us = moment->latest_utc_us;
  }
  std::atomic<int64_t> now_us{0};
};

class DecreeTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto folder = TemporaryFolder::Create();
    ASSERT_TRUE(folder.ok()) << folder.status();
    folder_ = *std::move(folder);
    dir_ = folder_->path() + "/store";
    clock_.Set("2025-11-05T12:00:00Z");
    store_ = Open();
  }
  std::unique_ptr<Decree> Open(bool read_only = false) {
    Options options;
    options.clock = &clock_;
    options.read_only = read_only;
    options.disk_reserve_bytes = 0;
    auto store = Decree::Open(dir_, options);
    EXPECT_TRUE(store.ok()) << store.status();
    return store.ok() ? *std::move(store) : nullptr;
  }
  static NewEvent New(absl::string_view json, std::vector<ExpectedVersion> expected = {}) {
    return {EventOf(json), std::move(expected)};
  }
  absl::StatusOr<Decree::Appended> Append(std::vector<NewEvent> events) {
    return store_->Append(events);
  }
  // The warnings of one event that must be accepted.
  std::vector<std::string> Add(absl::string_view json) {
    const auto appended = Append({New(json)});
    EXPECT_TRUE(appended.ok()) << appended.status();
    return appended.ok() ? appended->warnings : std::vector<std::string>();
  }
  void Impose() {
    Add(ActText("plan", "announced", R"("stated":"2025-10-10","title":"Plan")"));
    clock_.Set("2025-11-06T12:00:00Z");
    Add(ActText("start", "imposed", R"("stated":"2025-10-30","effective":{"from":"2025-11-01"})"));
  }
  absl::StatusOr<AsOfAnswer> AskAll(const std::string& on, const ViewText& view = {}) {
    AsOfQuestion question;
    question.effective_on = on;
    question.view = view;
    question.measure = "us/a";
    return store_->AsOf(question);
  }
  MeasureState Ask(const std::string& on, const ViewText& view = {}) {
    const auto answer = AskAll(on, view);
    EXPECT_TRUE(answer.ok()) << answer.status();
    if (!answer.ok() || answer->measures.size() != 1) return {};
    return answer->measures[0];
  }
  absl::Status ErrorOf(const std::string& on, const ViewText& view = {}) {
    return AskAll(on, view).status();
  }

  SetClock clock_;
  std::unique_ptr<TemporaryFolder> folder_;
  std::string dir_;
  std::unique_ptr<Decree> store_;
};

}  // namespace decree

#endif  // DECREE_TESTS_UNIT_DECREE_DECREE_FIXTURE_H_
