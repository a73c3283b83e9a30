// A body that does not decode, as a newer version may have left it: what rests on the names that it
// joins is refused by name, all else is answered, and the record itself is told.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "core/backup/backup.h"
#include "core/log/event_log.h"
#include "tests/unit/decree/store_folder.h"

namespace decree {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kRefused[] = "m/us/a: the event at position 3 could not be applied";

std::string OtherText(const std::string& id, const std::string& rest) {
  return EventText(id, "imposed", absl::StrCat(R"("measure":"us/other",)", rest));
}

class UnappliedTest : public testing::Test {
 protected:
  UnappliedTest() {
    Append({ActText("a", "imposed", R"("stated":"2025-01-01","effective":{"from":"2025-02-01"})"),
            OtherText("other", R"("stated":"2025-01-01","effective":{"from":"2025-02-01"})")});
    AppendRequest request;
    request.id = "strange";
    request.body = "no event of any version so far";
    request.streams = {"m/us/a"};
    AppendToLog(request);
  }

  // Past everything that looks at events.
  void AppendToLog(const AppendRequest& request) {
    LogOptions options;
    options.clock = &clock_;
    options.disk_reserve_bytes = 0;
    const auto log = EventLog::Open(folder_.Dir("store") + "/log", options);
    ASSERT_TRUE(log.ok()) << log.status();
    const auto appended = (*log)->Append({&request, 1});
    EXPECT_TRUE(appended.ok()) << appended.status();
  }

  void Append(const std::vector<std::string>& lines) {
    const std::unique_ptr<Decree> store = folder_.Open("store");
    const auto appended = store->Append(EventsOf(lines));
    ASSERT_TRUE(appended.ok()) << appended.status();
    EXPECT_THAT(appended->warnings, IsEmpty());
    EXPECT_TRUE(store->Close().ok());
  }

  static AsOfQuestion About(const std::string& measure) {
    AsOfQuestion question;
    question.effective_on = "2025-06-01";
    question.measure = measure;
    return question;
  }

  static void ExpectAnswers(Decree& store) {
    const auto all = store.AsOf(About(""));
    ASSERT_TRUE(all.ok()) << all.status();
    ASSERT_EQ(all->measures.size(), 1u);
    EXPECT_EQ(all->measures[0].measure, "us/other");
    EXPECT_THAT(all->notes, ElementsAre(HasSubstr(kRefused)));
    EXPECT_TRUE(store.AsOf(About("us/other")).ok());
    const auto refused = store.AsOf(About("us/a")).status();
    EXPECT_TRUE(absl::IsDataLoss(refused)) << refused;
    EXPECT_THAT(std::string(refused.message()), HasSubstr(kRefused));
    EXPECT_TRUE(store.Explain("us/other", "2025-06-01", {}).ok());
    EXPECT_TRUE(absl::IsDataLoss(store.Explain("us/a", "2025-06-01", {}).status()));
    const auto point = store.MakePointQuestion(About(""));
    ASSERT_TRUE(point.ok()) << point.status();
    PointAnswer answer;
    const absl::Status pointed = store.Point(*point, answer);
    EXPECT_TRUE(absl::IsDataLoss(pointed)) << pointed << ": it could not say what is left out";
    // It may reach any transaction.
    ScreenQuestion screen;
    screen.transaction.on = "2025-06-01";
    const auto screened = store.Screen(screen).status();
    EXPECT_THAT(std::string(screened.message()), HasSubstr(kRefused));
  }

  static void ExpectRecord(Decree& store) {
    std::vector<std::string> ids;
    const absl::Status scanned = store.Scan({}, [&](const StoredEvent& stored) {
      ids.push_back(stored.event.id);
      return absl::OkStatus();
    });
    EXPECT_THAT(ids, ElementsAre("a", "other", "later")) << "all that reads";
    EXPECT_TRUE(absl::IsDataLoss(scanned)) << scanned;
    EXPECT_THAT(std::string(scanned.message()), HasSubstr("position 3: "));
    EventFilter narrow;
    narrow.measure = "us/other";
    EXPECT_EQ(store.Events(narrow)->size(), 2u) << "which it does not join";
    EXPECT_TRUE(store.Show("other").ok());
    const auto stats = store.Stats();
    ASSERT_TRUE(stats.ok()) << stats.status();
    EXPECT_EQ(stats->head.size, 4u);
    EXPECT_THAT(stats->trouble, HasSubstr("position 3: "));
    const auto report = store.Doctor();
    ASSERT_TRUE(report.ok()) << report.status();
    ASSERT_EQ(report->findings.size(), 1u);
    EXPECT_THAT(report->findings[0], HasSubstr("position 3: "));
    EXPECT_THAT(report->findings[0], HasSubstr("what rests on m/us/a is refused"));
  }

  StandingClock clock_;
  StoreFolder folder_;
};

const char kLater[] = R"("stated":"2025-05-01","effective":{"from":"2025-06-01"})";

TEST_F(UnappliedTest, OnlyWhatRestsOnItIsRefused) {
  Append({OtherText("later", kLater)});
  const std::unique_ptr<Decree> reader = folder_.OpenReader("store");
  ExpectAnswers(*reader);
  ExpectRecord(*reader);
}

TEST_F(UnappliedTest, TheSameOfViewsMadeAnew) {
  Append({OtherText("later", kLater)});
  {
    const std::unique_ptr<Decree> store = folder_.Open("store");
    const auto rebuilt = store->Rebuild();
    ASSERT_TRUE(rebuilt.ok()) << rebuilt.status();
    EXPECT_TRUE(rebuilt->identical);
    ExpectAnswers(*store);
  }
  std::filesystem::remove_all(folder_.Dir("store") + "/views");
  ExpectAnswers(*folder_.OpenReader("store"));
}

TEST_F(UnappliedTest, ABackupHoldsIt) {
  Append({OtherText("later", kLater)});
  const auto backed_up = BackUpStore(folder_.Dir("store"), folder_.Dir("backup"), {});
  ASSERT_TRUE(backed_up.ok()) << backed_up.status();
  EXPECT_TRUE(VerifyBackup(folder_.Dir("backup"), {}).ok());
}

// What repairs it cannot be merged; and nobody appends such a repair any more.
TEST_F(UnappliedTest, ARepairOfItRestsOnIt) {
  const Event undo = EventOf(R"({"id":"undo","kind":"retracted","target":"strange"})");
  AppendRequest request;
  request.id = undo.id;
  request.body = EncodeEvent(undo);
  request.streams = StreamsOf(undo);
  request.target_id = undo.target;
  AppendToLog(request);
  const std::unique_ptr<Decree> store = folder_.Open("store");
  EXPECT_TRUE(store->AsOf(About("us/other")).ok());
  EXPECT_THAT(std::string(store->AsOf(About("us/a")).status().message()), HasSubstr(kRefused));
  const absl::Status again =
      store->Append(EventsOf({R"({"id":"undo-2","kind":"retracted","target":"strange"})"}))
          .status();
  EXPECT_TRUE(absl::IsDataLoss(again)) << again;
}

}  // namespace
}  // namespace decree
