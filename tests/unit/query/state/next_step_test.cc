#include "core/query/state/next_step.h"

#include <string>

#include "core/projections/projection_names.h"
#include "core/query/state/measure_state.h"
#include "core/query/walks/scope_changes.h"
#include "gtest/gtest.h"
#include "tests/unit/query/projected_log.h"

namespace decree {
namespace {

class NextStepTest : public ::testing::Test {
 protected:
  void Add(absl::string_view id, absl::string_view kind, absl::string_view stated,
           absl::string_view from, absl::string_view rest = "") {
    store_.Add(ActText(
        id, kind,
        absl::StrCat(R"("stated":")", stated, R"(","effective":{"from":")", from, R"("})", rest)));
  }
  MeasureState StateOn(const std::string& on) {
    EventReader events(store_.log());
    const ViewFilter filter;
    StateBuilder builder(store_.strands(), events, filter);
    const auto measure = builder.Load("us/a");
    EXPECT_TRUE(measure.ok()) << measure.status();
    auto state = builder.StateOf(*measure, on, AskedFacts());
    EXPECT_TRUE(state.ok()) << state.status();
    return state.ok() ? *std::move(state) : MeasureState();
  }
  std::string TermsOn(const std::string& on) {
    const MeasureState state = StateOn(on);
    return state.terms ? state.terms->text : "";
  }

  ProjectedLog store_;
};

TEST_F(NextStepTest, IsTheFirstToBeginWithItsOwnTerms) {
  Add("a", "imposed", "2025-01-01", "2025-02-01", R"(,"terms":{"text":"7%"})");
  Add("b", "amended", "2025-01-02", "2025-03-01", R"(,"terms":{"text":"9%"})");
  EXPECT_EQ(TermsOn("2025-01-15"), "7%");
  EXPECT_EQ(StateOn("2025-01-15").effective->from, "2025-02-01");
  EXPECT_TRUE(StateOn("2025-01-15").terms_planned);
  EXPECT_FALSE(StateOn("2025-02-15").terms_planned);
}

TEST_F(NextStepTest, OfPlansTheFirstThatNobodyWithdrew) {
  Add("a", "announced", "2025-01-01", "2025-02-01", R"(,"terms":{"text":"7%"})");
  Add("b", "announced", "2025-01-02", "2025-03-01", R"(,"terms":{"text":"9%"})");
  EXPECT_EQ(TermsOn("2025-01-15"), "7%");
  EXPECT_EQ(TermsOn("2025-02-15"), "9%") << "the first one's day has passed";
  EXPECT_FALSE(StateOn("2025-02-15").lapsed);
  EXPECT_TRUE(StateOn("2025-03-15").lapsed);
  EXPECT_FALSE(StateOn("2025-03-15").listed_by_default);
  store_.Add(ActText("w", "withdrawn", R"("stated":"2025-01-03")"));
  EXPECT_FALSE(StateOn("2025-03-15").lapsed) << "withdrawn";
}

TEST_F(NextStepTest, AnAmendedPlanHasNotLapsed) {
  Add("a", "announced", "2025-01-01", "2025-02-01", R"(,"terms":{"text":"7%"})");
  Add("b", "eased", "2025-01-10", "2025-01-20", R"(,"terms":{"text":"5%"})");
  EXPECT_FALSE(StateOn("2025-03-15").lapsed);
}

TEST_F(NextStepTest, SinceWhenCountsFromTheLastBreak) {
  Add("a", "imposed", "2025-01-01", "2025-02-01", R"(,"terms":{"text":"7%"})");
  store_.Add(
      ActText("s", "suspended",
              R"("stated":"2025-02-20","effective":{"from":"2025-03-01","to":"2025-04-01"})"));
  Add("b", "amended", "2025-04-20", "2025-05-01", R"(,"terms":{"text":"7%"})");
  Add("c", "amended", "2025-05-20", "2025-06-01", R"(,"terms":{"text":"9%"})");
  EXPECT_EQ(StateOn("2025-02-10").force_since, "2025-02-01");
  EXPECT_FALSE(StateOn("2025-02-10").has_returned);
  EXPECT_EQ(StateOn("2025-03-10").force_since, "2025-03-01") << "suspended since";
  EXPECT_EQ(StateOn("2025-05-10").force_since, "2025-04-01");
  EXPECT_TRUE(StateOn("2025-05-10").has_returned);
  EXPECT_EQ(StateOn("2025-05-10").terms_since, "2025-02-01") << "the same rate, whoever gave it";
  EXPECT_EQ(StateOn("2025-06-10").terms_since, "2025-06-01");
}

TEST_F(NextStepTest, WhatTakesOverWithoutABreakRenews) {
  Add("a", "imposed", "2025-01-01", "2025-02-01");
  Add("b", "imposed", "2025-03-01", "2025-04-01");
  const MeasureState state = StateOn("2025-05-01");
  EXPECT_EQ(state.force_since, "2025-02-01");
  EXPECT_FALSE(state.has_returned);
  EXPECT_TRUE(state.is_renewed);
  EXPECT_EQ(state.effective->from, "2025-04-01");
}

TEST_F(NextStepTest, MoreThanSixOpenChangesMakeAListOpen) {
  Add("a", "imposed", "2025-01-01", "2025-02-01", R"(,"scope":{"exclude":[{"origin":["CA"]}]})");
  const auto lists = [&] {
    EventReader events(store_.log());
    const auto strand = store_.strands().Load(kControls, "m/us/a");
    const VisibleStrand own = *See(*strand, "m/us/a", store_.strands(), ViewFilter());
    const Fold fold = MakeFold(own, {}, Commitment::kEnacted, nullptr, &events.lists());
    return ListsAt(fold, Given::kExclude, WindowOf("2025-03-10").first_civil_us);
  };
  for (int i = 0; i < 6; ++i) {
    Add(absl::StrCat("c", i), "amended", absl::StrCat("2025-02-1", i), "2025-03",
        absl::StrCat(R"(,"scope":{"excludeAdd":[{"product":["HTS:01020)", i, R"("]}]})"));
  }
  EXPECT_EQ(lists().size(), 64u);
  Add("c6", "amended", "2025-02-16", "2025-03",
      R"(,"scope":{"excludeAdd":[{"product":["HTS:010207"]}]})");
  EXPECT_EQ(lists(), std::vector<uint64_t>{ComposedLists::kOpenList});
}

}  // namespace
}  // namespace decree
