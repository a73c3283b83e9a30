#include "core/model/resolve_dates.h"

#include <gtest/gtest.h>

namespace decree {
namespace {

std::optional<Bound> Text(const char* text, bool through = false) {
  Bound bound;
  bound.text = text;
  bound.is_through = through;
  return bound;
}

Event Dated() {
  Event event;
  event.stated.emplace().text = "2025-10-10";
  event.effective.emplace().from = Text("2025-11-10T00:01:00-05:00");
  event.effective->to = Text("2025-12", /*through=*/true);
  event.scope.emplace().exclude.emplace(2);
  (*event.scope->exclude)[1].exported_before = Text("2025-11-01");
  event.sources.resize(1);
  event.sources[0].published.emplace().text = "2025-10";
  return event;
}

TEST(ResolveDates, ReachesEveryDate) {
  Event event = Dated();
  ASSERT_TRUE(ResolveDates(event, "America/New_York").ok());
  EXPECT_EQ(event.zone, "America/New_York");
  EXPECT_EQ(FormatUtc(event.stated->earliest_utc_us), "2025-10-10T04:00:00Z");
  EXPECT_EQ(FormatCivil(event.effective->from->latest_civil_us), "2025-11-10");
  EXPECT_EQ(FormatCivil(event.effective->to->latest_civil_us), "2026-01-01");
  EXPECT_EQ(FormatCivil((*event.scope->exclude)[1].exported_before->latest_civil_us), "2025-11-01");
  EXPECT_EQ(FormatUtc(event.sources[0].published->latest_utc_us), "2025-11-01T03:59:59.999999Z");
}

TEST(ResolveDates, AgainInAnotherZone) {
  Event event = Dated();
  ASSERT_TRUE(ResolveDates(event, "America/New_York").ok());
  ASSERT_TRUE(ResolveDates(event, "Asia/Shanghai").ok());
  EXPECT_EQ(event.zone, "Asia/Shanghai");
  EXPECT_EQ(FormatUtc(event.stated->earliest_utc_us), "2025-10-09T16:00:00Z");
  EXPECT_EQ(FormatCivil(event.effective->from->latest_civil_us), "2025-11-10T13:00:00");
  EXPECT_TRUE(event.effective->to->is_through);
}

TEST(ResolveDates, ReplacementFollowsUnlessItNamesItsActor) {
  Event event = Dated();
  event.replacement = std::make_shared<Event>(Dated());
  ASSERT_TRUE(ResolveDates(event, "America/New_York").ok());
  EXPECT_EQ(event.replacement->zone, "America/New_York");
  Event body = Dated();
  body.actor = Actor{"CN", "", ""};
  event.replacement = std::make_shared<Event>(body);
  ASSERT_TRUE(ResolveDates(event, "America/New_York").ok());
  EXPECT_EQ(event.replacement->zone, "Asia/Shanghai");
  EXPECT_EQ(FormatUtc(event.replacement->stated->earliest_utc_us), "2025-10-09T16:00:00Z");
}

TEST(ResolveDates, ErrorsNameTheField) {
  Event event = Dated();
  Event body = Dated();
  (*body.scope->exclude)[1].exported_before = Text("2025-13");
  event.replacement = std::make_shared<Event>(body);
  const absl::Status status = ResolveDates(event, "America/New_York");
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(
      status.message(),
      "replacement.scope.exclude[1].exportedBefore: \"2025-13\" is not an EDTF date (the month "
      "must be 01 to 12, or a season 21 to 24); write e.g. 2025-10-09, 2025-11 or 2025-11~");
}

TEST(ResolveDates, AnIntervalEmptyInEveryReadingIsRefused) {
  Event event = Dated();
  event.effective->from = Text("2026-01-01");
  const absl::Status status = ResolveDates(event, "America/New_York");
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(
      status.message(),
      "effective: from \"2026-01-01\" is not before through \"2025-12\"; swap or correct them");
  event.effective->from = Text("2025-12-31");
  EXPECT_TRUE(ResolveDates(event, "America/New_York").ok());
  event.effective->to = Text("2025-12");  // perhaps its last day
  event.effective->from = Text("2025-12-15");
  EXPECT_TRUE(ResolveDates(event, "America/New_York").ok());
}

TEST(OwnZoneOf, LooksAtActorGroupAndIssuer) {
  Event event;
  EXPECT_EQ(OwnZoneOf(event), "");
  event.coverage = Coverage{"CN", "", {}};
  EXPECT_EQ(OwnZoneOf(event), "Asia/Shanghai");
  event.membership = Membership{"G7", "", "", {}};
  EXPECT_EQ(OwnZoneOf(event), "Asia/Shanghai");
  event.membership->group = "EU";
  EXPECT_EQ(OwnZoneOf(event), "Europe/Brussels");
  event.actor = Actor{"US", "", ""};
  EXPECT_EQ(OwnZoneOf(event), "America/New_York");
}

}  // namespace
}  // namespace decree
