// Bounds: between which instants of the issuer's wall clock a validity changes; and question
// windows.
#include <gtest/gtest.h>

#include <string>

#include "core/model/asked_date.h"
#include "core/model/edtf_date.h"

namespace decree {
namespace {

constexpr char kIssuersZone[] = "America/New_York";
constexpr char kOpen[] = "";

struct BoundRow {
  const char* text;
  BoundRole role;
  const char* earliest;
  const char* latest;
};

class BoundTable : public testing::TestWithParam<BoundRow> {};

TEST_P(BoundTable, LiesBetween) {
  const BoundRow& row = GetParam();
  const absl::StatusOr<Bound> bound = ParseBound(row.text, row.role, kIssuersZone);
  ASSERT_TRUE(bound.ok()) << bound.status();
  EXPECT_EQ(FormatCivil(bound->earliest_civil_us), row.earliest) << row.text;
  EXPECT_EQ(FormatCivil(bound->latest_civil_us), row.latest) << row.text;
  EXPECT_EQ(bound->is_through, row.role == BoundRole::kThrough);
  EXPECT_EQ(bound->text, row.text);
}

constexpr BoundRole kFrom = BoundRole::kFrom;
constexpr BoundRole kTo = BoundRole::kTo;
constexpr BoundRole kThrough = BoundRole::kThrough;

INSTANTIATE_TEST_SUITE_P(
    FromAndTo, BoundTable,
    testing::Values(BoundRow{"2025-10-09", kFrom, "2025-10-09", "2025-10-09"},
                    BoundRow{"2025-10-09", kTo, "2025-10-09", "2025-10-09"},
                    BoundRow{"2025-06", kFrom, "2025-06-01", "2025-06-30"},
                    BoundRow{"2025-06", kTo, "2025-06-01", "2025-06-30"},
                    BoundRow{"2025", kFrom, "2025-01-01", "2025-12-31"},
                    BoundRow{"2025-22", kFrom, "2025-06-01", "2025-08-31"},
                    BoundRow{"2025-10-2X", kFrom, "2025-10-20", "2025-10-29"},
                    BoundRow{"2025-XX", kFrom, "2025-01-01", "2025-12-31"},
                    BoundRow{"2025-10-09~", kFrom, "2025-10-08", "2025-10-10"},
                    BoundRow{"2025-11~", kFrom, "2025-10-01", "2025-12-31"},
                    BoundRow{"2025?", kTo, "2024-01-01", "2026-12-31"},
                    BoundRow{"2025-10-09/2025-10-10", kTo, "2025-10-09", "2025-10-10"},
                    BoundRow{"2025-09/2025-11", kFrom, "2025-09-01", "2025-11-30"},
                    BoundRow{"2025-11/..", kFrom, "2025-11-01", kOpen},
                    BoundRow{"2025-11/", kFrom, "2025-11-01", kOpen},
                    BoundRow{"../2025-11", kFrom, kOpen, "2025-11-30"},
                    BoundRow{"/2025-11-05", kTo, kOpen, "2025-11-05"}));

INSTANTIATE_TEST_SUITE_P(
    Through, BoundTable,
    testing::Values(BoundRow{"2025-10-09", kThrough, "2025-10-10", "2025-10-10"},
                    BoundRow{"2025-06", kThrough, "2025-07-01", "2025-07-01"},
                    BoundRow{"2024-02", kThrough, "2024-03-01", "2024-03-01"},
                    BoundRow{"2025", kThrough, "2026-01-01", "2026-01-01"},
                    BoundRow{"2025-24", kThrough, "2026-03-01", "2026-03-01"},
                    BoundRow{"2025-10-2X", kThrough, "2025-10-21", "2025-10-30"},
                    BoundRow{"2025-XX", kThrough, "2025-02-01", "2026-01-01"},
                    BoundRow{"2025-XX-XX", kThrough, "2025-01-02", "2026-01-01"},
                    BoundRow{"202X", kThrough, "2021-01-01", "2030-01-01"},
                    BoundRow{"2025-06-30~", kThrough, "2025-06-30", "2025-07-02"},
                    BoundRow{"2025-06~", kThrough, "2025-06-01", "2025-08-01"},
                    BoundRow{"2025-06/2025-07", kThrough, "2025-07-01", "2025-08-01"},
                    BoundRow{"2025-06/..", kThrough, "2025-07-01", kOpen},
                    BoundRow{"../2025-06", kThrough, kOpen, "2025-07-01"}));

// The clock time in the offset written decides whether it is a day's edge; New York is the civil
// axis.
INSTANTIATE_TEST_SUITE_P(
    Instants, BoundTable,
    testing::Values(
        BoundRow{"2025-11-10T00:01:00-05:00", kFrom, "2025-11-10", "2025-11-10"},
        BoundRow{"2025-11-10T00:00:00-05:00", kFrom, "2025-11-10", "2025-11-10"},
        BoundRow{"2025-11-10T00:01:01-05:00", kFrom, "2025-11-10T00:01:01", "2025-11-10T00:01:01"},
        BoundRow{"2025-11-10T23:59:00-05:00", kTo, "2025-11-11", "2025-11-11"},
        BoundRow{"2025-11-10T23:58:59-05:00", kTo, "2025-11-10T23:58:59", "2025-11-10T23:58:59"},
        BoundRow{"2025-11-10T24:00:00-05:00", kTo, "2025-11-11", "2025-11-11"},
        BoundRow{"2025-11-10T24:00:00", kTo, "2025-11-11", "2025-11-11"},
        BoundRow{"2025-11-10T00:01:00", kFrom, "2025-11-10", "2025-11-10"},
        BoundRow{"2025-11-10T14:00:00", kFrom, "2025-11-10T14:00:00", "2025-11-10T14:00:00"},
        // Midnight in Beijing is 11:00 the day before in New York.
        BoundRow{"2025-11-11T00:01:00+08:00", kFrom, "2025-11-10T11:00:00", "2025-11-10T11:00:00"},
        BoundRow{"2025-11-10T05:01:00Z", kFrom, "2025-11-10T00:01:00", "2025-11-10T00:01:00"},
        BoundRow{"2025-11-10T00:01:00-05:00", kThrough, "2025-11-10", "2025-11-10"},
        BoundRow{"2025-11-10T23:59:59-05:00", kThrough, "2025-11-11", "2025-11-11"},
        BoundRow{"2025-11-10T14:00:00-05:00", kThrough, "2025-11-10T14:00:00.000001",
                 "2025-11-10T14:00:00.000001"},
        // Civil time has no summer: a day is the same 24 hours whatever the clocks did.
        BoundRow{"2025-07-04T00:00:00-04:00", kFrom, "2025-07-04", "2025-07-04"}));

struct WindowRow {
  const char* text;
  const char* first;
  const char* last;
};

class WindowTable : public testing::TestWithParam<WindowRow> {};

TEST_P(WindowTable, CoversItsDays) {
  const WindowRow& row = GetParam();
  const absl::StatusOr<CivilWindow> window = ParseWindow(row.text, kIssuersZone);
  ASSERT_TRUE(window.ok()) << window.status();
  EXPECT_EQ(FormatCivil(window->first_civil_us), row.first) << row.text;
  EXPECT_EQ(FormatCivil(window->last_civil_us), row.last) << row.text;
}

INSTANTIATE_TEST_SUITE_P(
    Windows, WindowTable,
    testing::Values(WindowRow{"2025-10-09", "2025-10-09", "2025-10-09T23:59:59.999999"},
                    WindowRow{"2025-02", "2025-02-01", "2025-02-28T23:59:59.999999"},
                    WindowRow{"2025-11~", "2025-10-01", "2025-12-31T23:59:59.999999"},
                    WindowRow{"2025-10-09/2025-10-12", "2025-10-09", "2025-10-12T23:59:59.999999"},
                    WindowRow{"2025-11-10T14:00:00", "2025-11-10T14:00:00", "2025-11-10T14:00:00"},
                    WindowRow{"2025-11-10T14:00:00Z", "2025-11-10T09:00:00",
                              "2025-11-10T09:00:00"}));

TEST(Window, OpenEndsAreRefused) {
  for (const char* text : {"2025-11/..", "../2025-11", "2025-11/"}) {
    const absl::Status status = ParseWindow(text, kIssuersZone).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << text;
    EXPECT_EQ(status.message(),
              std::string("\"") + text + "\" has an open end; a question needs both ends");
  }
}

TEST(Window, OfADayNeedsNoZone) {
  EXPECT_TRUE(ParseWindow("2025-10-09", "").ok());
  EXPECT_TRUE(ParseWindow("2025-10-09", "Mars/Olympus").ok());
}

TEST(Format, ShowsDaysAndClockTimes) {
  EXPECT_EQ(FormatCivil(0), "1970-01-01");
  EXPECT_EQ(FormatCivil(-1), "1969-12-31T23:59:59.999999");
  EXPECT_EQ(FormatCivil(1'500'000), "1970-01-01T00:00:01.5");
  EXPECT_EQ(FormatCivil(kAxisMin), "");
  EXPECT_EQ(FormatCivil(kAxisMax), "");
  EXPECT_EQ(FormatUtc(0), "1970-01-01T00:00:00Z");
}

}  // namespace
}  // namespace decree
