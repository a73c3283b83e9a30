// Claims of former recordings through the façade: an archive that was recorded here in one go,
// years after another system had it.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/decree.h"
#include "core/store/temporary_folder.h"
#include "gtest/gtest.h"
#include "tests/unit/decree/store_folder.h"

namespace decree {
namespace {

class DayClock final : public Clock {
 public:
  int64_t NowMicros() const override { return now_us; }
  int64_t now_us = 20'000 * kMicrosPerDay;  // 2024-10-04
};

std::string Claim(const std::string& recorded) {
  return absl::StrCat(R"("formerly":{"system":"archive","recorded":")", recorded, R"("})");
}

class FormerlyTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto folder = TemporaryFolder::Create();
    ASSERT_TRUE(folder.ok()) << folder.status();
    folder_ = *std::move(folder);
    Options options;
    options.clock = &clock_;
    options.disk_reserve_bytes = 0;
    auto store = Decree::Open(folder_->path() + "/store", options);
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
    Add(ActText("base", "imposed",
                absl::StrCat(R"("stated":"2020-01-10","effective":{"from":"2020-02-01"},)",
                             R"("terms":{"tariff":{"adValorem":"10%"}},)",
                             R"("scope":{"include":[{"origin":["CN"],"product":["HTS:85"]}]},)",
                             Claim("2020-01-12"))));
    Add(ActText("raise", "amended",
                absl::StrCat(R"("stated":"2020-02-20","effective":{"from":"2020-03-01"},)",
                             R"("terms":{"tariff":{"adValorem":"25%"}},)", Claim("2020-07-01"))));
    clock_.now_us += kMicrosPerDay;
    Add(ActText("end", "revoked", R"("stated":"2020-03-20","effective":{"from":"2021-01-01"})"));
  }
  void Add(const std::string& json) {
    const NewEvent event{EventOf(json), {}};
    const auto appended = store_->Append({&event, 1});
    ASSERT_TRUE(appended.ok()) << appended.status();
  }

  static ViewText View(const std::string& recorded_by, bool formerly = true) {
    ViewText view;
    view.recorded_by = recorded_by;
    view.formerly = formerly;
    return view;
  }
  AsOfQuestion Asked(const std::string& on, const ViewText& view) {
    AsOfQuestion question;
    question.effective_on = on;
    question.view = view;
    return question;
  }
  AsOfAnswer Ask(const std::string& on, const ViewText& view) {
    const auto answer = store_->AsOf(Asked(on, view));
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.ok() ? *answer : AsOfAnswer();
  }
  static std::string RateOf(const AsOfAnswer& answer) {
    if (answer.measures.empty() || !answer.measures[0].terms) return "";
    return FormatRatePpm(*answer.measures[0].terms->tariff->ad_valorem_ppm);
  }
  static uint64_t ClaimsOf(const AnswerHeader& header) {
    uint64_t events = 0;
    for (const ClaimingSystem& system : header.claims) events += system.events;
    return events;
  }

  DayClock clock_;
  std::unique_ptr<TemporaryFolder> folder_;
  std::unique_ptr<Decree> store_;
};

TEST_F(FormerlyTest, ClaimsCountFromTheirInstantsAndAreCounted) {
  EXPECT_TRUE(Ask("2020-04-01", View("2020-06-01", false)).measures.empty());
  const AsOfAnswer june = Ask("2020-04-01", View("2020-06-01"));
  EXPECT_EQ(RateOf(june), "10%");
  EXPECT_TRUE(june.header.formerly);
  EXPECT_EQ(ClaimsOf(june.header), 1u);
  EXPECT_EQ(june.header.store_begins, "2024-10-04T00:00:00Z");
  const AsOfAnswer july = Ask("2020-04-01", View("2020-07-01"));
  EXPECT_EQ(RateOf(july), "25%");
  EXPECT_EQ(ClaimsOf(july.header), 2u);
}

TEST_F(FormerlyTest, WhatHasNoClaimCountsFromTheOwnRecording) {
  const AsOfAnswer before = Ask("2021-06-01", View("2024-10-04T12:00:00Z"));
  EXPECT_EQ(before.measures.at(0).applies, Answer::kYes);
  EXPECT_EQ(before.header.store_begins, "");
  EXPECT_EQ(ClaimsOf(before.header), 0u);
  EXPECT_TRUE(Ask("2021-06-01", View("2024-10-05")).measures.empty());
}

TEST_F(FormerlyTest, PointQuestionsAnswerAsTheOthers) {
  for (const char* const by : {"2020-01-01", "2020-06-01", "2020-07-01", "2024-10-05"}) {
    AsOfQuestion text = Asked("2020-04-01", View(by));
    text.origin = "CN";
    text.product = "HTS:8541420010";
    const auto question = store_->MakePointQuestion(text);
    ASSERT_TRUE(question.ok()) << question.status();
    PointAnswer answer;
    ASSERT_TRUE(store_->Point(*question, answer).ok());
    const AsOfAnswer whole = Ask("2020-04-01", View(by));
    ASSERT_EQ(answer.hits.size(), whole.measures.size()) << by;
    if (answer.hits.empty()) continue;
    EXPECT_EQ(answer.hits[0].rate_ppm, whole.measures[0].terms->tariff->ad_valorem_ppm) << by;
  }
}

TEST_F(FormerlyTest, DraftsMayClaim) {
  const NewEvent draft{
      EventOf(ActText("early", "suspended",
                      absl::StrCat(R"("stated":"2020-03-01","effective":{"from":"2020-03-15"},)",
                                   Claim("2020-03-02")))),
      {}};
  const auto altered = store_->WhatIf({}, {&draft, 1});
  ASSERT_TRUE(altered.ok()) << altered.status();
  const auto answer = (*altered)->AsOf(Asked("2020-04-01", View("2020-06-01")));
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_TRUE(answer->measures.empty()) << "suspended";
  EXPECT_EQ(ClaimsOf(answer->header), 2u);
}

TEST_F(FormerlyTest, EventsAreListedByTheirClaims) {
  EventFilter filter;
  const auto ids = [&](const ViewText& view) {
    filter.view = view;
    std::vector<std::string> found;
    const auto events = store_->Events(filter);
    EXPECT_TRUE(events.ok()) << events.status();
    for (const StoredEvent& event : *events) found.push_back(event.event.id);
    return found;
  };
  EXPECT_EQ(ids(View("2020-06-01")), std::vector<std::string>({"base"}));
  EXPECT_EQ(ids(View("2020-06-01", false)), std::vector<std::string>());
  EXPECT_EQ(ids(View("2024-10-04")), std::vector<std::string>({"base", "raise"}));
}

TEST_F(FormerlyTest, SayingWhyItCannotBeRead) {
  const auto why = [&](const ViewText& view) {
    return std::string(store_->AsOf(Asked("2020-04-01", view)).status().message());
  };
  EXPECT_EQ(why(View("")),
            "formerly (--formerly): without recorded_by (--recorded-by) no claim counts; give the "
            "day or the instant by which events were recorded, e.g. 2024-06-14");
  EXPECT_EQ(why(View("2")),
            "recorded_by: 2 is a position of this store, and what another system claims is about "
            "instants (formerly); give a day or an instant, e.g. 2024-06-14");
  EXPECT_EQ(why(View("4", false)),
            "recorded_by: position 4 is beyond the head of this store, 3; give a position up to "
            "it, a day or an instant");
  EXPECT_EQ(why(View("3", false)), "");
  HistoryQuestion history;
  history.measure = "us/a";
  history.effective_on = "2020-04-01";
  history.axes = {Axis::kRecorded};
  history.view = View("2020-07-01");
  EXPECT_EQ(store_->History(history).status().code(), absl::StatusCode::kInvalidArgument);
  history.axes.clear();
  const auto known = store_->History(history);
  ASSERT_TRUE(known.ok()) << known.status();
  for (const HistoryChange& change : known->changes) EXPECT_NE(change.axis, Axis::kRecorded);
}

}  // namespace
}  // namespace decree
