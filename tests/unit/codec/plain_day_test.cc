// Texts of dates that are not stored: the same as the model writes, in every century.
#include "core/codec/plain_day.h"

#include <gtest/gtest.h>

#include "core/codec/event_codec.h"
#include "core/model/edtf_date.h"

namespace decree {
namespace {

Bound ExactBound(int64_t day) {
  Bound bound;
  bound.earliest_civil_us = bound.latest_civil_us = day * kMicrosPerDay;
  return bound;
}

TEST(PlainDay, AgreesWithTheModelOnEveryDay) {
  constexpr int64_t kFirst = -719'528, kEnd = 2'932'897;  // 0000-01-01, 10000-01-01
  for (int64_t day = kFirst; day < kEnd; day += day % 1'461 == 0 ? 1 : 13) {
    ASSERT_EQ(PlainDayOf(ExactBound(day)), FormatCivil(day * kMicrosPerDay)) << day;
  }
  EXPECT_EQ(PlainDayOf(ExactBound(kFirst)), "0000-01-01");
  EXPECT_EQ(PlainDayOf(ExactBound(kEnd - 1)), "9999-12-31");
  EXPECT_EQ(PlainDayOf(ExactBound(kFirst - 1)), "");
  EXPECT_EQ(PlainDayOf(ExactBound(kEnd)), "");
}

TEST(PlainDay, ThroughIsTheDayBefore) {
  Bound bound = ExactBound(20'000);
  bound.is_through = true;
  EXPECT_EQ(PlainDayOf(bound), FormatCivil(19'999 * kMicrosPerDay));
}

TEST(PlainDay, OpenEndsAndPartsOfDaysHaveNone) {
  Bound bound;
  bound.earliest_civil_us = bound.latest_civil_us = kAxisMax;
  EXPECT_EQ(PlainDayOf(bound), "");
  bound.earliest_civil_us = kAxisMin;
  EXPECT_EQ(PlainDayOf(bound), "");
  bound = ExactBound(20'000);
  ++bound.earliest_civil_us;
  EXPECT_EQ(PlainDayOf(bound), "");
}

TEST(PlainDay, AMomentIsTheDayInItsZone) {
  for (const char* zone : {"America/New_York", "Asia/Shanghai", "Pacific/Auckland", "UTC"}) {
    for (const char* text : {"1969-12-31", "2025-02-01", "2025-03-09", "2025-11-02"}) {
      const Moment moment = *ParseMoment(text, zone);
      EXPECT_EQ(PlainDayOf(moment), text) << zone;
    }
    EXPECT_EQ(PlainDayOf(*ParseMoment("2025-02-01T10:00:00Z", zone)), "");
  }
  Moment farthest;
  for (const int64_t latest : {kAxisMin, kAxisMax}) {
    for (const int32_t offset : {-86'400, 86'400}) {
      farthest.latest_utc_us = latest;
      farthest.utc_offset_s = offset;
      EXPECT_EQ(PlainDayOf(farthest), "");
    }
  }
}

// What a text says beyond the day must survive, whatever bounds it has.
TEST(PlainDay, OtherTextsAreKept) {
  for (const char* from :
       {"2025-02-01", "2025-02-01~", "2025-02", "2025-02-01/2025-02-03", "../2025-02-03",
        "2025-02-01T12:00:00-05:00", "2025-02-01T00:00:00-05:00"}) {
    for (const char* stated : {"2025-01-31", "2025-01", "2025-01-31T10:00:00-05:00"}) {
      Event event;
      event.id = "x";
      event.kind = EventKind::kImposed;
      event.stated = *ParseMoment(stated, "America/New_York");
      event.published = event.stated;
      event.effective.emplace().from = *ParseBound(from, BoundRole::kFrom, "America/New_York");
      event.effective->to = *ParseBound("2026-01-31", BoundRole::kThrough, "America/New_York");
      const absl::StatusOr<Event> decoded = DecodeEvent(EncodeEvent(event));
      ASSERT_TRUE(decoded.ok()) << decoded.status();
      EXPECT_TRUE(*decoded == event) << from << " " << stated;
      event.published->text = "";
      EXPECT_TRUE(*DecodeEvent(EncodeEvent(event)) == event) << "an empty text is no plain day";
    }
  }
}

}  // namespace
}  // namespace decree
