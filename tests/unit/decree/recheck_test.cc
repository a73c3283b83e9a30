// Past decisions through the façade: which view a decision is read under, and what limits hold.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/unit/decree/store_folder.h"

namespace decree {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr char kTariff[] =
    R"("stated":"2025-02-01","class":"tariff","effective":{"from":"2025-02-04"},)"
    R"("scope":{"include":[{"origin":["CN"]}]},"terms":{"tariff":{"adValorem":"10%"}})";
constexpr char kMarchRaise[] = R"("stated":"2025-03-01","effective":{"from":"2025-03-04"},)"
                               R"("terms":{"tariff":{"adValorem":"20%"}})";

class HandClock final : public Clock {
 public:
  int64_t NowMicros() const override { return now_us; }
  void Set(const char* instant) { now_us = ParseMoment(instant, "Etc/UTC")->latest_utc_us; }
  int64_t now_us = 0;
};

class RecheckTest : public testing::Test {
 protected:
  RecheckTest() {
    Options options;
    options.clock = &clock_;
    options.disk_reserve_bytes = 0;
    store_ = Decree::Open(folder_.Dir("store"), options).value();
  }
  // Recorded at that instant.
  void Append(const char* at, const std::string& line) {
    clock_.Set(at);
    const auto appended = store_->Append(EventsOf({line}));
    ASSERT_TRUE(appended.ok()) << appended.status();
  }
  static PastDecision Decision(const std::string& decided, const std::string& added) {
    PastDecision decision;
    decision.id = decided;
    decision.decided = decided;
    decision.transaction.on = "2025-03-10";
    decision.transaction.origin = "CN";
    decision.transaction.value = Decimal{1000, 0};
    decision.transaction.currency = "USD";
    decision.decision = "allowed";
    decision.added = added;
    return decision;
  }
  RecheckRow Check(const PastDecision& decision) {
    RecheckQuestion question;
    question.decisions = {decision};
    const auto answer = store_->Recheck(question);
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.ok() ? answer->rows.at(0) : RecheckRow();
  }

  HandClock clock_;
  StoreFolder folder_;
  std::unique_ptr<Decree> store_;
};

TEST_F(RecheckTest, TheViewIsThatOfTheDayWhereNothingElseIsSaid) {
  Append("2025-02-05T09:00:00Z", ActText("duty", "imposed", kTariff));
  Append("2025-03-20T09:00:00Z", ActText("raise", "amended", kMarchRaise));  // published 1 March
  const RecheckRow before = Check(Decision("2025-02-10", "10%"));
  EXPECT_EQ(before.recorded_by, 1u);
  EXPECT_EQ(before.then.added.rate, "10%");
  EXPECT_EQ(before.known_then.added.rate, "10%");
  EXPECT_TRUE(before.is_flipped);
  EXPECT_THAT(before.because, ElementsAre("raise"));
  EXPECT_EQ(before.verdict, RecheckVerdict::kCorrectAsKnownThen);
  EXPECT_EQ(before.amount_change, "100");
  // Public by then, but not in the store.
  const RecheckRow late = Check(Decision("2025-03-10", "10%"));
  EXPECT_TRUE(late.is_reproduced);
  EXPECT_TRUE(late.is_knowable_not_recorded);
  EXPECT_FALSE(late.is_correct_as_known_then);
  EXPECT_EQ(late.verdict, RecheckVerdict::kKnowableNotRecorded);
  EXPECT_THAT(late.because, ElementsAre("raise"));
  const RecheckRow after = Check(Decision("2025-03-25", "20%"));
  EXPECT_EQ(after.recorded_by, 2u);
  EXPECT_FALSE(after.is_flipped);
  EXPECT_TRUE(after.is_correct_now);
  EXPECT_EQ(after.verdict, RecheckVerdict::kCorrectAsKnownThen);
}

TEST_F(RecheckTest, ARecordMadeAfterwardsIsReadAsPublished) {
  Append("2025-06-01T09:00:00Z", ActText("duty", "imposed", kTariff));
  Append("2025-06-01T09:00:00Z", ActText("raise", "amended", kMarchRaise));
  const RecheckRow row = Check(Decision("2025-02-10", "10%"));
  EXPECT_EQ(row.recorded_by, 2u);
  EXPECT_EQ(row.then.added.rate, "10%");
  EXPECT_FALSE(row.is_knowable_not_recorded);
  EXPECT_THAT(row.because, ElementsAre("raise"));
}

TEST_F(RecheckTest, WhatTheDecisionSaysOfItsViewCounts) {
  Append("2025-02-05T09:00:00Z", ActText("duty", "imposed", kTariff));
  Append("2025-03-01T09:00:00Z", ActText("raise", "amended", kMarchRaise));
  PastDecision decision = Decision("2025-03-10", "10%");
  decision.recorded_by = "1";
  EXPECT_EQ(Check(decision).then.added.rate, "10%");
  decision.recorded_by.clear();
  decision.known_by = "2025-02-28";
  const RecheckRow stale = Check(decision);
  EXPECT_EQ(stale.then.added.rate, "10%");
  EXPECT_TRUE(stale.is_reproduced);
  EXPECT_FALSE(stale.is_knowable_not_recorded);  // the store did hold it
  EXPECT_EQ(stale.verdict, RecheckVerdict::kIncorrect);
}

TEST_F(RecheckTest, ADecisionUnderALowerFloorIsComparedUnderThatFloor) {
  Append("2025-02-05T09:00:00Z",
         ActText("plan", "announced",
                 R"("stated":"2025-02-01","class":"tariff","effective":{"from":"2025-03-01"},)"
                 R"("scope":{"include":[{"origin":["CN"]}]},)"
                 R"("terms":{"tariff":{"adValorem":"50%"}})"));
  PastDecision decision = Decision("2025-02-10", "50%");
  decision.floor = "announced";
  EXPECT_FALSE(Check(decision).is_flipped);
  EXPECT_TRUE(Check(decision).is_correct_now);
  decision.floor = "anounced";
  EXPECT_THAT(std::string(Check(decision).trouble.message()), HasSubstr("view.floor: "));
}

TEST_F(RecheckTest, ABadDecisionStopsNoOther) {
  Append("2025-02-05T09:00:00Z", ActText("duty", "imposed", kTariff));
  RecheckQuestion question;
  question.decisions = {Decision("2025-02-10", "10%"), Decision("2025-02-11", "10%"),
                        Decision("2025-02-12", "12%")};
  question.decisions[1].known_by = "soon";
  const auto answer = store_->Recheck(question);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_TRUE(answer->rows[0].is_correct_now);
  EXPECT_THAT(std::string(answer->rows[1].trouble.message()), HasSubstr("view.knownBy: "));
  EXPECT_EQ(answer->rows[1].id, "2025-02-11");
  EXPECT_FALSE(answer->rows[2].is_correct_now);
  EXPECT_EQ(answer->rows[2].verdict, RecheckVerdict::kIncorrect);
  EXPECT_EQ(answer->rows[2].amount_change, "-20");
  EXPECT_THAT(answer->rows[2].because, IsEmpty());
}

TEST_F(RecheckTest, RatesAreComparedAsNumbers) {
  Append("2025-02-05T09:00:00Z", ActText("duty", "imposed", kTariff));
  EXPECT_TRUE(Check(Decision("2025-02-10", "10.00%")).is_correct_now);
  EXPECT_FALSE(Check(Decision("2025-02-10", "10.01%")).is_correct_now);
  EXPECT_EQ(Check(Decision("2025-02-10", "10.01%")).amount_change, "-0.1");
  EXPECT_TRUE(Check(Decision("2025-02-10", "")).is_correct_now);  // no duty was stated
  const RecheckRow words = Check(Decision("2025-02-10", "a lot"));
  EXPECT_FALSE(words.is_correct_now);
  EXPECT_EQ(words.amount_change, "");
}

TEST_F(RecheckTest, LimitsOfTheQuestionHold) {
  Append("2025-02-05T09:00:00Z", ActText("duty", "imposed", kTariff));
  RecheckQuestion question;
  question.decisions = {Decision("2025-02-10", "10%"), Decision("2025-02-10", "10%")};
  question.limits.rows_max = 1;
  EXPECT_EQ(store_->Recheck(question).status().code(), absl::StatusCode::kResourceExhausted);
  question.limits = {};
  question.limits.deadline = absl::InfinitePast();
  EXPECT_EQ(store_->Recheck(question).status().code(), absl::StatusCode::kDeadlineExceeded);
}

TEST_F(RecheckTest, AnAlteredRecordTellsWhatADraftWouldFlip) {
  Append("2025-02-05T09:00:00Z", ActText("duty", "imposed", kTariff));
  RecheckQuestion question;
  question.decisions = {Decision("2025-02-10", "10%")};
  const auto altered = store_->WhatIf({}, EventsOf({ActText("raise", "amended", kMarchRaise)}));
  ASSERT_TRUE(altered.ok()) << altered.status();
  const auto answer = (*altered)->Recheck(question);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_THAT(answer->rows[0].because, ElementsAre("raise"));
}

class TransactionHistoryTest : public RecheckTest {
 protected:
  TransactionHistoryQuestion Question(std::vector<Axis> axes = {}) {
    TransactionHistoryQuestion question;
    question.transaction = Decision("", "").transaction;
    question.axes = std::move(axes);
    return question;
  }
};

TEST_F(TransactionHistoryTest, AllAxesWhereADateIsGivenElseTheEffectiveOne) {
  Append("2025-02-05T09:00:00Z", ActText("duty", "imposed", kTariff));
  Append("2025-03-20T09:00:00Z", ActText("raise", "amended", kMarchRaise));
  const auto all = store_->TransactionHistory(Question());
  ASSERT_TRUE(all.ok()) << all.status();
  ASSERT_EQ(all->starts.size(), 3u);
  ASSERT_EQ(all->changes.size(), 6u);
  EXPECT_EQ(all->changes[1].at, "2025-03-04");
  EXPECT_EQ(all->changes[3].at, "2025-03-01");
  EXPECT_EQ(all->changes[5].position, 2u);
  EXPECT_THAT(all->changes[5].at, HasSubstr("2025-03-20T09:00:00"));
  EXPECT_THAT(all->changes[5].changed, ElementsAre("added"));
  EXPECT_EQ(all->changes[5].answer.added.amount, "200");
  TransactionHistoryQuestion question = Question();
  question.transaction.on = {};
  EXPECT_EQ(store_->TransactionHistory(question)->starts.size(), 1u);
  question.axes = {Axis::kKnown};
  EXPECT_THAT(std::string(store_->TransactionHistory(question).status().message()),
              HasSubstr("effective date (--on): missing"));
  question.transaction.on = "2025-13";
  EXPECT_EQ(store_->TransactionHistory(question).status().code(),
            absl::StatusCode::kInvalidArgument);
}

// Rules that contradict each other are an answer at the points where they do, and no more.
TEST_F(TransactionHistoryTest, ACycleOfRulesIsAPointLikeAnyOther) {
  const auto rule = [](const char* id, const char* stated, const char* program, const char* over) {
    return EventText(
        id, "stackingRuleSet",
        absl::StrCat(R"("stated":")", stated, R"(","effective":{"from":"2025-01-01"},)",
                     R"("stacking":{"program":")", program, R"(","effect":"excludes","over":[")",
                     over, "\"]}"));
  };
  std::string duty = kTariff;
  Append("2025-02-05T09:00:00Z", ActText("duty", "imposed", duty + R"(,"program":"p")"));
  Append(
      "2025-02-05T09:00:00Z",
      EventText("other", "imposed", absl::StrCat(R"("measure":"us/other","program":"q",)", duty)));
  Append("2025-02-06T09:00:00Z", rule("a", "2025-02-06", "p", "q"));
  Append("2025-02-07T09:00:00Z", rule("b", "2025-02-07", "q", "p"));
  Append("2025-02-08T09:00:00Z",
         EventText("mend", "retracted", R"("stated":"2025-02-08","target":"b","reason":"slip")"));
  const auto answer = store_->TransactionHistory(Question({Axis::kKnown}));
  ASSERT_TRUE(answer.ok()) << answer.status();
  ASSERT_EQ(answer->changes.size(), 4u);
  EXPECT_EQ(answer->changes[0].answer.added.rate, "20%");
  EXPECT_EQ(answer->changes[1].answer.added.rate, "10%");
  EXPECT_THAT(answer->changes[1].because, ElementsAre("a"));
  EXPECT_THAT(answer->changes[2].answer.trouble, HasSubstr("\"a\" and \"b\" form a cycle"));
  EXPECT_EQ(answer->changes[2].answer.decision, ScreenDecision::kUndetermined);
  EXPECT_EQ(answer->changes[3].at, "2025-02-08");
  EXPECT_EQ(answer->changes[3].answer.trouble, "");
  EXPECT_THAT(answer->changes[3].because, ElementsAre("mend"));
}

TEST_F(TransactionHistoryTest, LimitsOfTheQuestionHold) {
  Append("2025-02-05T09:00:00Z", ActText("duty", "imposed", kTariff));
  Append("2025-02-05T09:00:00Z", ActText("raise", "amended", kMarchRaise));
  TransactionHistoryQuestion question = Question();
  question.limits.deadline = absl::InfinitePast();
  EXPECT_EQ(store_->TransactionHistory(question).status().code(),
            absl::StatusCode::kDeadlineExceeded);
  question.limits = {};
  question.limits.rows_max = 1;
  EXPECT_EQ(store_->TransactionHistory(question).status().code(),
            absl::StatusCode::kResourceExhausted);
}

using ExplainTransactionTest = TransactionHistoryTest;

TEST_F(ExplainTransactionTest, EachMeasureThatReachesItOrNearlyDoes) {
  const auto impose = [&](const char* id, const char* measure, const char* scope,
                          const char* more =
                              R"("class":"tariff","terms":{"tariff":{"adValorem":"10%"}})") {
    Append("2025-02-05T09:00:00Z",
           EventText(id, "imposed",
                     absl::StrCat(R"("measure":")", measure,
                                  R"(","stated":"2025-02-01","effective":{"from":"2025-02-04"},)",
                                  R"("scope":)", scope, ",", more)));
  };
  impose("a", "us/a", R"({"include":[{"origin":["CN"],"product":["HTS:8501"]}]})");
  impose("b", "us/b", R"({"include":[{"origin":["VN"],"product":["HTS:8501"]}]})");
  impose("c", "us/c", R"({"include":[{"origin":["VN"],"product":["HTS:72"]}]})");
  impose("d", "us/d", R"({"include":[{"origin":["CN"],"product":["HTS:7208"]}]})");
  impose("e", "us/e", R"({"include":[{"origin":["CN"]}],"exclude":[{"product":["HTS:8501.10"]}]})");
  impose("f", "us/f", R"({"include":[{"origin":["CN"],"product":["HTS:8501.20"]}]})");
  impose("x", "us/x", R"({"include":[{"origin":["CN"]}]})",
         R"("class":"authorization","authorizes":["us/a"])");
  ScreenQuestion question;
  question.transaction.on = "2025-03-10";
  question.transaction.origin = "CN";
  question.transaction.products = {ParseProductCode("HTS:8501.10.40").value()};
  const auto answer = store_->ExplainTransaction(question);
  ASSERT_TRUE(answer.ok()) << answer.status();
  std::vector<std::string> told;
  for (const ExplainedMeasure& of : answer->measures) {
    std::string text = absl::StrCat(of.row.state.measure, " ", NameOf(of.row.state.applies), " ",
                                    NameOf(of.reaches));
    for (const ClauseVerdict& clause : of.clauses) {
      absl::StrAppend(&text, clause.is_exclude ? " -" : " +", NameOf(clause.holds));
      for (const std::string& name : clause.failing) absl::StrAppend(&text, ":", name);
    }
    told.push_back(text);
  }
  EXPECT_THAT(told, ElementsAre("us/a no yes +yes", "us/b no no +no:origin", "us/e no no +yes -yes",
                                "us/f no no +no:product"));
  const ExplainedMeasure& a = answer->measures[0];
  ASSERT_EQ(a.authorizations.size(), 1u);
  EXPECT_EQ(a.authorizations[0].measure, "us/x");
  EXPECT_EQ(a.authorizations[0].carves, Answer::kYes);
  EXPECT_THAT(a.stacking, HasSubstr("does not count: carved out by us/x"));
  EXPECT_EQ(a.scope_from, "a");
  ASSERT_EQ(a.acts.size(), 1u);
  EXPECT_EQ(a.acts[0].fate, ActFate::kDecides);
  question.limits.rows_max = 1;
  EXPECT_EQ(store_->ExplainTransaction(question).status().code(),
            absl::StatusCode::kResourceExhausted);
}

TEST_F(ExplainTransactionTest, AnActLimitedToAScopeSaysWhetherItCoversTheTransaction) {
  Append("2025-02-05T09:00:00Z", ActText("duty", "imposed", kTariff));
  Append("2025-02-05T09:00:00Z",
         ActText("pause", "suspended",
                 R"("stated":"2025-02-10","effective":{"from":"2025-02-11"},)"
                 R"("scope":{"include":[{"importer":["acme"]}]})"));
  ScreenQuestion question;
  question.transaction.on = "2025-03-10";
  question.transaction.origin = "CN";
  const auto why = [&] {
    const auto answer = store_->ExplainTransaction(question);
    EXPECT_TRUE(answer.ok()) << answer.status();
    for (const ExplainedAct& act : answer->measures.at(0).acts) {
      if (act.id == "pause") return act.why;
    }
    return std::string("not told");
  };
  EXPECT_THAT(why(), HasSubstr("open whether it covers"));
  question.transaction.importer = "other";
  EXPECT_THAT(why(), HasSubstr("does not cover the transaction"));
  question.transaction.importer = "acme";
  EXPECT_THAT(why(), HasSubstr("decides"));
}

}  // namespace
}  // namespace decree
