// Every projection module must keep the same promises: the same events give the same keys and
// values, however they are cut into batches, wherever a run was interrupted, and when built anew.
//
// The modules come from the generated list, so a new one is held to this without being named here.

#include <map>
#include <string>

#include "core/append/append_checks.h"
#include "core/codec/event_codec.h"
#include "core/projections/projection_list.h"
#include "core/projections/runner.h"
#include "core/store/ordered_store.h"
#include "gtest/gtest.h"
#include "tests/memory_log/memory_log.h"
#include "tests/model/history_generator.h"

namespace decree {
namespace {

using Contents = std::map<std::string, std::string>;

// A store that refuses the write after a countdown, as a crash between batches would.
class FailingStore final : public OrderedStore {
 public:
  FailingStore(OrderedStore& store, int writes_left) : store_(store), writes_left_(writes_left) {}
  absl::StatusOr<std::optional<std::string>> Get(absl::string_view key) const override {
    return store_.Get(key);
  }
  absl::Status Scan(
      absl::string_view first, absl::string_view last,
      const std::function<bool(absl::string_view, absl::string_view)>& visit) const override {
    return store_.Scan(first, last, visit);
  }
  absl::Status Write(const WriteSet& writes) override {
    if (writes_left_-- <= 0) return absl::InternalError("the planned failure");
    return store_.Write(writes);
  }
  absl::Status Flush() override { return store_.Flush(); }
  absl::Status CatchUp() override { return store_.CatchUp(); }

 private:
  OrderedStore& store_;
  int writes_left_;
};

Contents ContentsOf(const OrderedStore& store) {
  Contents contents;
  EXPECT_TRUE(store
                  .Scan("", "",
                        [&](absl::string_view key, absl::string_view value) {
                          contents.emplace(std::string(key), std::string(value));
                          return true;
                        })
                  .ok());
  return contents;
}

// One long record of several random histories, with threads, series and groups on top.
class ConformanceTest : public testing::TestWithParam<size_t> {
 protected:
  void SetUp() override {
    projections_.push_back(std::move(AllProjections()[GetParam()]));
    for (uint64_t seed = 1; seed <= 40; ++seed) {
      oracle::Draws draws(seed);
      for (oracle::Record& record : oracle::DrawHistory(draws)) Append(seed, record.event);
    }
    for (
        const char* line :
        {R"({"id":"o1","kind":"observation","stated":"2025-09","observation":{"series":"x","unit":"t","period":"2025-09","value":"420.5","change":"-28.7%"}})",
         R"({"id":"g1","kind":"membershipStarted","stated":"1973-01-01","effective":{"from":"1973-01-01"},"membership":{"group":"EU","member":"GB"}})",
         R"({"id":"g2","kind":"membershipEnded","stated":"2020-01-31","effective":{"from":"2020-02-01"},"membership":{"group":"EU","member":"GB"}})",
         R"({"id":"g3","kind":"retracted","target":"g2"})"}) {
      const absl::StatusOr<Event> event = EventFromJson(line);
      ASSERT_TRUE(event.ok()) << event.status();
      Append(0, *event);
    }
  }

  void Append(uint64_t seed, Event event) {
    const std::string suffix = "-" + std::to_string(seed);
    if (seed != 0) {
      event.id += suffix;
      if (!event.target.empty()) event.target += suffix;
      if (event.kind != EventKind::kCorrected && event.kind != EventKind::kRetracted) {
        event.threads = {"t" + std::to_string(seed % 3)};
      }
    }
    if (!event.published) event.published = event.stated;
    if (!event.stated) event.stated = event.published;
    AppendRequest request;
    request.id = event.id;
    request.body = EncodeEvent(event);
    request.streams = StreamsOf(event);
    request.target_id = event.target;
    const auto appended = log_.Append({&request, 1});
    ASSERT_TRUE(appended.ok()) << appended.status();
  }

  Contents Build(uint64_t events_per_batch, size_t cached_entities_max) {
    const std::unique_ptr<OrderedStore> store = NewMemoryStore();
    RunnerOptions options;
    options.events_per_batch = events_per_batch;
    options.cached_entities_max = cached_entities_max;
    Runner runner(log_, *store, projections_, options);
    EXPECT_TRUE(runner.Start().ok());
    EXPECT_TRUE(runner.ApplyThrough(log_.Head().size).ok());
    return ContentsOf(*store);
  }

  MemoryLog log_;
  ProjectionList projections_;
};

TEST_P(ConformanceTest, IsDeterministicAndRecordsSomething) {
  const Contents once = Build(64, 1000);
  EXPECT_EQ(once, Build(64, 1000));
  EXPECT_GT(once.size(), 3u) << projections_[0]->Name();
}

TEST_P(ConformanceTest, BatchesAndCachesDoNotShow) {
  const Contents whole = Build(1'000'000, 1'000'000);
  for (const uint64_t batch : {1, 2, 7, 63, 64, 65, 500}) {
    EXPECT_EQ(whole, Build(batch, 1'000'000)) << "batches of " << batch;
  }
  EXPECT_EQ(whole, Build(5, 0)) << "no entity kept in memory between batches";
}

TEST_P(ConformanceTest, ACrashBetweenBatchesDoesNotShow) {
  const Contents whole = Build(1'000'000, 1'000'000);
  for (int writes = 0; writes < 10; ++writes) {
    const std::unique_ptr<OrderedStore> store = NewMemoryStore();
    RunnerOptions options;
    options.events_per_batch = 37;
    FailingStore failing(*store, writes);
    Runner interrupted(log_, failing, projections_, options);
    ASSERT_TRUE(interrupted.Start().ok());
    EXPECT_EQ(interrupted.ApplyThrough(log_.Head().size).code(), absl::StatusCode::kInternal);
    options.events_per_batch = 41;
    Runner resumed(log_, *store, projections_, options);
    ASSERT_TRUE(resumed.Start().ok());
    EXPECT_EQ(resumed.applied(), static_cast<uint64_t>(writes) * 37);
    ASSERT_TRUE(resumed.ApplyThrough(log_.Head().size).ok());
    EXPECT_EQ(whole, ContentsOf(*store)) << "crash before write " << writes;
  }
}

TEST_P(ConformanceTest, AFailedWriteIsTriedAgainByTheSameRunner) {
  const Contents whole = Build(1'000'000, 1'000'000);
  const std::unique_ptr<OrderedStore> store = NewMemoryStore();
  RunnerOptions options;
  options.events_per_batch = 50;
  for (int attempt = 0; attempt < 40; ++attempt) {
    FailingStore failing(*store, 1);
    Runner runner(log_, failing, projections_, options);
    ASSERT_TRUE(runner.Start().ok());
    if (runner.ApplyThrough(log_.Head().size).ok()) break;
  }
  EXPECT_EQ(whole, ContentsOf(*store));
}

TEST_P(ConformanceTest, NameAndVersionAreWellFormed) {
  const absl::string_view name = projections_[0]->Name();
  EXPECT_FALSE(name.empty());
  EXPECT_LE(name.size(), 32u);
  for (const char c : name)
    EXPECT_TRUE((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_');
  EXPECT_GE(projections_[0]->RulesVersion(), 1u);
}

INSTANTIATE_TEST_SUITE_P(EveryModule, ConformanceTest,
                         testing::Range<size_t>(0, AllProjections().size()),
                         [](const testing::TestParamInfo<size_t>& module) {
                           return std::string(AllProjections()[module.param]->Name());
                         });

}  // namespace
}  // namespace decree
