// An explanation keeps to a deadline, a cancellation and a number of acts, on an altered record
// too.
#include <gtest/gtest.h>

#include <atomic>
#include <memory>

#include "tests/unit/decree/store_folder.h"

namespace decree {
namespace {

TEST(ExplainLimitsTest, AnExplanationHasLimits) {
  StoreFolder folder;
  const std::unique_ptr<Decree> store = folder.Open("store");
  ASSERT_TRUE(
      store
          ->Append(EventsOf(
              {ActText("start", "imposed",
                       R"("stated":"2025-10-10","effective":{"from":"2025-11-05"})"),
               ActText("more", "amended", R"("stated":"2025-10-12","terms":{"text":"more"})")}))
          .ok());
  ExplainQuestion question;
  question.measure = "us/a";
  question.effective_on = "2025-11-06";
  const auto whole = store->Explain(question);
  ASSERT_TRUE(whole.ok()) << whole.status();
  const auto altered = store->WhatIf({}, {});
  ASSERT_TRUE(altered.ok()) << altered.status();
  for (Record* const record : {static_cast<Record*>(store.get()), altered->get()}) {
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

}  // namespace
}  // namespace decree
