// What append refuses since something behind the log could not bear it, and what it takes all the
// same (core/append/admission_checks.h).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_join.h"
#include "core/append/admission_checks.h"
#include "core/projections/repair_chain.h"
#include "tests/unit/decree/store_folder.h"

namespace decree {
namespace {

using ::testing::HasSubstr;

std::string Retracted(uint64_t i) {
  return absl::StrCat(R"({"id":"r)", i, R"(","kind":"retracted","target":"r)", i - 1, R"("})");
}

// Retractions `first` to `last` of a chain that rests on the act r0.
std::vector<NewEvent> Chain(uint64_t first, uint64_t last) {
  std::vector<std::string> lines;
  for (uint64_t i = first; i <= last; ++i) lines.push_back(Retracted(i));
  return EventsOf(lines);
}

class AdmissionTest : public testing::Test {
 protected:
  AdmissionTest() : store_(folder_.Open("store")) {
    Take({ActText("r0", "imposed", R"("stated":"2025-01-01","effective":{"from":"2025-02-01"})"),
          EventText("other", "imposed",
                    R"("measure":"us/other","stated":"2025-01-01",)"
                    R"("effective":{"from":"2025-02-01"})")});
  }

  void Take(const std::vector<std::string>& lines) {
    const auto appended = store_->Append(EventsOf(lines));
    ASSERT_TRUE(appended.ok()) << appended.status();
  }
  absl::Status Append(const std::vector<NewEvent>& events, bool as_recorded = false) {
    AppendOptions options;
    options.as_recorded = as_recorded;
    return store_->Append(events, options).status();
  }
  // The ids of the measures that apply.
  std::vector<std::string> Applying(Decree& store) {
    AsOfQuestion question;
    question.effective_on = "2025-06-01";
    const auto answer = store.AsOf(question);
    EXPECT_TRUE(answer.ok()) << answer.status();
    std::vector<std::string> slugs;
    if (!answer.ok()) return slugs;
    for (const MeasureState& state : answer->measures) slugs.push_back(state.measure);
    return slugs;
  }

  StoreFolder folder_;
  std::unique_ptr<Decree> store_;
};

using Slugs = std::vector<std::string>;

TEST_F(AdmissionTest, AChainOfRepairsEndsWhereTheDoorSays) {
  ASSERT_TRUE(Append(Chain(1, 40)).ok());
  ASSERT_TRUE(Append(Chain(41, kRepairChainMax)).ok());
  EXPECT_EQ(Applying(*store_), (Slugs{"us/a", "us/other"})) << "an even number of retractions";
  const absl::Status refused = Append(Chain(kRepairChainMax + 1, kRepairChainMax + 1));
  EXPECT_TRUE(absl::IsInvalidArgument(refused)) << refused;
  EXPECT_THAT(std::string(refused.message()), HasSubstr("event \"r65\": target: \"r64\""));
  // What is on record may always be repaired itself.
  Take({R"({"id":"all","kind":"retracted","target":"r0"})"});
  EXPECT_EQ(Applying(*store_), Slugs{"us/other"});
}

TEST_F(AdmissionTest, AChainWithinOneCallCountsAsWell) {
  const absl::Status refused = Append(Chain(1, kRepairChainMax + 2));
  EXPECT_TRUE(absl::IsInvalidArgument(refused)) << refused;
  EXPECT_THAT(std::string(refused.message()), HasSubstr("event \"r65\": "));
  EXPECT_EQ(store_->Stats()->head.size, 2u) << "all or nothing";
  ASSERT_TRUE(Append(Chain(1, 30)).ok());
  EXPECT_TRUE(absl::IsInvalidArgument(Append(Chain(31, kRepairChainMax + 1))));
}

TEST_F(AdmissionTest, WhatAnEarlierVersionTookIsTakenAsRecorded) {
  ASSERT_TRUE(Append(Chain(1, 301), /*as_recorded=*/true).ok());
  EXPECT_EQ(Applying(*store_), Slugs{"us/other"}) << "an odd number of retractions";
  // A repeat is no new event.
  EXPECT_TRUE(Append(Chain(290, 301)).ok());
  EXPECT_TRUE(absl::IsInvalidArgument(Append(Chain(302, 302))));
  const std::unique_ptr<Decree> reader = folder_.OpenReader("store");
  EXPECT_EQ(Applying(*reader), Slugs{"us/other"});
  EXPECT_TRUE(reader->Doctor()->findings.empty());
  HistoryQuestion history;
  history.measure = "us/a";
  history.effective_on = "2025-06-01";
  const auto changes = reader->History(history);
  ASSERT_TRUE(changes.ok()) << changes.status();
  EXPECT_GT(changes->changes.size(), 300u) << "each retraction is a change of the record";
}

TEST_F(AdmissionTest, ATargetThatIsNotThereIsNamed) {
  const absl::Status refused = Append(EventsOf({Retracted(9)}));
  EXPECT_TRUE(absl::IsNotFound(refused)) << refused;
  EXPECT_THAT(std::string(refused.message()), HasSubstr("\"r9\": its target 'r8'"));
  EXPECT_TRUE(absl::IsNotFound(Append(EventsOf({Retracted(2), Retracted(1)}))));
}

std::string Clauses(size_t bytes) {
  std::string text;
  for (int i = 0; text.size() < bytes; ++i) {
    absl::StrAppend(&text, i == 0 ? "" : ",", "\"", std::string(120, 'p'), i, "\"");
  }
  return absl::StrCat("[{\"party\":[", text, "]}]");
}

TEST_F(AdmissionTest, ACorrectionMayNotMakeAnEventLargerThanEventsAre) {
  constexpr size_t kHalf = 1'100'000;
  const std::string clauses = Clauses(kHalf);
  Take({EventText("big", "imposed",
                  absl::StrCat(R"("measure":"us/big","stated":"2025-01-01",)",
                               R"("effective":{"from":"2025-02-01"},"scope":{"include":)", clauses,
                               R"(},"terms":{"text":"t"})"))});
  const auto correction = [&](const std::string& id, const std::string& target,
                              const std::string& part) {
    return absl::StrCat(R"({"id":")", id, R"(","kind":"corrected","target":")", target,
                        R"(","replacement":{)", part, "}}");
  };
  const std::string lists = [] {
    std::vector<std::string> slugs;
    for (int i = 0; i < 1'000; ++i) slugs.push_back(absl::StrCat("us/", std::string(120, 's'), i));
    return absl::StrCat(R"("class":"authorization","authorizes":[")", absl::StrJoin(slugs, "\",\""),
                        "\"]");
  }();
  const std::string exclude = absl::StrCat(R"("scope":{"exclude":)", clauses, "}");
  const std::string include = absl::StrCat(R"("scope":{"include":)", clauses, "}");
  const std::string both =
      absl::StrCat(R"("scope":{"include":)", clauses, R"(,"exclude":)", clauses, "}");
  // The same part again and again replaces itself.
  ASSERT_TRUE(Append(EventsOf({correction("c1", "big", include), correction("c2", "c1", include),
                               correction("c3", "c2", include)}))
                  .ok());
  ASSERT_TRUE(Append(EventsOf({correction("c4", "c3", exclude)})).ok());
  ASSERT_TRUE(Append(EventsOf({correction("c5", "c4", both + "," + lists)})).ok());
  EXPECT_EQ(Applying(*store_).size(), 3u);
}

TEST_F(AdmissionTest, WhatIsMergedIsNoLargerThanAnEvent) {
  const std::string half = Clauses(1'100'000);
  const std::string clauses =
      absl::StrCat(half.substr(0, half.size() - 1), ",", half.substr(1));  // two of them
  Take({EventText(
      "big", "imposed",
      absl::StrCat(R"("measure":"us/big","stated":"2025-01-01",)",
                   R"("effective":{"from":"2025-02-01"},"scope":{"include":)", clauses, "}"))});
  const auto events = EventsOf({absl::StrCat(
      R"({"id":"more","kind":"corrected","target":"big","replacement":{"scope":{"exclude":)",
      clauses, "}}}")});
  const absl::Status refused = Append(events);
  EXPECT_TRUE(absl::IsInvalidArgument(refused)) << refused;
  EXPECT_THAT(std::string(refused.message()), HasSubstr("event \"more\": replacement: with what it "
                                                        "repairs the event would have "));
  EXPECT_EQ(store_->Stats()->head.size, 3u);
  // What an earlier version took is taken, and answered.
  ASSERT_TRUE(Append(events, /*as_recorded=*/true).ok());
  EXPECT_EQ(Applying(*store_).size(), 3u);
}

TEST_F(AdmissionTest, AnEventMadeByHandKeepsWithinWhatCanBeReadBack) {
  Event event =
      EventOf(R"({"id":"deep","kind":"corrected","target":"r0","replacement":{"title":"T"}})");
  auto inner = std::make_shared<Event>();
  inner->title = "T";
  for (size_t i = 0; i < 40; ++i) {
    auto outer = std::make_shared<Event>();
    outer->replacement = inner;
    inner = outer;
  }
  event.replacement = inner;
  const absl::Status refused = Append({{event, {}}}, /*as_recorded=*/true);
  EXPECT_TRUE(absl::IsInvalidArgument(refused)) << refused;
  EXPECT_THAT(std::string(refused.message()), HasSubstr("repairs inside repairs"));
  EXPECT_EQ(Applying(*store_).size(), 2u);
}

TEST_F(AdmissionTest, DraftsAreHeldToTheSame) {
  ASSERT_TRUE(Append(Chain(1, kRepairChainMax)).ok());
  const auto refused = store_->WhatIf({}, Chain(kRepairChainMax + 1, kRepairChainMax + 1)).status();
  EXPECT_TRUE(absl::IsInvalidArgument(refused)) << refused;
  EXPECT_TRUE(
      store_->WhatIf({}, EventsOf({R"({"id":"d","kind":"retracted","target":"r0"})"})).ok());
}

class StackingWarningTest : public AdmissionTest {
 protected:
  std::vector<std::string> Warnings(const std::string& id, const std::string& program,
                                    const std::string& over, const std::string& interval) {
    const auto appended = store_->Append(EventsOf({absl::StrCat(
        R"({"id":")", id, R"(","kind":"stackingRuleSet","stated":"2025-01-01","effective":{)",
        interval, R"(},"stacking":{"program":")", program, R"(","effect":"excludes","over":[")",
        over, "\"]}}")}));
    EXPECT_TRUE(appended.ok()) << appended.status();
    return appended.ok() ? TextsOf(appended->warnings) : std::vector<std::string>();
  }
};

TEST_F(StackingWarningTest, RulesThatExcludeEachOtherAreToldOf) {
  EXPECT_TRUE(Warnings("r1", "a", "b", R"("from":"2025-02-01")").empty());
  EXPECT_TRUE(Warnings("x", "c", "b", R"("from":"2025-02-01")").empty());
  const auto warnings = Warnings("r2", "b", "a", R"("from":"2025-03-01","to":"2025-09-01")");
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_THAT(warnings[0], HasSubstr("event \"r2\": the stacking rules \"r2\" and \"r1\" form a "
                                     "cycle (b excludes a excludes b) from 2025-03-01 to "
                                     "2025-09-01"));
}

TEST_F(StackingWarningTest, RulesOfDifferentTimesAreNone) {
  Warnings("r1", "a", "b", R"("from":"2025-02-01","to":"2025-03-01")");
  EXPECT_TRUE(Warnings("r2", "b", "a", R"("from":"2025-03-01")").empty());
}

TEST_F(StackingWarningTest, ACorrectionThatClosesACircleIsToldOf) {
  Warnings("r1", "a", "b", R"("from":"2025-02-01","to":"2025-03-01")");
  EXPECT_TRUE(Warnings("r2", "b", "a", R"("from":"2025-03-01")").empty());
  const auto corrected = [&](const std::string& id, const std::string& target,
                             const std::string& replacement) {
    const auto appended = store_->Append(
        EventsOf({absl::StrCat(R"({"id":")", id, R"(","kind":"corrected","target":")", target,
                               R"(","replacement":{)", replacement, "}}")}));
    EXPECT_TRUE(appended.ok()) << appended.status();
    return appended.ok() ? TextsOf(appended->warnings) : std::vector<std::string>();
  };
  EXPECT_TRUE(corrected("c0", "r1", R"("title":"T")").empty());
  const auto longer = corrected("c1", "r1", R"("effective":{"to":"2025-06-01"})");
  ASSERT_EQ(longer.size(), 1u);
  EXPECT_THAT(longer[0],
              HasSubstr("event \"c1\": the stacking rules \"r1\" and \"r2\" form a "
                        "cycle (a excludes b excludes a) from 2025-03-01 to 2025-06-01"));
  EXPECT_TRUE(corrected("c2", "c1", R"("effective":{"to":"2025-02-20"})").empty());
  // Over other programmes.
  Warnings("r3", "p", "q", R"("from":"2025-02-01")");
  Warnings("r4", "q", "x", R"("from":"2025-02-01")");
  const auto over =
      corrected("c3", "r4", R"("stacking":{"program":"q","effect":"excludes","over":["p"]})");
  ASSERT_EQ(over.size(), 1u);
  EXPECT_THAT(over[0], HasSubstr("event \"c3\": the stacking rules \"r4\" and \"r3\" form"));
}

TEST_F(StackingWarningTest, LongerCirclesAndRulesOverThemselvesAreToldOf) {
  Warnings("r1", "a", "b", R"("from":"2025-02-01")");
  Warnings("r2", "b", "c", R"("from":"2025-02-01")");
  const auto warnings = Warnings("r3", "c", "a", R"("from":"2025-02-01")");
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_THAT(warnings[0], HasSubstr("\"r3\" and \"r1\" and \"r2\""));
  EXPECT_EQ(Warnings("r4", "s", "s", R"("from":"2025-02-01")").size(), 1u);
}

}  // namespace
}  // namespace decree
