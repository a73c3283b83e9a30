// The oracle's own answers about repairs, views, rivals, instruments, legality, enforcement and
// evidence, worked out by hand from the rules.
#include <gtest/gtest.h>

#include "core/model/asked_date.h"
#include "tests/model/story.h"

namespace decree::oracle {
namespace {

using K = EventKind;

TEST(OracleRepairTest, ClericalCorrectionChangesTheRecordedAxisOnly) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-05").Terms("25%");
  story.Correct("e1").From("2025-01-10").Terms("20%");
  EXPECT_EQ(story.On("2025-01-07").force, OneOf(Force::kPending));
  EXPECT_EQ(story.On("2025-01-07", KnownBy("2025-01-02")).force, OneOf(Force::kPending));
  EXPECT_EQ(story.On("2025-01-07", RecordedBy(1)).force, OneOf(Force::kInForce));
  EXPECT_EQ(story.On("2025-01-12").terms_from, std::set<uint64_t>({2}));
  EXPECT_EQ(story.On("2025-01-12", RecordedBy(1)).terms_from, std::set<uint64_t>({1}));
}

TEST(OracleRepairTest, DatedCorrectionIsVisibleFromItsDate) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-05");
  story.Correct("e1").From("2025-01-10");
  story.Dated("2025-01-06");
  EXPECT_EQ(story.On("2025-01-07", KnownBy("2025-01-05")).force, OneOf(Force::kInForce));
  EXPECT_EQ(story.On("2025-01-07", KnownBy("2025-01-06")).force, OneOf(Force::kPending));
}

TEST(OracleRepairTest, LastRecordedRepairWins) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-05");
  story.Correct("e1").From("2025-01-10");
  story.Correct("e1").To("2025-01-20");
  EXPECT_EQ(story.On("2025-01-07").force, OneOf(Force::kInForce));
  EXPECT_EQ(story.On("2025-01-20").force, OneOf(Force::kExpired));
  story.Retract("e1");
  EXPECT_EQ(story.On("2025-01-07").force, OneOf(Force::kPending));
  EXPECT_EQ(story.On("2025-01-07").evidence, Evidence::kRetracted);
  EXPECT_EQ(story.On("2025-01-07").commitment, Commitment::kNone);
}

TEST(OracleRepairTest, RetractedRepairIsVoid) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-05");
  story.Correct("e1").From("2025-01-08");
  story.Retract("e1");
  story.Retract("e3");
  EXPECT_EQ(story.On("2025-01-06").force, OneOf(Force::kPending));
  EXPECT_EQ(story.On("2025-01-08").force, OneOf(Force::kInForce));
  story.Retract("e2");
  EXPECT_EQ(story.On("2025-01-06").force, OneOf(Force::kInForce));
}

TEST(OracleRepairTest, CorrectionOfACorrectionKeepsWhatItLeavesOut) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-05").Terms("25%");
  story.Correct("e1").From("2025-01-08");
  story.Correct("e2").To("2025-01-20");
  EXPECT_EQ(story.On("2025-01-06").force, OneOf(Force::kPending));
  EXPECT_EQ(story.On("2025-01-10").force, OneOf(Force::kInForce));
  EXPECT_EQ(story.On("2025-01-20").force, OneOf(Force::kExpired));
  EXPECT_EQ(story.On("2025-01-10").terms_from, std::set<uint64_t>({3}));
}

TEST(OracleRepairTest, StandInKeepsThePositionOfTheRepairItStandsInFor) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-05");
  story.Correct("e1").From("2025-01-08");
  story.Correct("e1").From("2025-01-12");
  story.Correct("e2").From("2025-01-20");  // e2 lost to e3 and still does
  EXPECT_EQ(story.On("2025-01-15").force, OneOf(Force::kInForce));
}

TEST(OracleRepairTest, CorrectionCanMoveAnActInTheOrderAndToAnotherMeasure) {
  Story order;
  order.Add(K::kImposed, "2025-01-01").From("2025-01-05");
  order.Add(K::kRevoked, "2025-01-03").From("2025-01-10");
  order.Correct("e1").Stated("2025-01-04");
  EXPECT_EQ(order.On("2025-01-12").force, OneOf(Force::kInForce));
  EXPECT_EQ(order.On("2025-01-12", RecordedBy(2)).force, OneOf(Force::kRevoked));
  Story measure;
  measure.Add(K::kImposed, "2025-01-01").From("2025-01-05");
  measure.Correct("e1").Measure("n");
  EXPECT_EQ(measure.On("2025-01-12").force, OneOf(Force::kPending));
  EXPECT_EQ(measure.On("2025-01-12").evidence, Evidence::kNone);
  EXPECT_EQ(measure.On("2025-01-12", {}, "n").force, OneOf(Force::kInForce));
}

TEST(OracleViewTest, KnownByADayIsTheEndOfTheIssuersDay) {
  Story story("America/New_York");
  story.Add(K::kImposed, "2025-01-01T22:00:00-05:00").From("2025-01-01");
  EXPECT_EQ(story.On("2025-01-05", KnownBy("2025-01-01")).force, OneOf(Force::kInForce));
  View instant;
  instant.known_by_is_instant = true;
  instant.known_by_us = ParseWindow("2025-01-02T02:59:59Z", "Etc/UTC")->last_civil_us;
  EXPECT_EQ(story.On("2025-01-05", instant).force, OneOf(Force::kPending));
  instant.known_by_us += kMicrosPerSecond;
  EXPECT_EQ(story.On("2025-01-05", instant).force, OneOf(Force::kInForce));
}

TEST(OracleViewTest, ImprecisePublicationIsKnownFromItsLatestDay) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").Published("2025-01").From("2025-01-02");
  EXPECT_EQ(story.On("2025-01-05", KnownBy("2025-01-30")).force, OneOf(Force::kPending));
  EXPECT_EQ(story.On("2025-01-05", KnownBy("2025-01-31")).force, OneOf(Force::kInForce));
}

TEST(OracleViewTest, RecordedByAnInstantIsInclusive) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-02");
  View view;
  view.recorded_us_max = kHourMicros - 1;
  EXPECT_EQ(story.On("2025-01-05", view).force, OneOf(Force::kPending));
  view.recorded_us_max = kHourMicros;
  EXPECT_EQ(story.On("2025-01-05", view).force, OneOf(Force::kInForce));
}

TEST(OracleViewTest, AClaimCountsWhereItIsAskedFor) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-02");
  story.Add(K::kRevoked, "2025-01-03").From("2025-01-04").Claimed(kHourMicros / 2);
  View view;
  view.recorded_us_max = kHourMicros;
  EXPECT_EQ(story.On("2025-01-05", view).force, OneOf(Force::kInForce));
  view.reads_claims = true;
  EXPECT_EQ(story.On("2025-01-05", view).force, OneOf(Force::kRevoked));
  // The first act has no claim: its own recording counts.
  view.recorded_us_max = kHourMicros / 2;
  EXPECT_EQ(story.On("2025-01-03", view).force, OneOf(Force::kPending));
  EXPECT_EQ(story.On("2025-01-05", view).force, OneOf(Force::kRevoked));
}

TEST(OracleViewTest, AClaimAfterTheOwnRecordingIsNone) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-02").Claimed(5 * kHourMicros);
  View view;
  view.recorded_us_max = kHourMicros;
  view.reads_claims = true;
  EXPECT_EQ(story.On("2025-01-05", view).force, OneOf(Force::kInForce));
}

TEST(OracleViewTest, ARepairOfWhatNobodyHadRecordedDoesNothing) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-02");
  story.Correct("e1").From("2025-01-04");
  story.Correct("e2").From("2025-01-06");
  story.Claimed(0);
  View view;
  view.reads_claims = true;
  view.recorded_us_max = kHourMicros;  // the first and the last
  EXPECT_EQ(story.On("2025-01-02", view).force, OneOf(Force::kInForce));
  view.recorded_us_max = 0;
  EXPECT_EQ(story.On("2025-01-08", view).force, OneOf(Force::kPending));
}

TEST(OracleRivalTest, RivalOfEqualRankLeavesBothReadings) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-05").Terms("25%");
  story.AddOn("e1", K::kDisputed, "2025-01-03").From("2025-01-10").Terms("20%");
  EXPECT_EQ(story.On("2025-01-07").force, OneOf(Force::kPending, Force::kInForce));
  EXPECT_EQ(story.On("2025-01-12").force, OneOf(Force::kInForce));
  EXPECT_EQ(story.On("2025-01-12").terms_from, std::set<uint64_t>({1, 2}));
  EXPECT_EQ(story.On("2025-01-12").evidence, Evidence::kDisputed);
  story.AddOn("e1", K::kConfirmed, "2025-01-06");
  EXPECT_EQ(story.On("2025-01-07").force, OneOf(Force::kInForce));
  EXPECT_EQ(story.On("2025-01-07").evidence, Evidence::kUnsourced);
}

TEST(OracleRivalTest, RivalOfHigherRankStandsInAndOfLowerRankIsOnlyShown) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-05").Source("Daily", Standing::kReported);
  story.AddOn("e1", K::kDisputed, "2025-01-03").From("2025-01-10");
  EXPECT_EQ(story.On("2025-01-07").force, OneOf(Force::kPending));
  Story lower;
  lower.Add(K::kImposed, "2025-01-01").From("2025-01-05");
  lower.AddOn("e1", K::kDisputed, "2025-01-03")
      .From("2025-01-10")
      .Source("Daily", Standing::kReported);
  EXPECT_EQ(lower.On("2025-01-07").force, OneOf(Force::kInForce));
  EXPECT_EQ(lower.On("2025-01-07").evidence, Evidence::kDisputed);
}

TEST(OracleLegalityTest, StayOutranksHeldUnlawfulUntilLifted) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-02");
  story.Add(K::kStayed, "2025-01-05");
  story.Add(K::kHeldUnlawful, "2025-01-10");
  EXPECT_EQ(story.On("2025-01-04").legality, OneOf(Legality::kUnchallenged));
  EXPECT_EQ(story.On("2025-01-12").legality, OneOf(Legality::kStayed));
  EXPECT_EQ(story.On("2025-01-12").applies, OneOf(Answer::kYes));
  story.Add(K::kStayLifted, "2025-01-20");
  EXPECT_EQ(story.On("2025-01-20").legality, OneOf(Legality::kHeldUnlawful));
  EXPECT_EQ(story.On("2025-01-20").applies, OneOf(Answer::kNo));
}

TEST(OracleLegalityTest, UpheldEndsAStay) {
  Story story;
  story.Add(K::kStayed, "2025-01-05");
  story.Add(K::kUpheld, "2025-01-10");
  story.Add(K::kHeldUnlawful, "2025-01-15");
  EXPECT_EQ(story.On("2025-01-12").legality, OneOf(Legality::kUpheld));
  EXPECT_EQ(story.On("2025-01-16").legality, OneOf(Legality::kHeldUnlawful));
}

TEST(OracleLegalityTest, ChallengeNewerThanAStayDecides) {
  Story story;
  story.Add(K::kStayed, "2025-01-05");
  story.Add(K::kChallenged, "2025-01-10").To("2025-01-20");
  EXPECT_EQ(story.On("2025-01-12").legality, OneOf(Legality::kChallenged));
  EXPECT_EQ(story.On("2025-01-20").legality, OneOf(Legality::kStayed));
}

TEST(OracleEnforcementTest, OnlyWaivedChangesWhetherItApplies) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-02");
  story.Add(K::kEnforcementStopped, "2025-01-05");
  EXPECT_EQ(story.On("2025-01-06").enforcement, OneOf(Enforcement::kNotOperational));
  EXPECT_EQ(story.On("2025-01-06").applies, OneOf(Answer::kYes));
  story.Add(K::kWaived, "2025-01-10").To("2025-01-15");
  EXPECT_EQ(story.On("2025-01-12").applies, OneOf(Answer::kNo));
  story.Add(K::kEnforcementStarted, "2025-01-20");
  EXPECT_EQ(story.On("2025-01-16").enforcement, OneOf(Enforcement::kNotOperational));
  EXPECT_EQ(story.On("2025-01-20").enforcement, OneOf(Enforcement::kEnforced));
}

TEST(OracleInstrumentTest, RulingAndEndOfTheInstrumentReachTheMeasure) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-02").Instrument("act");
  story.AddOfInstrument("act", K::kHeldUnlawful, "2025-01-10");
  story.AddOfInstrument("other", K::kRevoked, "2025-01-03");
  EXPECT_EQ(story.On("2025-01-09").legality, OneOf(Legality::kUnchallenged));
  EXPECT_EQ(story.On("2025-01-10").legality, OneOf(Legality::kHeldUnlawful));
  EXPECT_EQ(story.On("2025-01-10").force, OneOf(Force::kInForce));
  story.AddOfInstrument("act", K::kImposed, "2024-12-01").From("2025-01-05").To("2025-02-01");
  EXPECT_EQ(story.On("2025-01-03").force, OneOf(Force::kInForce));  // not begun changes nothing
  EXPECT_EQ(story.On("2025-02-01").force, OneOf(Force::kExpired));
  story.AddOfInstrument("act", K::kExtended, "2025-01-20").To("2025-03-01");
  EXPECT_EQ(story.On("2025-02-01").force, OneOf(Force::kInForce));
  story.AddOfInstrument("act", K::kRevoked, "2025-02-10");
  EXPECT_EQ(story.On("2025-02-10").force, OneOf(Force::kRevoked));
}

TEST(OracleInstrumentTest, ActOfTheSameInstrumentLifts) {
  Story story;
  story.Add(K::kImposed, "2025-01-01").From("2025-01-02").Instrument("act");
  story.AddOfInstrument("act", K::kSuspended, "2025-01-05").To("2025-02-01");
  EXPECT_EQ(story.On("2025-01-07").force, OneOf(Force::kSuspended));
  story.AddOfInstrument("act", K::kSuspended, "2025-01-06").From("2025-01-10").Replaces("e2");
  EXPECT_EQ(story.On("2025-01-07").force, OneOf(Force::kInForce));
  EXPECT_EQ(story.On("2025-02-07").force, OneOf(Force::kSuspended));
}

TEST(OracleCommitmentTest, WithdrawnCancelsEarlierPlansOnly) {
  Story story;
  story.Add(K::kAnnounced, "2025-01-01");
  story.Add(K::kWithdrawn, "2025-01-05");
  EXPECT_EQ(story.On("2025-01-07").commitment, Commitment::kWithdrawn);
  story.Add(K::kThreatened, "2025-01-10");
  EXPECT_EQ(story.On("2025-01-07").commitment, Commitment::kThreatened);
  EXPECT_EQ(story.On("2025-01-07", KnownBy("2025-01-02")).commitment, Commitment::kAnnounced);
  story.Add(K::kEnacted, "2024-12-01");
  EXPECT_EQ(story.On("2025-01-07").commitment, Commitment::kEnacted);
  EXPECT_EQ(story.On("2025-01-07", KnownBy("2024-11-01")).commitment, Commitment::kNone);
}

TEST(OracleEvidenceTest, EvidenceIsThatOfTheActThatDecides) {
  Story story;
  story.Add(K::kImposed, "2025-01-01")
      .From("2025-01-05")
      .To("2025-01-20")
      .Source("Daily", Standing::kReported);
  EXPECT_EQ(story.On("2025-01-07").evidence, Evidence::kSingleSource);
  story.AddOn("e1", K::kConfirmed, "2025-01-02");
  EXPECT_EQ(story.On("2025-01-07").evidence, Evidence::kReported);
  story.Add(K::kSuspended, "2025-01-06").To("2025-01-10").Source("Gazette", Standing::kOfficial);
  EXPECT_EQ(story.On("2025-01-07").evidence, Evidence::kOfficial);
  EXPECT_EQ(story.On("2025-01-25").evidence, Evidence::kReported);  // the act that ended
  EXPECT_EQ(story.On("2025-01-01").evidence, Evidence::kOfficial);  // pending: newest firm act
  EXPECT_EQ(story.On("2025-01-01", {}, "n").evidence, Evidence::kNone);
}

TEST(OracleWorkedExampleTest, RareEarthControlIsUndeterminedOnceItIsKnown) {
  Story story;
  story.Add(K::kEnacted, "2025-10-09").Source("Asia Business Daily", Standing::kReported);
  const StateSet known = story.On("2025-10-22", KnownBy("2025-10-23"));
  EXPECT_EQ(known.applies, OneOf(Answer::kNo, Answer::kYes));
  EXPECT_EQ(known.commitment, Commitment::kEnacted);
  EXPECT_EQ(known.evidence, Evidence::kSingleSource);
  EXPECT_EQ(story.On("2025-10-22", KnownBy("2025-10-08")).applies, OneOf(Answer::kNo));
}

TEST(OracleWorkedExampleTest, HundredPercentTariffIsPossibleWithALoweredFloor) {
  Story story;
  story.Add(K::kAnnounced, "2025-10-10").From("2025-11").Terms("100%");
  EXPECT_EQ(story.On("2025-11-05").applies, OneOf(Answer::kNo));
  EXPECT_EQ(story.On("2025-11-05", WithFloor(Commitment::kAnnounced)).applies,
            OneOf(Answer::kNo, Answer::kYes));
}

}  // namespace
}  // namespace decree::oracle
