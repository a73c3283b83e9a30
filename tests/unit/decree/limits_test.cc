// What a question may cost, and the question that costs least.
#include <atomic>
#include <string>

#include "tests/unit/decree/decree_fixture.h"

namespace decree {
namespace {

TEST_F(DecreeTest, QuestionsHaveLimits) {
  Impose();
  AsOfQuestion question;
  question.effective_on = "2025-11-06";
  question.all = true;
  question.limits.deadline = absl::InfinitePast();
  EXPECT_EQ(store_->AsOf(question).status().code(), absl::StatusCode::kDeadlineExceeded);
  question.limits = {};
  const std::atomic<bool> cancel{true};
  question.limits.cancel = &cancel;
  EXPECT_EQ(store_->AsOf(question).status().code(), absl::StatusCode::kCancelled);
  TimelineQuestion timeline;
  timeline.limits.cancel = &cancel;
  EXPECT_EQ(store_->Timeline(timeline).status().code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(store_->Replay(timeline).status().code(), absl::StatusCode::kCancelled);
  timeline.limits = {};
  timeline.limits.rows_max = 1;
  EXPECT_EQ(store_->Timeline(timeline).status().code(), absl::StatusCode::kResourceExhausted);
  OutlookQuestion outlook;
  outlook.on = "2025-11-01";
  outlook.limits.deadline = absl::InfinitePast();
  EXPECT_EQ(store_->Outlook(outlook).status().code(), absl::StatusCode::kDeadlineExceeded);
}

TEST_F(DecreeTest, AnExplanationHasLimits) {
  Impose();
  Add(ActText("more", "amended", R"("stated":"2025-10-12","terms":{"text":"more"})"));
  ExplainQuestion question;
  question.measure = "us/a";
  question.effective_on = "2025-11-06";
  const auto whole = store_->Explain(question);
  ASSERT_TRUE(whole.ok()) << whole.status();
  const auto altered = store_->WhatIf({}, {});
  ASSERT_TRUE(altered.ok()) << altered.status();
  for (Decree* const record : {store_.get(), altered->get()}) {
    question.limits = {};
    question.limits.rows_max = whole->acts.size();
    EXPECT_TRUE(record->Explain(question).ok());
    --question.limits.rows_max;
    EXPECT_EQ(record->Explain(question).status().code(), absl::StatusCode::kResourceExhausted);
    question.limits = {};
    question.limits.deadline = absl::InfinitePast();
    EXPECT_EQ(record->Explain(question).status().code(), absl::StatusCode::kDeadlineExceeded);
    question.limits = {};
    const std::atomic<bool> cancel{true};
    question.limits.cancel = &cancel;
    EXPECT_EQ(record->Explain(question).status().code(), absl::StatusCode::kCancelled);
  }
}

TEST_F(DecreeTest, PointAnswersAsAsOf) {
  Add(ActText("tariff", "imposed",
              R"("stated":"2025-02-01","effective":{"from":"2025-02-04"},)"
              R"("scope":{"include":[{"origin":["CN"],"destination":["US"],"product":["HS:85"]}]},)"
              R"("terms":{"tariff":{"adValorem":"10%"}})"));
  AsOfQuestion question;
  question.effective_on = "2025-03-01";
  question.origin = "CN";
  question.destination = "US";
  question.product = "HTS:8541420010";
  auto point = store_->MakePointQuestion(question);
  ASSERT_TRUE(point.ok()) << point.status();
  PointAnswer answer;
  ASSERT_TRUE(store_->Point(*point, answer).ok());
  ASSERT_EQ(answer.hits.size(), 1u);
  EXPECT_EQ(answer.hits[0].rate_ppm, 100'000);
  EXPECT_EQ(answer.hits[0].applies, Answer::kYes);
  EXPECT_EQ(store_->MeasureOf(answer.hits[0]), store_->AsOf(question)->measures.at(0).measure);
  EXPECT_EQ(answer.head, 1u);
  // What was asked before the image had seen it must not stick.
  Add(ActText("lifted", "revoked", R"("stated":"2025-02-20","effective":{"from":"2025-02-25"})"));
  ASSERT_TRUE(store_->Point(*point, answer).ok());
  EXPECT_TRUE(answer.hits.empty());
  // A past position is asked the long way.
  question.view.recorded_by = "1";
  point = store_->MakePointQuestion(question);
  ASSERT_TRUE(point.ok()) << point.status();
  ASSERT_TRUE(store_->Point(*point, answer).ok());
  EXPECT_EQ(answer.hits.size(), 1u);
  question.effective_on = "2025-02";  // a month: another answer within
  question.view.recorded_by = "";
  point = store_->MakePointQuestion(question);
  ASSERT_TRUE(store_->Point(*point, answer).ok());
  ASSERT_EQ(answer.hits.size(), 1u);
  EXPECT_EQ(answer.hits[0].applies, Answer::kUndetermined);
  question.product = "HTS:854x";
  EXPECT_EQ(store_->MakePointQuestion(question).status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace decree
