// Screening through the façade: the dates that people type, the view, and an altered record.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

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

}  // namespace
}  // namespace decree
