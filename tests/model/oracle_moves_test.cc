// Which act `extended` and `postponed` move, worked out by hand from "Moves" of the rules.
#include <gtest/gtest.h>

#include "tests/model/story.h"

namespace decree::oracle {
namespace {

using K = EventKind;

// Positions count from 1 in the order of the acts.
std::set<uint64_t> TermsOn(const Story& story, absl::string_view day, const View& view = {}) {
  return story.On(day, view).terms_from;
}
using From = std::set<uint64_t>;

TEST(OracleMovesTest, AStepIsPostponedWithItsTerms) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-05").Terms("12%");
  story.Add(K::kAmended, "2025-01-10").From("2025-02-01").Terms("18%");
  story.Add(K::kPostponed, "2025-01-20").From("2025-02-20");
  EXPECT_EQ(TermsOn(story, "2025-02-10"), From{1});
  EXPECT_EQ(TermsOn(story, "2025-02-20"), From{2});
  EXPECT_EQ(TermsOn(story, "2025-02-10", KnownBy("2025-01-19")), From{2});
  EXPECT_EQ(story.On("2025-02-10").force, OneOf(Force::kInForce));
}

TEST(OracleMovesTest, ATruceInsideADutyIsExtended) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-05").Terms("40%");
  story.Add(K::kEased, "2025-01-10").From("2025-01-12").To("2025-02-01").Terms("8%");
  story.Add(K::kExtended, "2025-01-30").To("2025-03-01");
  EXPECT_EQ(TermsOn(story, "2025-02-10"), From{2});
  EXPECT_EQ(TermsOn(story, "2025-03-01"), From{1});
  EXPECT_EQ(story.On("2025-03-10").force, OneOf(Force::kInForce));
}

TEST(OracleMovesTest, ASuspensionIsExtendedAndPostponed) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-05");
  story.Add(K::kSuspended, "2025-01-10").From("2025-01-12").To("2025-02-01");
  story.Add(K::kExtended, "2025-01-30").To("2025-03-01");
  EXPECT_EQ(story.On("2025-02-10").force, OneOf(Force::kSuspended));
  story.Add(K::kPostponed, "2025-01-11").From("2025-01-20");
  EXPECT_EQ(story.On("2025-01-15").force, OneOf(Force::kInForce));
  EXPECT_EQ(story.On("2025-01-20").force, OneOf(Force::kSuspended));
}

TEST(OracleMovesTest, APostponedPlanLeavesWhatRunsAlone) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-05").Terms("12%");
  story.Add(K::kAnnounced, "2025-01-10").From("2025-02-01").Terms("18%");
  story.Add(K::kPostponed, "2025-01-20").From("2025-02-20");
  EXPECT_EQ(story.On("2025-01-30").force, OneOf(Force::kInForce));
  EXPECT_EQ(TermsOn(story, "2025-02-10", WithFloor(Commitment::kAnnounced)), From{1});
  EXPECT_EQ(TermsOn(story, "2025-02-20", WithFloor(Commitment::kAnnounced)), From{2});
  // What enacts the plan later takes nothing back.
  story.Add(K::kEnacted, "2025-02-18").From("2025-02-20").Terms("18%");
  EXPECT_EQ(story.On("2025-01-30").force, OneOf(Force::kInForce));
}

TEST(OracleMovesTest, AWithdrawnPlanIsNotMoved) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-02-01");
  story.Add(K::kAnnounced, "2025-01-10").From("2025-02-05");
  story.Add(K::kWithdrawn, "2025-01-12");
  story.Add(K::kPostponed, "2025-01-20").From("2025-02-20");
  EXPECT_EQ(story.On("2025-02-10").force, OneOf(Force::kPending));
  EXPECT_EQ(story.On("2025-02-20").force, OneOf(Force::kInForce));
}

TEST(OracleMovesTest, OfWhatHasEndedTheLatestIsExtended) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-05").To("2025-02-01");
  story.Add(K::kAmended, "2025-01-02").From("2025-01-06").To("2025-01-10").Terms("5%");
  story.Add(K::kExtended, "2025-02-10").To("2025-03-01");
  EXPECT_EQ(story.On("2025-02-20").force, OneOf(Force::kInForce));
  EXPECT_EQ(TermsOn(story, "2025-02-20"), From{0});
}

TEST(OracleMovesTest, WhereNothingEndsTheNewestImposedGetsTheEnd) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-05");
  story.Add(K::kExtended, "2025-01-10").To("2025-02-01");
  EXPECT_EQ(story.On("2025-02-01").force, OneOf(Force::kExpired));
}

TEST(OracleMovesTest, WithoutAnEndItIsOpen) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-05").To("2025-02-01");
  story.Add(K::kExtended, "2025-01-30");
  EXPECT_EQ(story.On("2025-03-01").force, OneOf(Force::kInForce));
}

TEST(OracleMovesTest, ATargetIsWhatMoves) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-05").To("2025-02-01").Terms("40%");
  story.Add(K::kEased, "2025-01-10").From("2025-01-12").To("2025-02-01").Terms("8%");
  story.Add(K::kExtended, "2025-01-30").To("2025-02-20").Target("e1");
  EXPECT_EQ(story.On("2025-02-10").force, OneOf(Force::kInForce));
  EXPECT_EQ(TermsOn(story, "2025-02-10"), From{1});
  // One that moves stands for what it moves.
  story.Add(K::kExtended, "2025-01-31").To("2025-03-01").Target("e3");
  EXPECT_EQ(story.On("2025-02-25").force, OneOf(Force::kInForce));
  EXPECT_EQ(TermsOn(story, "2025-02-25"), From{1});
  // Another measure's act is none.
  story.Add(K::kImposed, "2025-01-01").From("2025-01-05").Measure("other");
  story.Add(K::kExtended, "2025-02-01").To("2025-03-20").Target("e5");
  EXPECT_EQ(story.On("2025-03-10").force, OneOf(Force::kExpired));
}

TEST(OracleMovesTest, ARulingIsPostponedByName) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-05");
  story.Add(K::kAnnulled, "2025-01-10").From("2025-01-20");
  story.Add(K::kPostponed, "2025-01-15").From("2025-02-10").Target("e2");
  EXPECT_EQ(story.On("2025-02-01").legality, OneOf(Legality::kUnchallenged));
  EXPECT_EQ(story.On("2025-02-10").legality, OneOf(Legality::kAnnulled));
}

TEST(OracleMovesTest, AnInstrumentMovesItsOwnForAllAndAMeasureForItselfAlone) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-05").Instrument("i0");
  story.Add(K::kImposed, "2025-01-01").From("2025-01-05").Instrument("i0").Measure("other");
  story.AddOfInstrument("i0", K::kImposed, "2025-01-02").From("2025-01-05").To("2025-02-01");
  EXPECT_EQ(story.On("2025-02-05").force, OneOf(Force::kExpired));
  story.AddOfInstrument("i0", K::kExtended, "2025-01-20").To("2025-02-10");
  EXPECT_EQ(story.On("2025-02-05").force, OneOf(Force::kInForce));
  EXPECT_EQ(story.On("2025-02-10").force, OneOf(Force::kExpired));
  story.Add(K::kExtended, "2025-01-21").To("2025-03-01").Target("e3");
  EXPECT_EQ(story.On("2025-02-15").force, OneOf(Force::kInForce));
  EXPECT_EQ(story.On("2025-02-15", {}, "other").force, OneOf(Force::kExpired));
}

TEST(OracleMovesTest, AnIntervalTurnedRoundCoversNothing) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-05").To("2025-02-01").Terms("9%");
  story.Add(K::kImposed, "2025-01-02").From("2025-03-01").To("2025-03-10").Terms("7%");
  story.Add(K::kExtended, "2025-01-03").To("2025-02-20").Target("e2");
  EXPECT_EQ(story.On("2025-02-25").force, OneOf(Force::kExpired));
  EXPECT_EQ(TermsOn(story, "2025-03-05"), From{1});
}

TEST(OracleMovesTest, ARivalsReadingBindsAnew) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-05").To("2025-03-01").Terms("40%");
  story.Add(K::kEased, "2025-01-10").From("2025-01-12").To("2025-02-01").Terms("8%");
  story.AddOn("e2", K::kDisputed, "2025-01-11").To("2025-04-01");
  story.Add(K::kExtended, "2025-01-20").To("2025-03-10");
  // As recorded the easing moves; where it lasts longer by itself, the duty does.
  EXPECT_EQ(TermsOn(story, "2025-03-20"), (From{1, 2}));
  EXPECT_EQ(TermsOn(story, "2025-02-10"), From{2});
  EXPECT_EQ(story.On("2025-03-05").force, OneOf(Force::kInForce, Force::kExpired));
}

}  // namespace
}  // namespace decree::oracle
