// Screening through the façade: the dates that people type, the view, and an altered record.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/unit/decree/store_folder.h"

namespace decree {
namespace {

using testing::HasSubstr;

constexpr char kDuty[] =
    R"("stated":"2025-02-01","class":"tariff","effective":{"from":"2025-02-04"},)"
    R"("scope":{"include":[{"origin":["CN"]}]},"terms":{"tariff":{"adValorem":"10%"}})";
constexpr char kRaise[] = R"("stated":"2025-11-01","effective":{"from":"2025-11-05"},)"
                          R"("terms":{"tariff":{"adValorem":"20%"}})";

class FacadeScreenTest : public testing::Test {
 protected:
  FacadeScreenTest() : store_(folder_.Open("store")) {
    const auto appended = store_->Append(
        EventsOf({ActText("duty", "imposed", kDuty), ActText("raise", "amended", kRaise)}));
    EXPECT_TRUE(appended.ok()) << appended.status();
  }
  static ScreenQuestion Question(const std::string& on) {
    ScreenQuestion question;
    question.transaction.on = on;
    question.transaction.origin = "CN";
    return question;
  }
  static std::string Added(const absl::StatusOr<ScreenAnswer>& answer) {
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.ok() ? answer->duty.added.rate : "";
  }
  StoreFolder folder_;
  std::unique_ptr<Decree> store_;
};

TEST_F(FacadeScreenTest, TodayIsTheClocksDay) {
  const auto answer = store_->Screen(Question("today"));
  EXPECT_EQ(Added(answer), "20%");
  EXPECT_EQ(answer->header.effective_on, "2025-11-05");
  EXPECT_EQ(answer->transaction.on, "2025-11-05");
}

TEST_F(FacadeScreenTest, WithoutADateItIsNoQuestion) {
  const auto answer = store_->Screen(Question(""));
  EXPECT_EQ(answer.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(answer.status().message()), HasSubstr("effective date: missing"));
}

TEST_F(FacadeScreenTest, EveryAxisOfTheViewCounts) {
  ScreenQuestion question = Question("2025-11-05");
  question.view.known_by = "2025-10-31";
  EXPECT_EQ(Added(store_->Screen(question)), "10%");
  question.view = {};
  question.view.recorded_by = "1";
  EXPECT_EQ(Added(store_->Screen(question)), "10%");
  EXPECT_EQ(Added(folder_.OpenReader("store")->Screen(Question("2025-11-05"))), "20%");
}

TEST_F(FacadeScreenTest, AnAlteredRecordIsScreenedLikeAnyOther) {
  const std::vector<std::string> without = {"raise"};
  const auto altered = store_->WhatIf(
      without, EventsOf({ActText("end", "revoked",
                                 R"("stated":"2025-11-02","effective":{"from":"2025-12-01"})")}));
  ASSERT_TRUE(altered.ok()) << altered.status();
  EXPECT_EQ(Added((*altered)->Screen(Question("2025-11-05"))), "10%");
  EXPECT_EQ(Added((*altered)->Screen(Question("2025-12-01"))), "0%");
  EXPECT_EQ(Added(store_->Screen(Question("2025-12-01"))), "20%");
}

TEST_F(FacadeScreenTest, LimitsOfTheQuestionHold) {
  ScreenQuestion question = Question("2025-11-05");
  question.limits.deadline = absl::InfinitePast();
  EXPECT_EQ(store_->Screen(question).status().code(), absl::StatusCode::kDeadlineExceeded);
}

std::string AddedBy(const absl::StatusOr<std::shared_ptr<const ScreenOutcome>>& outcome) {
  EXPECT_TRUE(outcome.ok()) << outcome.status();
  return outcome.ok() ? (*outcome)->added.rate : "";
}

TEST_F(FacadeScreenTest, ManyAreScreenedOverOneStateOfTheRecord) {
  const auto screenings = store_->StartScreening({});
  ASSERT_TRUE(screenings.ok()) << screenings.status();
  EXPECT_EQ((*screenings)->header().head, 2u);
  const Transaction today = Question("today").transaction;
  EXPECT_EQ(AddedBy((*screenings)->OutcomeOf(today)), "20%");
  const auto appended = store_->Append(EventsOf(
      {ActText("end", "revoked", R"("stated":"2025-11-02","effective":{"from":"2025-11-03"})")}));
  ASSERT_TRUE(appended.ok()) << appended.status();
  EXPECT_EQ(AddedBy((*screenings)->OutcomeOf(today)), "20%");
  EXPECT_EQ(Added(store_->Screen(Question("today"))), "0%");
  EXPECT_EQ(AddedBy((*store_->StartScreening({}))->OutcomeOf(today)), "0%");
}

TEST_F(FacadeScreenTest, OfManyEachIsReadAsOneIs) {
  const auto screenings = store_->StartScreening({});
  ASSERT_TRUE(screenings.ok()) << screenings.status();
  for (const std::string on : {"", "2025-13"}) {
    const auto outcome = (*screenings)->OutcomeOf(Question(on).transaction);
    EXPECT_EQ(outcome.status().code(), absl::StatusCode::kInvalidArgument) << on;
    EXPECT_EQ(outcome.status().message(), store_->Screen(Question(on)).status().message());
  }
  ViewText view;
  view.known_by = "2025-13";
  EXPECT_EQ(store_->StartScreening(view).status().code(), absl::StatusCode::kInvalidArgument);
}

// A record that is large enough to be screened by the compiled answers' postings.
TEST_F(FacadeScreenTest, InALargeRecordOnlyWhatMayReachIsLookedAt) {
  std::vector<NewEvent> events;
  for (int i = 0; i < 2'500; ++i) {
    const std::string heading = absl::StrCat(1'000 + i % 500);
    const auto event = EventFromJson(
        absl::StrCat(R"({"id":"e)", i, R"(","kind":"imposed","measure":"us/m)", i,
                     R"(","class":"tariff","actor":{"jurisdiction":"US"},"stated":"2025-02-01",)",
                     R"("effective":{"from":"2025-02-04"},"scope":{"include":[{"origin":[")",
                     i % 2 == 0 ? "CN" : "EU", R"("],"destination":["US"],"product":["HS:)",
                     heading, R"("]}]},"terms":{"tariff":{"adValorem":"1%"}}})"));
    ASSERT_TRUE(event.ok()) << event.status();
    events.push_back({*event, {}});
  }
  const auto member = EventFromJson(
      R"({"id":"de","kind":"membershipStarted","stated":"1993-11-01","effective":{"from":"1993-11-01"},)"
      R"("membership":{"group":"EU","member":"DE"}})");
  ASSERT_TRUE(member.ok()) << member.status();
  events.push_back({*member, {}});
  ASSERT_TRUE(store_->Append(events).ok());
  const auto ask = [](const std::string& origin, const std::string& product) {
    ScreenQuestion question;
    question.transaction.on = "2025-06-01";
    question.transaction.origin = origin;
    question.transaction.destination = "US";
    question.transaction.products.push_back(*ParseProductCode(product));
    return question;
  };
  const auto screenings = store_->StartScreening({});
  ASSERT_TRUE(screenings.ok()) << screenings.status();
  const auto altered = store_->WhatIf(std::vector<std::string>{"e500"}, {});
  ASSERT_TRUE(altered.ok()) << altered.status();
  // Every 500th measure names the heading, and the duty of the other tests all goods of China.
  for (const auto& [origin, product, added, less] :
       {std::array<std::string, 4>{"CN", "HTS:1000200000", "15%", "14%"},
        std::array<std::string, 4>{"DE", "HTS:1001200000", "5%", "5%"},
        std::array<std::string, 4>{"DE", "HTS:1000200000", "0%", "0%"},
        std::array<std::string, 4>{"CN", "HTS:9900200000", "10%", "10%"}}) {
    const ScreenQuestion question = ask(origin, product);
    EXPECT_EQ(Added(store_->Screen(question)), added) << origin << product;
    EXPECT_EQ(AddedBy((*screenings)->OutcomeOf(question.transaction)), added);
    EXPECT_EQ(Added((*altered)->Screen(question)), less) << origin << product;
  }
  // What is appended later is found as well.
  ASSERT_TRUE(store_
                  ->Append(EventsOf({ActText("more", "amended",
                                             R"("stated":"2025-02-02",)"
                                             R"("effective":{"from":"2025-05-01"},)"
                                             R"("terms":{"tariff":{"adValorem":"30%"}})")}))
                  .ok());
  EXPECT_EQ(Added(store_->Screen(ask("CN", "HTS:1000200000"))), "35%");
}

}  // namespace
}  // namespace decree
