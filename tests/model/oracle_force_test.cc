// The oracle's own answers about force, the suspension overlay and terms, worked out by hand from
// the rules.
#include <gtest/gtest.h>

#include "tests/model/story.h"

namespace decree::oracle {
namespace {

using K = EventKind;

TEST(OracleForceTest, ImposedIsInForceOnItsHalfOpenInterval) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-05").To("2025-02-01");
  EXPECT_EQ(story.On("2025-01-04").force, OneOf(Force::kPending));
  EXPECT_EQ(story.On("2025-01-05").force, OneOf(Force::kInForce));
  EXPECT_EQ(story.On("2025-01-31").force, OneOf(Force::kInForce));
  EXPECT_EQ(story.On("2025-02-01").force, OneOf(Force::kExpired));
  EXPECT_EQ(story.On("2025-01-05").applies, OneOf(Answer::kYes));
  EXPECT_EQ(story.On("2025-02-01").applies, OneOf(Answer::kNo));
  EXPECT_EQ(story.On("2025-01-05").commitment, Commitment::kEnacted);
}

TEST(OracleForceTest, ThroughIncludesItsDay) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-05").Through("2025-01-31");
  EXPECT_EQ(story.On("2025-01-31").force, OneOf(Force::kInForce));
  EXPECT_EQ(story.On("2025-02-01").force, OneOf(Force::kExpired));
}

TEST(OracleForceTest, MonthIsPossibleFromItsFirstDayAndCertainOnItsLast) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-02");
  EXPECT_EQ(story.On("2025-01-31").force, OneOf(Force::kPending));
  EXPECT_EQ(story.On("2025-02-01").force, OneOf(Force::kPending, Force::kInForce));
  EXPECT_EQ(story.On("2025-02-27").force, OneOf(Force::kPending, Force::kInForce));
  EXPECT_EQ(story.On("2025-02-28").force, OneOf(Force::kInForce));
}

TEST(OracleForceTest, ChangeInsideTheDayLeavesTheDayUndetermined) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-05T12:00:00Z");
  EXPECT_EQ(story.On("2025-01-05").applies, OneOf(Answer::kNo, Answer::kYes));
  EXPECT_EQ(story.On("2025-01-05T11:59:59").applies, OneOf(Answer::kNo));
  EXPECT_EQ(story.On("2025-01-05T12:00:00").applies, OneOf(Answer::kYes));
}

TEST(OracleForceTest, MinuteAfterMidnightIsTheDay) {
  Story story("America/New_York");
  story.Add(K::kImposed, "2025-01-01").From("2025-01-05T00:01:00-05:00");
  EXPECT_EQ(story.On("2025-01-04").force, OneOf(Force::kPending));
  EXPECT_EQ(story.On("2025-01-05").force, OneOf(Force::kInForce));
}

TEST(OracleForceTest, EndThatHasHappenedBeforeTheStartCoversNothing) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-05/2025-01-20").To("2025-01-10");
  EXPECT_EQ(story.On("2025-01-07").force, OneOf(Force::kPending, Force::kInForce));
  EXPECT_EQ(story.On("2025-01-12").force, OneOf(Force::kExpired));
}

TEST(OracleForceTest, EnactedWithOnlyAnEndMayHaveBegunSinceItWasStated) {
  Story story;
  story.Add(K::kEnacted, "2025-01-03").To("2025-01-10");
  EXPECT_EQ(story.On("2025-01-02").force, OneOf(Force::kPending));
  EXPECT_EQ(story.On("2025-01-03").force, OneOf(Force::kPending, Force::kInForce));
  EXPECT_EQ(story.On("2025-01-10").force, OneOf(Force::kExpired));
}

TEST(OracleForceTest, EnactedWithoutIntervalIsUndeterminedUntilAnActGivesOne) {
  Story story;
  story.Add(K::kEnacted, "2025-01-03").Published("2025-01-05");
  EXPECT_EQ(story.On("2025-01-04").force, OneOf(Force::kPending));
  EXPECT_EQ(story.On("2025-01-05").force, OneOf(Force::kPending, Force::kInForce));
  EXPECT_EQ(story.On("2025-03-01").applies, OneOf(Answer::kNo, Answer::kYes));
  story.Add(K::kImposed, "2025-01-08").From("2025-02-01").Source("Daily", Standing::kReported);
  EXPECT_EQ(story.On("2025-01-20").force, OneOf(Force::kPending));
  EXPECT_EQ(story.On("2025-02-01").force, OneOf(Force::kInForce));
}

TEST(OracleForceTest, EnactedWithoutIntervalStaysOpenOverAnOlderAct) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-05").To("2025-01-10");
  story.Add(K::kEnacted, "2025-01-08");
  EXPECT_EQ(story.On("2025-01-09").force, OneOf(Force::kInForce));
  EXPECT_EQ(story.On("2025-01-12").force, OneOf(Force::kExpired, Force::kInForce));
}

TEST(OracleForceTest, RevokedCountsFromItsDate) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-05");
  story.Add(K::kRevoked, "2025-01-20").From("2025-02-01");
  EXPECT_EQ(story.On("2025-01-31").force, OneOf(Force::kInForce));
  EXPECT_EQ(story.On("2025-02-01").force, OneOf(Force::kRevoked));
}

TEST(OracleForceTest, RevokedWithOnlyAnEndCountsFromThatEnd) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-05");
  story.Add(K::kRevoked, "2025-01-20").To("2025-02-01");
  EXPECT_EQ(story.On("2025-01-31").force, OneOf(Force::kInForce));
  EXPECT_EQ(story.On("2025-02-01").force, OneOf(Force::kRevoked));
}

TEST(OracleForceTest, LateRecordedOldActNeverOverridesANewerOne) {
  Story story;
  story.Add(K::kRevoked, "2025-01-20");
  story.Add(K::kImposed, "2025-01-01").From("2025-01-05");
  EXPECT_EQ(story.On("2025-01-19").force, OneOf(Force::kInForce));
  EXPECT_EQ(story.On("2025-01-20").force, OneOf(Force::kRevoked));
}

TEST(OracleForceTest, UnofficialActPaintsBelowAnOfficialOne) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-05").Source("Gazette", Standing::kOfficial);
  story.Add(K::kRevoked, "2025-01-20").Source("Daily", Standing::kReported);
  EXPECT_EQ(story.On("2025-01-25").force, OneOf(Force::kInForce));
}

TEST(OracleForceTest, ExtendedMovesTheEndOfTheNewestImposingActBelow) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-05").To("2025-01-10");
  story.Add(K::kExtended, "2025-01-08").To("2025-01-15");
  story.Add(K::kExtended, "2025-01-12").To("2025-01-20");
  EXPECT_EQ(story.On("2025-01-12").force, OneOf(Force::kInForce));
  EXPECT_EQ(story.On("2025-01-19").force, OneOf(Force::kInForce));
  EXPECT_EQ(story.On("2025-01-20").force, OneOf(Force::kExpired));
  EXPECT_EQ(story.On("2025-01-12", KnownBy("2025-01-07")).force, OneOf(Force::kExpired));
}

TEST(OracleForceTest, ExtendedNeverOverridesARevocation) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-05").To("2025-01-10");
  story.Add(K::kRevoked, "2025-01-07");
  story.Add(K::kExtended, "2025-01-08").To("2025-01-20");
  EXPECT_EQ(story.On("2025-01-12").force, OneOf(Force::kRevoked));
}

TEST(OracleForceTest, EachExtensionGoesToItsOwnAct) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-05").To("2025-01-10");
  story.Add(K::kExtended, "2025-01-02").To("2025-01-12");
  story.Add(K::kImposed, "2025-01-03").From("2025-01-20").To("2025-01-22");
  story.Add(K::kExtended, "2025-01-04");
  EXPECT_EQ(story.On("2025-01-11").force, OneOf(Force::kInForce));
  EXPECT_EQ(story.On("2025-01-15").force, OneOf(Force::kExpired));
  EXPECT_EQ(story.On("2025-03-15").force, OneOf(Force::kInForce));
}

TEST(OracleForceTest, PostponedMovesTheStart) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-05");
  story.Add(K::kPostponed, "2025-01-04").To("2025-02-01");
  EXPECT_EQ(story.On("2025-01-31").force, OneOf(Force::kPending));
  EXPECT_EQ(story.On("2025-02-01").force, OneOf(Force::kInForce));
}

TEST(OracleForceTest, SuspensionEndsByItselfAndShowsOnlyOverForce) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-10").To("2025-01-25");
  story.Add(K::kSuspended, "2025-01-05").From("2025-01-05").To("2025-01-20");
  EXPECT_EQ(story.On("2025-01-07").force, OneOf(Force::kPending));
  EXPECT_EQ(story.On("2025-01-15").force, OneOf(Force::kSuspended));
  EXPECT_EQ(story.On("2025-01-15").applies, OneOf(Answer::kNo));
  EXPECT_EQ(story.On("2025-01-20").force, OneOf(Force::kInForce));
  EXPECT_EQ(story.On("2025-01-25").force, OneOf(Force::kExpired));
}

TEST(OracleForceTest, ResumedAndANewerImposedClearTheSuspension) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-02");
  story.Add(K::kSuspended, "2025-01-05");
  EXPECT_EQ(story.On("2025-02-20").force, OneOf(Force::kSuspended));
  story.Add(K::kImposed, "2025-01-08").From("2025-02-01").To("2025-02-10");
  EXPECT_EQ(story.On("2025-02-05").force, OneOf(Force::kInForce));
  EXPECT_EQ(story.On("2025-02-10").force, OneOf(Force::kSuspended));
  story.Add(K::kResumed, "2025-02-15");
  EXPECT_EQ(story.On("2025-02-12").force, OneOf(Force::kSuspended));
  EXPECT_EQ(story.On("2025-02-15").force, OneOf(Force::kInForce));
}

TEST(OracleForceTest, ANewerImposedClearsTheSuspensionUntilItsMovedEnd) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-02");
  story.Add(K::kSuspended, "2025-01-05");
  story.Add(K::kImposed, "2025-01-08").From("2025-02-01").To("2025-02-10");
  story.Add(K::kExtended, "2025-02-09").To("2025-02-20");
  EXPECT_EQ(story.On("2025-02-09").force, OneOf(Force::kInForce));
  EXPECT_EQ(story.On("2025-02-15").force, OneOf(Force::kInForce));
  EXPECT_EQ(story.On("2025-02-20").force, OneOf(Force::kSuspended));
}

TEST(OracleForceTest, PartialSuspensionIsLeftOut) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-02");
  story.Add(K::kSuspended, "2025-01-05").OnlyOrigin("CA");
  EXPECT_EQ(story.On("2025-01-10").force, OneOf(Force::kInForce));
}

TEST(OracleForceTest, PlansCountOnlyUnderALoweredFloor) {
  Story story;
  story.Add(K::kAnnounced, "2025-01-01").From("2025-02-01");
  EXPECT_EQ(story.On("2025-02-05").force, OneOf(Force::kPending));
  EXPECT_EQ(story.On("2025-02-05", WithFloor(Commitment::kAnnounced)).force,
            OneOf(Force::kInForce));
  story.Add(K::kThreatened, "2025-01-02").From("2025-03-01").To("2025-04-01");
  EXPECT_EQ(story.On("2025-04-05", WithFloor(Commitment::kAnnounced)).force,
            OneOf(Force::kInForce));
  EXPECT_EQ(story.On("2025-01-05", WithFloor(Commitment::kThreatened)).force,
            OneOf(Force::kPending));
}

TEST(OracleForceTest, PlanIsBlockedByAnEnactingActOrAWithdrawal) {
  Story enacted;
  enacted.Add(K::kAnnounced, "2025-01-01").From("2025-02-01");
  enacted.Add(K::kImposed, "2025-01-10").From("2025-03-01");
  EXPECT_EQ(enacted.On("2025-02-05", WithFloor(Commitment::kAnnounced)).force,
            OneOf(Force::kPending));
  Story withdrawn;
  withdrawn.Add(K::kAnnounced, "2025-01-01").From("2025-02-01");
  withdrawn.Add(K::kWithdrawn, "2025-01-10");
  EXPECT_EQ(withdrawn.On("2025-02-05", WithFloor(Commitment::kReported)).force,
            OneOf(Force::kPending));
  EXPECT_EQ(withdrawn.On("2025-02-05").commitment, Commitment::kWithdrawn);
}

TEST(OracleForceTest, ReplacingActLiftsTheOther) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-05").To("2025-01-20");
  story.Add(K::kImposed, "2025-01-08").From("2025-01-10").To("2025-01-15").Replaces("e1");
  EXPECT_EQ(story.On("2025-01-07").force, OneOf(Force::kPending));
  EXPECT_EQ(story.On("2025-01-12").force, OneOf(Force::kInForce));
  EXPECT_EQ(story.On("2025-01-17").force, OneOf(Force::kExpired));
  EXPECT_EQ(story.On("2025-01-07", KnownBy("2025-01-07")).force, OneOf(Force::kInForce));
}

TEST(OracleForceTest, ActOfAnotherMeasureLiftsNothing) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-05");
  story.Add(K::kImposed, "2025-01-08").Measure("n").From("2025-01-10").Replaces("e1");
  EXPECT_EQ(story.On("2025-01-07").force, OneOf(Force::kInForce));
}

TEST(OracleForceTest, DayWindowUnitesAllItsInstants) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-05").To("2025-01-07");
  EXPECT_EQ(story.On("2025-01").force, OneOf(Force::kPending, Force::kInForce, Force::kExpired));
}

TEST(OracleTermsTest, TermsComeFromTheNewestGiverThatCovers) {
  Story story;
  story.Add(K::kAnnounced, "2025-01-01").From("2025-02-01").Terms("25%");
  story.Add(K::kImposed, "2025-01-10").From("2025-02-01").To("2025-02-20");
  story.Add(K::kAmended, "2025-01-11").From("2025-02-05").To("2025-02-10").Terms("10%");
  EXPECT_EQ(story.On("2025-01-15").terms_from, std::set<uint64_t>({0}));
  EXPECT_EQ(story.On("2025-02-03").terms_from, std::set<uint64_t>({1}));  // inherited
  EXPECT_EQ(story.On("2025-02-07").terms_from, std::set<uint64_t>({3}));
  EXPECT_EQ(story.On("2025-02-10").terms_from, std::set<uint64_t>({1}));
  EXPECT_EQ(story.On("2025-03-10").terms_from, std::set<uint64_t>({1}));  // without end
}

TEST(OracleTermsTest, OpenStartOfAnAmendmentLeavesBothTerms) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-02").Terms("25%");
  story.Add(K::kAmended, "2025-01-10").From("2025-02").Terms("10%");
  EXPECT_EQ(story.On("2025-02-10").terms_from, std::set<uint64_t>({1, 2}));
  EXPECT_EQ(story.On("2025-02-28").terms_from, std::set<uint64_t>({2}));
}

TEST(OracleTermsTest, NothingIsInheritedFromALaterStatement) {
  Story story;
  story.Add(K::kImposed, "2025-01-10").From("2025-01-12");
  story.Add(K::kStatement, "2025-01-11").Terms("50%");
  EXPECT_EQ(story.On("2025-01-20").terms_from, std::set<uint64_t>({0}));
}

}  // namespace
}  // namespace decree::oracle
