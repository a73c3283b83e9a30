// Moments: what a date of saying or publishing spans on the UTC axis.
#include <gtest/gtest.h>

#include <string>

#include "core/model/edtf_date.h"

namespace decree {
namespace {

constexpr char kNewYork[] = "America/New_York";
constexpr char kShanghai[] = "Asia/Shanghai";

struct MomentRow {
  const char* text;
  const char* zone;
  const char* earliest;  // UTC; "" for an open start
  const char* latest;
};

class MomentTable : public testing::TestWithParam<MomentRow> {};

TEST_P(MomentTable, SpansItsUtcStretch) {
  const MomentRow& row = GetParam();
  const absl::StatusOr<Moment> moment = ParseMoment(row.text, row.zone);
  ASSERT_TRUE(moment.ok()) << moment.status();
  EXPECT_EQ(FormatUtc(moment->earliest_utc_us), row.earliest) << row.text;
  EXPECT_EQ(FormatUtc(moment->latest_utc_us), row.latest) << row.text;
  EXPECT_EQ(moment->text, row.text);
}

INSTANTIATE_TEST_SUITE_P(
    Dates, MomentTable,
    testing::Values(
        MomentRow{"2025-10-09", kShanghai, "2025-10-08T16:00:00Z", "2025-10-09T15:59:59.999999Z"},
        MomentRow{"2025-10-09", kNewYork, "2025-10-09T04:00:00Z", "2025-10-10T03:59:59.999999Z"},
        MomentRow{"2025-10-09", "Etc/UTC", "2025-10-09T00:00:00Z", "2025-10-09T23:59:59.999999Z"},
        MomentRow{"2025-11", kNewYork, "2025-11-01T04:00:00Z", "2025-12-01T04:59:59.999999Z"},
        MomentRow{"2024", "Etc/UTC", "2024-01-01T00:00:00Z", "2024-12-31T23:59:59.999999Z"},
        MomentRow{"2025-10-09~", "Etc/UTC", "2025-10-08T00:00:00Z", "2025-10-10T23:59:59.999999Z"},
        MomentRow{"2025-10?", "Etc/UTC", "2025-09-01T00:00:00Z", "2025-11-30T23:59:59.999999Z"},
        MomentRow{"2025%", "Etc/UTC", "2024-01-01T00:00:00Z", "2026-12-31T23:59:59.999999Z"},
        MomentRow{"2025-10-2X", "Etc/UTC", "2025-10-20T00:00:00Z", "2025-10-29T23:59:59.999999Z"},
        MomentRow{"2025-02-2X", "Etc/UTC", "2025-02-20T00:00:00Z", "2025-02-28T23:59:59.999999Z"},
        MomentRow{"2025-XX", "Etc/UTC", "2025-01-01T00:00:00Z", "2025-12-31T23:59:59.999999Z"},
        MomentRow{"2025-1X", "Etc/UTC", "2025-10-01T00:00:00Z", "2025-12-31T23:59:59.999999Z"},
        MomentRow{"2025-XX-XX", "Etc/UTC", "2025-01-01T00:00:00Z", "2025-12-31T23:59:59.999999Z"},
        MomentRow{"2025-02-XX", "Etc/UTC", "2025-02-01T00:00:00Z", "2025-02-28T23:59:59.999999Z"},
        MomentRow{"202X", "Etc/UTC", "2020-01-01T00:00:00Z", "2029-12-31T23:59:59.999999Z"},
        MomentRow{"20XX", "Etc/UTC", "2000-01-01T00:00:00Z", "2099-12-31T23:59:59.999999Z"},
        MomentRow{"2025-21", "Etc/UTC", "2025-03-01T00:00:00Z", "2025-05-31T23:59:59.999999Z"},
        MomentRow{"2025-22", "Etc/UTC", "2025-06-01T00:00:00Z", "2025-08-31T23:59:59.999999Z"},
        MomentRow{"2025-23", "Etc/UTC", "2025-09-01T00:00:00Z", "2025-11-30T23:59:59.999999Z"},
        MomentRow{"2027-24", "Etc/UTC", "2027-12-01T00:00:00Z", "2028-02-29T23:59:59.999999Z"},
        MomentRow{"2025-22~", "Etc/UTC", "2025-03-01T00:00:00Z", "2025-11-30T23:59:59.999999Z"},
        MomentRow{"2025-10-09/2025-10-11", "Etc/UTC", "2025-10-09T00:00:00Z",
                  "2025-10-11T23:59:59.999999Z"},
        MomentRow{"2025-10/2025-11-05~", "Etc/UTC", "2025-10-01T00:00:00Z",
                  "2025-11-06T23:59:59.999999Z"},
        MomentRow{"../2025-11", "Etc/UTC", "", "2025-11-30T23:59:59.999999Z"},
        MomentRow{"/2025-11", "Etc/UTC", "", "2025-11-30T23:59:59.999999Z"},
        MomentRow{"0001", "Etc/UTC", "0001-01-01T00:00:00Z", "0001-12-31T23:59:59.999999Z"},
        MomentRow{"9999-12-31", "Etc/UTC", "9999-12-31T00:00:00Z", "9999-12-31T23:59:59.999999Z"}));

INSTANTIATE_TEST_SUITE_P(
    Instants, MomentTable,
    testing::Values(
        MomentRow{"2025-11-10T00:01:00-05:00", kShanghai, "2025-11-10T05:01:00Z",
                  "2025-11-10T05:01:00Z"},
        MomentRow{"2025-11-10T00:01:00.25Z", kNewYork, "2025-11-10T00:01:00.25Z",
                  "2025-11-10T00:01:00.25Z"},
        MomentRow{"2025-11-10T00:01:00.1234567Z", kNewYork, "2025-11-10T00:01:00.123456Z",
                  "2025-11-10T00:01:00.123456Z"},
        MomentRow{"2025-11-10T09:00:00", kNewYork, "2025-11-10T14:00:00Z", "2025-11-10T14:00:00Z"},
        MomentRow{"2025-11-10T09:00", kNewYork, "2025-11-10T14:00:00Z", "2025-11-10T14:00:00Z"},
        MomentRow{"2025-11-10T24:00:00Z", kNewYork, "2025-11-11T00:00:00Z", "2025-11-11T00:00:00Z"},
        MomentRow{"2016-12-31T23:59:60Z", kNewYork, "2017-01-01T00:00:00Z", "2017-01-01T00:00:00Z"},
        MomentRow{"2025-11-10t09:00:00z", kNewYork, "2025-11-10T09:00:00Z", "2025-11-10T09:00:00Z"},
        // The clock shows 01:30 twice on the day summer time ends, and never 02:30 when it begins.
        MomentRow{"2025-11-02T01:30:00", kNewYork, "2025-11-02T05:30:00Z", "2025-11-02T06:30:00Z"},
        MomentRow{"2025-03-09T02:30:00", kNewYork, "2025-03-09T07:00:00Z", "2025-03-09T07:00:00Z"},
        // Days whose midnight is skipped begin when the clocks do.
        MomentRow{"2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00Z",
                  "2018-11-05T01:59:59.999999Z"},
        MomentRow{"2025-10-09T08:00:00Z/2025-10-09T10:00:00Z", kNewYork, "2025-10-09T08:00:00Z",
                  "2025-10-09T10:00:00Z"}));

TEST(Moment, KeepsTheOffsetAtItsEnd) {
  EXPECT_EQ(ParseMoment("2025-11", kNewYork)->utc_offset_s, -5 * 3600);
  EXPECT_EQ(ParseMoment("2025-07", kNewYork)->utc_offset_s, -4 * 3600);
  EXPECT_EQ(ParseMoment("2025-07", kShanghai)->utc_offset_s, 8 * 3600);
}

TEST(Moment, TellsInstantsFromDays) {
  EXPECT_TRUE(ParseMoment("2025-11-10T00:01:00-05:00", kNewYork)->is_instant);
  EXPECT_FALSE(ParseMoment("2025-11-10", kNewYork)->is_instant);
}

TEST(Moment, RefusesAnOpenEnd) {
  const absl::Status status = ParseMoment("2025-11/..", kNewYork).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "\"2025-11/..\" has an open end; give the last day it can have been");
  EXPECT_EQ(ParseMoment("2025-11/", kNewYork).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(Moment, UnknownZoneIsNotFound) {
  const absl::Status status = ParseMoment("2025-11-10", "Mars/Olympus").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(status.message(),
            "time zone \"Mars/Olympus\" is not installed; install the tzdata package");
}

TEST(StartOfMoment, IsTheCivilDayOfTheZone) {
  // 03:30 UTC is still the day before in New York.
  const Bound day = StartOfMoment(*ParseMoment("2025-10-10T03:30:00Z", kNewYork));
  EXPECT_EQ(FormatCivil(day.earliest_civil_us), "2025-10-09");
  EXPECT_EQ(FormatCivil(day.latest_civil_us), "2025-10-09");
  EXPECT_FALSE(day.is_through);
}

TEST(StartOfMoment, OfAMonthEqualsAFromOfTheSameWording) {
  // November has two offsets in New York and still begins on its first day.
  for (const char* text :
       {"2025-11", "2025-03", "2025", "2025-10-2X", "2025-10-09~", "2025-11-02"}) {
    const Bound start = StartOfMoment(*ParseMoment(text, kNewYork));
    EXPECT_EQ(start, *ParseBound(text, BoundRole::kFrom, kNewYork)) << text;
  }
}

TEST(StartOfMoment, OpenStartStaysOpen) {
  EXPECT_EQ(StartOfMoment(*ParseMoment("../2025-11", kNewYork)).earliest_civil_us, kAxisMin);
}

}  // namespace
}  // namespace decree
