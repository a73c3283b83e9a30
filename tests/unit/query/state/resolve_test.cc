#include "core/query/state/resolve.h"

#include <algorithm>
#include <string>

#include "core/query/state/measure_state.h"
#include "gtest/gtest.h"
#include "tests/unit/query/projected_log.h"

namespace decree {
namespace {

class ResolveTest : public ::testing::Test {
 protected:
  MeasureState StateOn(const std::string& on, Commitment floor = Commitment::kEnacted) {
    EventReader events(store_.log());
    ViewFilter filter;
    filter.view.floor = floor;
    StateBuilder builder(store_.strands(), events, filter);
    const auto measure = builder.Load("us/a");
    EXPECT_TRUE(measure.ok()) << measure.status();
    auto state = builder.StateOf(*measure, on, AskedFacts());
    EXPECT_TRUE(state.ok()) << state.status();
    return state.ok() ? *std::move(state) : MeasureState();
  }
  Resolved ResolvedOn(absl::string_view on) {
    const auto strand = store_.strands().Load("controls", "m/us/a");
    own_ = *See(*strand, "m/us/a", store_.strands(), ViewFilter());
    fold_ = MakeFold(own_, {}, Commitment::kEnacted, nullptr, nullptr);
    return Resolve(fold_, own_, WindowOf(on), View());
  }
  static bool Says(const MeasureState& state, absl::string_view words) {
    return std::any_of(state.reasons.begin(), state.reasons.end(), [&](const std::string& reason) {
      return reason.find(std::string(words)) != std::string::npos;
    });
  }
  void Impose(absl::string_view effective) {
    store_.Add(ActText("start", "imposed",
                       absl::StrCat(R"("stated":"2025-10-10","effective":{)", effective, "}")));
  }
  ProjectedLog store_;
  VisibleStrand own_;
  Fold fold_;
};

TEST_F(ResolveTest, AnExactIntervalDecidesEachDay) {
  Impose(R"("from":"2025-11-01","to":"2025-12-01")");
  EXPECT_EQ(StateOn("2025-10-31").force.value(), Force::kPending);
  EXPECT_EQ(StateOn("2025-10-31").applies, Answer::kNo);
  EXPECT_EQ(StateOn("2025-11-01").applies, Answer::kYes);
  EXPECT_EQ(StateOn("2025-11-30").applies, Answer::kYes);
  EXPECT_EQ(StateOn("2025-12-01").applies, Answer::kNo);
  EXPECT_EQ(StateOn("2025-12-01").force.value(), Force::kExpired);
}

TEST_F(ResolveTest, AChangeInsideTheDayIsNamed) {
  Impose(R"("from":"2025-11-10T14:30:00")");
  const MeasureState state = StateOn("2025-11-10");
  EXPECT_EQ(state.applies, Answer::kUndetermined);
  EXPECT_TRUE(Says(state, "the answer changes inside the time asked, at 2025-11-10T14:30:00"))
      << (state.reasons.empty() ? "" : state.reasons[0]);
  EXPECT_FALSE(Says(StateOn("2025-11-11"), "changes inside"));
  EXPECT_EQ(StateOn("2025-11-11").applies, Answer::kYes);
  // An instant is asked on the issuer's clock: 14:30 in New York is 19:30Z.
  EXPECT_EQ(StateOn("2025-11-10T19:29:59Z").applies, Answer::kNo);
  EXPECT_EQ(StateOn("2025-11-10T19:30:00Z").applies, Answer::kYes);
}

TEST_F(ResolveTest, TheFirstChangeOfTheWindowIsKept) {
  Impose(R"("from":"2025-11-10","to":"2025-11-20")");
  const Resolved month = ResolvedOn("2025-11");
  EXPECT_FALSE(month.applies.decided());
  EXPECT_EQ(FormatCivil(month.changes_at_civil_us), "2025-11-10");
  EXPECT_EQ(month.force_values().bits(), 0b1011);  // pending, in force, expired
  EXPECT_EQ(ResolvedOn("2025-11-09").changes_at_civil_us, kAxisMin);
  // The first day itself begins with the boundary: nothing changes inside it.
  EXPECT_EQ(ResolvedOn("2025-11-10").changes_at_civil_us, kAxisMin);
  EXPECT_TRUE(ResolvedOn("2025-11-10").applies.Has(Answer::kYes));
}

TEST_F(ResolveTest, BoundariesAreThoseInsideTheWindow) {
  Impose(R"("from":"2025-11-10","to":"2025-11-20")");
  ResolvedOn("2025-11");
  EXPECT_EQ(BoundariesIn(fold_, WindowOf("2025-11")).size(), 2u);
  EXPECT_EQ(BoundariesIn(fold_, WindowOf("2025-11-10")).size(), 0u);
  EXPECT_EQ(BoundariesIn(fold_, WindowOf("2025-11-09/2025-11-10")).size(), 1u);
}

TEST_F(ResolveTest, AnImpreciseStartLeavesItsMonthOpen) {
  Impose(R"("from":"2025-11")");
  EXPECT_EQ(StateOn("2025-10-31").applies, Answer::kNo);
  EXPECT_EQ(StateOn("2025-11-15").applies, Answer::kUndetermined);
  EXPECT_EQ(StateOn("2025-11-15").force.bits(), 0b11);
  EXPECT_EQ(StateOn("2025-11-30").applies, Answer::kYes);
}

TEST_F(ResolveTest, LegalityAndEnforcementAreAxesOfTheirOwn) {
  Impose(R"("from":"2025-11-01")");
  store_.Add(ActText("held", "heldUnlawful",
                     R"("stated":"2025-11-10","effective":{"from":"2025-11-10"})"));
  store_.Add(
      ActText("stay", "stayed", R"("stated":"2025-11-12","effective":{"from":"2025-11-12"})"));
  store_.Add(
      ActText("waive", "waived", R"("stated":"2025-11-20","effective":{"from":"2025-11-20"})"));
  EXPECT_EQ(StateOn("2025-11-09").legality.value(), Legality::kUnchallenged);
  EXPECT_EQ(StateOn("2025-11-10").legality.value(), Legality::kHeldUnlawful);
  EXPECT_EQ(StateOn("2025-11-10").applies, Answer::kNo);
  EXPECT_EQ(StateOn("2025-11-10").force.value(), Force::kInForce);
  EXPECT_EQ(StateOn("2025-11-12").legality.value(), Legality::kStayed);
  EXPECT_EQ(StateOn("2025-11-12").applies, Answer::kYes);
  EXPECT_EQ(StateOn("2025-11-20").enforcement.value(), Enforcement::kWaived);
  EXPECT_EQ(StateOn("2025-11-20").applies, Answer::kNo);
}

TEST_F(ResolveTest, ALoweredFloorLetsPlansPaint) {
  store_.Add(
      ActText("plan", "announced", R"("stated":"2025-10-10","effective":{"from":"2025-11-01"})"));
  EXPECT_EQ(StateOn("2025-11-01").force.value(), Force::kPending);
  EXPECT_EQ(StateOn("2025-11-01").commitment, Commitment::kAnnounced);
  EXPECT_EQ(StateOn("2025-11-01", Commitment::kAnnounced).force.value(), Force::kInForce);
  EXPECT_EQ(StateOn("2025-10-31", Commitment::kAnnounced).force.value(), Force::kPending);
}

TEST_F(ResolveTest, EvidenceComesFromTheDecidingAct) {
  store_.Add(ActText("rumour", "announced", R"("stated":"2025-10-01",
                     "sources":[{"publisher":"A","standing":"official"}])"));
  store_.Add(ActText("start", "imposed", R"("stated":"2025-10-10","effective":{"from":"2025-11-01"},
                     "sources":[{"publisher":"A","standing":"reported"}])"));
  EXPECT_EQ(StateOn("2025-11-01").evidence, Evidence::kSingleSource);
  store_.Add(EventText("yes", "confirmed", R"("stated":"2025-10-12","target":"start")"));
  EXPECT_EQ(StateOn("2025-11-01").evidence, Evidence::kReported);
  store_.Add(EventText("no", "disputed", R"("stated":"2025-10-13","target":"start")"));
  EXPECT_EQ(StateOn("2025-11-01").evidence, Evidence::kDisputed);
}

TEST_F(ResolveTest, OnlyRetractedActsLeaveTheirMark) {
  Impose(R"("from":"2025-11-01")");
  store_.Add(EventText("undo", "retracted", R"("target":"start")"));
  const MeasureState state = StateOn("2025-11-01");
  EXPECT_EQ(state.evidence, Evidence::kRetracted);
  EXPECT_EQ(state.force.value(), Force::kPending);
  EXPECT_EQ(state.commitment, Commitment::kNone);
}

}  // namespace
}  // namespace decree
