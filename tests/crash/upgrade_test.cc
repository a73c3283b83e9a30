// Kills a process while it builds anew what older rules made: a store whose views and compiled
// answers say so is opened, and ended at calls spread over all by which it changes files. Whoever
// opens it next, as a reader or as a writer, gets the answers of a store that was never upgraded;
// the log is untouched and `doctor` finds nothing. DECREE_UPGRADE_KILLS sets another number of
// kills for each of the two; one that is large enough kills at every call.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <utility>

#include "core/log/log_prefix.h"
#include "core/merkle/sha256.h"
#include "core/projections/projection_list.h"
#include "core/projections/runner.h"
#include "core/projections/views.h"
#include "core/store/ordered_store.h"
#include "tests/crash/child_process.h"
#include "tests/crash/kill_at_call.h"
#include "tests/crash/power_run.h"
#include "tests/unit/decree/digests.h"
#include "tests/unit/projections/recorded_log.h"

namespace decree {
namespace {

namespace fs = std::filesystem;

constexpr int kMeasures = 700;
constexpr int kEventsOfAMeasure = 4;  // more than 2,000 in all: compiled answers are kept on disk
constexpr int kKillsOfAPhase = 12;
constexpr char kCompiledStateKey[] = "z";  // schema/FORMAT.md, "The image"
constexpr char kBucketFamily[] = "b", kAfterBuckets[] = "c";

// The rules of a former version: they left out what every third event says.
class OlderRules final : public Projection {
 public:
  explicit OlderRules(std::unique_ptr<Projection> now) : now_(std::move(now)) {}
  absl::string_view Name() const override { return now_->Name(); }
  uint32_t RulesVersion() const override { return now_->RulesVersion() - 1; }
  absl::Status Record(const RecordedEvent& event, std::vector<EntityRecord>& out) const override {
    return event.position % 3 == 0 ? absl::OkStatus() : now_->Record(event, out);
  }

 private:
  const std::unique_ptr<Projection> now_;
};

std::string EventLine(int measure, int step) {
  const std::string slug = absl::StrCat("us/m", measure);
  const std::string head =
      absl::StrCat(R"({"id":"m)", measure, "-", step, R"(","measure":")", slug,
                   R"(","actor":{"jurisdiction":"US"},"stated":"2025-0)", 1 + step, R"(-02",)");
  const std::string tariff =
      absl::StrCat(R"("terms":{"tariff":{"adValorem":")", 1 + (measure + 7 * step) % 60, R"(%"}})");
  switch (step) {
    case 0:
      return absl::StrCat(head, R"("kind":"imposed","effective":{"from":"2025-01-03"},)",
                          R"("scope":{"include":[{"origin":["CN"],"product":["HS:)",
                          1000 + measure % 50, R"("]}]},)", tariff, "}");
    case 1:
      return absl::StrCat(head, R"("kind":"amended","effective":{"from":"2025-03-01"},)", tariff,
                          "}");
    case 2:
      return absl::StrCat(head, R"("kind":"statement","threads":["t"]})");
    default:
      return absl::StrCat(head, R"("kind":")", measure % 5 == 0 ? "revoked" : "amended",
                          R"(","effective":{"from":"2025-06-01"})",
                          measure % 5 == 0 ? "" : "," + tariff, "}");
  }
}

absl::StatusOr<std::unique_ptr<Decree>> Open(const std::string& dir, bool read_only) {
  Options options;
  options.read_only = read_only;
  options.disk_reserve_bytes = 0;
  return Decree::Open(dir, options);
}

void MakeStore(const std::string& dir) {
  const auto store = Open(dir, false);
  DECREE_ASSERT(store.ok());
  std::vector<NewEvent> events;
  for (int step = 0; step < kEventsOfAMeasure; ++step) {
    for (int measure = 0; measure < kMeasures; ++measure) {
      events.push_back({EventOf(EventLine(measure, step)), {}});
    }
  }
  DECREE_ASSERT((*store)->Append(events).ok());
  DECREE_ASSERT((*store)->Close().ok());
}

std::unique_ptr<EventLog> ReadLog(const std::string& dir) {
  LogOptions options;
  options.read_only = true;
  auto log = EventLog::Open(dir + "/log", options);
  DECREE_ASSERT(log.ok());
  return *std::move(log);
}

// Views as a program with older rules leaves them.
void MakeOlderViews(const std::string& dir) {
  fs::remove_all(dir + "/views");
  ProjectionList older;
  for (std::unique_ptr<Projection>& now : AllProjections()) {
    older.push_back(std::make_unique<OlderRules>(std::move(now)));
  }
  const auto log = ReadLog(dir);
  const auto views = Views::Open(dir + "/views", *log, older, /*read_only=*/false, 1 << 20);
  DECREE_ASSERT(views.ok());
  DECREE_ASSERT((*views)->Pin().ok() && (*views)->Flush().ok());
}

// Compiled answers that lack what is filed under their headings, of the rules `by` versions ago.
void MakeLackingAnswers(const std::string& dir, uint32_t by) {
  const auto image = OpenRocksdbStore(dir + "/image", {});
  DECREE_ASSERT(image.ok());
  WriteSet writes;
  DECREE_ASSERT((*image)
                    ->Scan(kBucketFamily, kAfterBuckets,
                           [&](absl::string_view key, absl::string_view) {
                             writes.Delete(std::string(key));
                             return true;
                           })
                    .ok());
  const auto state = (*image)->Get(kCompiledStateKey);
  DECREE_ASSERT(state.ok() && state->has_value() && !writes.entries.empty());
  std::string changed = **state;
  uint32_t version = 0;
  std::memcpy(&version, changed.data(), sizeof(version));
  version -= by;
  std::memcpy(changed.data(), &version, sizeof(version));
  writes.Put(kCompiledStateKey, changed);
  DECREE_ASSERT((*image)->Write(writes).ok() && (*image)->Flush().ok());
}

std::string PointAnswers(Decree& store) {
  std::string text;
  for (int i = 0; i < 60; ++i) {
    AsOfQuestion asked;
    asked.effective_on = absl::StrCat("2025-0", 2 + i % 6, "-15");
    asked.issuer = "US";
    asked.origin = i % 7 == 0 ? "DE" : "CN";
    asked.product = absl::StrCat("HTS:", 1000 + i, "000000");
    const auto question = store.MakePointQuestion(asked);
    PointAnswer answer;
    if (!question.ok() || !store.Point(*question, answer).ok()) return "no answer";
    std::vector<std::string> hits;
    for (const PointHit& hit : answer.hits) {
      hits.push_back(
          absl::StrCat(store.MeasureOf(hit), "|", NameOf(hit.applies), "|", hit.rate_ppm));
    }
    std::sort(hits.begin(), hits.end());
    absl::StrAppend(&text, absl::StrJoin(hits, " "), "\n");
  }
  return text;
}

// Everything that is asked, and the log's root.
std::string Answers(Decree& store) {
  const auto stats = store.Stats();
  if (!stats.ok()) return stats.status().ToString();
  std::string text =
      absl::StrCat(stats->head.size, " ", ToHex(stats->head.root), " ", stats->measures, "\n");
  for (const auto ask : {AskAsOf, AskTimeline, AskScreen, AskMany, AskOutlook}) {
    const absl::StatusOr<Digest> digest = ask(store);
    absl::StrAppend(&text, digest.ok() ? digest->text : digest.status().ToString(), "----\n");
  }
  return text + PointAnswers(store);
}

std::string TextOf(const std::string& dir, bool read_only) {
  const auto store = Open(dir, read_only);
  if (!store.ok()) return store.status().ToString();
  std::string text = Answers(**store);
  const absl::Status closed = (*store)->Close();
  return closed.ok() ? text : closed.ToString();
}

// What does not hold of a store that was ended during an upgrade; `sound` is what one that was
// never upgraded answers.
std::string Problems(const std::string& dir, const std::string& sound) {
  std::string problems;
  if (TextOf(dir, /*read_only=*/true) != sound) problems += "a reader is told otherwise; ";
  if (TextOf(dir, /*read_only=*/false) != sound) problems += "a writer is told otherwise; ";
  const auto store = Open(dir, /*read_only=*/true);
  if (!store.ok()) return problems + store.status().ToString();
  if (Answers(**store) != sound) problems += "what was built anew answers otherwise; ";
  const auto report = (*store)->Doctor();
  if (!report.ok()) return problems + report.status().ToString();
  for (const std::string& finding : report->findings) problems += finding + "; ";
  return problems;
}

enum class Phase { kViews, kCompiled };

// When a process ends: instead of this call of this phase by which it changes a file. Call 0:
// never.
struct Moment {
  Phase phase = Phase::kViews;
  uint64_t call = 0;
};

// Opens the store, which builds the views anew, and closes it, which does so with the compiled
// answers; says how many calls each of them made.
int Upgrade(const std::string& dir, const Moment& end, int output) {
  KillAtCall(end.phase == Phase::kViews ? end.call : 0);
  const auto store = Open(dir, /*read_only=*/false);
  if (!store.ok()) return 1;
  const uint64_t for_views = CallsMade();
  KillAtCall(end.phase == Phase::kCompiled ? end.call : 0);
  const absl::Status closed = (*store)->Close();
  const uint64_t for_compiled = CallsMade();
  WriteText(output, absl::StrCat(for_views, " ", for_compiled));
  return closed.ok() ? 0 : 2;
}

class UpgradeTest : public testing::Test {
 protected:
  void SetUp() override {
    const Ended made = InChild([&](int output) {
      MakeStore(Now());
      WriteText(output, TextOf(Now(), /*read_only=*/false));
      return 0;
    });
    ASSERT_TRUE(made.answered()) << made.status;
    sound_ = made.text;
    ASSERT_THAT(sound_, testing::HasSubstr("us/m1|"));
    fs::copy(Now(), Older(), fs::copy_options::recursive);
    ASSERT_TRUE(InChild([&](int) {
                  MakeOlderViews(Older());
                  MakeLackingAnswers(Older(), 1);
                  return 0;
                }).answered());
  }

  std::string Now() const { return folder_.Sub("now"); }
  std::string Older() const { return folder_.Sub("older"); }
  std::string Copy() const { return folder_.Sub("copy"); }

  void PutCopy(const std::string& from) const {
    fs::remove_all(Copy());
    fs::copy(from, Copy(), fs::copy_options::recursive);
  }

  std::string ProblemsOfCopy() const {
    const Ended judged = InChild([&](int output) {
      WriteText(output, Problems(Copy(), sound_));
      return 0;
    });
    return judged.answered() ? judged.text : absl::StrCat("status ", judged.status);
  }

  Ended UpgradeCopy(const Moment& end) const {
    PutCopy(Older());
    return InChild([&](int output) { return Upgrade(Copy(), end, output); });
  }

  // Kills at moments spread evenly over the calls of a phase, or at each of them; returns how many.
  uint64_t KillThroughout(Phase phase, uint64_t calls, uint64_t wanted) const {
    const uint64_t moments = std::min(wanted, calls);
    uint64_t kills = 0;
    for (uint64_t i = 0; i < moments; ++i) {
      const Moment end{phase, 1 + i * calls / moments};
      // Background work varies a little: the last calls are not made every time.
      if (!UpgradeCopy(end).killed()) continue;
      ++kills;
      EXPECT_EQ(ProblemsOfCopy(), "") << "killed at call " << end.call << " of " << calls;
      if (HasFailure()) break;
    }
    return kills;
  }

  const MemoryFolder folder_;
  std::string sound_;
};

TEST_F(UpgradeTest, AnswersAreThoseOfAStoreThatWasNeverUpgraded) {
  ASSERT_TRUE(UpgradeCopy({}).answered());
  EXPECT_EQ(ProblemsOfCopy(), "");
}

TEST_F(UpgradeTest, KilledAtAnyMomentItIsFinishedByTheNext) {
  const uint64_t wanted = FromEnvironment("DECREE_UPGRADE_KILLS", kKillsOfAPhase);
  const Ended whole = UpgradeCopy({});
  ASSERT_TRUE(whole.answered()) << whole.status;
  unsigned long for_views = 0, for_compiled = 0;
  ASSERT_EQ(std::sscanf(whole.text.c_str(), "%lu %lu", &for_views, &for_compiled), 2) << whole.text;
  for (const auto& [phase, calls] :
       {std::pair{Phase::kViews, for_views}, std::pair{Phase::kCompiled, for_compiled}}) {
    const uint64_t kills = KillThroughout(phase, calls, wanted);
    ASSERT_FALSE(HasFailure());
    std::printf("%lu kills at %lu calls while the %s built\n", static_cast<unsigned long>(kills),
                calls, phase == Phase::kViews ? "views were" : "image was");
    EXPECT_GE(kills, std::min<uint64_t>(wanted, calls) * 9 / 10);
  }
}

// The harness must go red when what older rules made is taken for what these make, ...
TEST_F(UpgradeTest, OlderRowsUnderTheNewVersionAreReported) {
  PutCopy(Now());
  ASSERT_TRUE(InChild([&](int) {
                const std::string former = Copy() + "/views";
                fs::remove_all(former);
                fs::copy(Older() + "/views", former, fs::copy_options::recursive);
                const auto views = OpenRocksdbStore(former + "/g000001", {});
                DECREE_ASSERT(views.ok());
                WriteSet writes;
                for (const auto& projection : AllProjections()) {
                  auto checkpoint = *ReadCheckpoint(**views, projection->Name());
                  checkpoint->rules_version = projection->RulesVersion();
                  writes.Put(CheckpointKey(projection->Name()), EncodeCheckpoint(*checkpoint));
                }
                DECREE_ASSERT((*views)->Write(writes).ok() && (*views)->Flush().ok());
                return 0;
              }).answered());
  EXPECT_THAT(ProblemsOfCopy(), testing::HasSubstr("a reader is told otherwise; a writer is"));
}

// ... when a rebuild says that it is done before its rows are written, ...
TEST_F(UpgradeTest, ACheckpointBeforeItsRowsIsReported) {
  PutCopy(Older());
  ASSERT_TRUE(InChild([&](int) {
                const auto log = ReadLog(Copy());
                const ProjectionList projections = AllProjections();
                const auto views = OpenRocksdbStore(Copy() + "/views/g000002", {});
                DECREE_ASSERT(views.ok());
                Runner runner(*log, **views, projections);
                DECREE_ASSERT(runner.Start().ok());
                DECREE_ASSERT(runner.ApplyThrough(log->Head().size / 2).ok());
                WriteSet writes;
                for (const auto& projection : projections) {
                  const Checkpoint claimed{log->Head().size, projection->RulesVersion()};
                  writes.Put(CheckpointKey(projection->Name()), EncodeCheckpoint(claimed));
                }
                writes.Put("o", EncodeLogPrefix(*PrefixOf(*log, log->Head().size)));
                DECREE_ASSERT((*views)->Write(writes).ok() && (*views)->Flush().ok());
                std::ofstream(Copy() + "/views/current") << "g000002\n";
                return 0;
              }).answered());
  EXPECT_THAT(ProblemsOfCopy(), testing::HasSubstr("a reader is told otherwise; a writer is"));
}

// ... and when compiled answers do.
TEST_F(UpgradeTest, CompiledAnswersWithoutTheirEntriesAreReported) {
  PutCopy(Now());
  ASSERT_TRUE(InChild([&](int) {
                MakeLackingAnswers(Copy(), 0);
                return 0;
              }).answered());
  EXPECT_THAT(ProblemsOfCopy(), testing::AllOf(testing::HasSubstr("a writer is told otherwise"),
                                               testing::HasSubstr("image: ")));
}

}  // namespace
}  // namespace decree
