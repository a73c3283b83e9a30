// Texts that are no dates, and why.
#include <gtest/gtest.h>

#include <string>

#include "core/model/edtf_date.h"
#include "core/model/edtf_parse.h"

namespace decree {
namespace {

struct RefusedRow {
  std::string text;
  const char* why;
};

class RefusedDate : public testing::TestWithParam<RefusedRow> {};

TEST_P(RefusedDate, SaysWhy) {
  const RefusedRow& row = GetParam();
  const absl::Status status = ParseEdtf(row.text).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "\"" + row.text.substr(0, 96) + "\" is not an EDTF date (" + row.why +
                                  "); write e.g. 2025-10-09, 2025-11 or 2025-11~");
}

constexpr char kYears[] = "the year must be four digits; 0001 to 9999 are supported";
constexpr char kMonth[] = "the month must be 01 to 12, or a season 21 to 24";
constexpr char kTime[] = "a time is written 14:30:00, from 00:00:00 to 24:00:00";
constexpr char kOffset[] = "an offset is written +08:00";

INSTANTIATE_TEST_SUITE_P(
    Table, RefusedDate,
    testing::Values(
        RefusedRow{"", "it is empty"}, RefusedRow{"2025-13", kMonth}, RefusedRow{"2025-00", kMonth},
        RefusedRow{"2025-20", kMonth}, RefusedRow{"2025-25", kMonth}, RefusedRow{"2025-2X", kMonth},
        RefusedRow{"2025-02-29", "that month has 28 days"},
        RefusedRow{"1900-02-29", "that month has 28 days"},
        RefusedRow{"2025-02-30", "that month has 28 days"},
        RefusedRow{"2025-04-31", "that month has 30 days"},
        RefusedRow{"2025-10-32", "that month has 31 days"},
        RefusedRow{"2025-10-00", "that month has 31 days"},
        RefusedRow{"2025-02-3X", "that month has 28 days"},
        RefusedRow{"2025-22-01", "a season has no days; the month must be 01 to 12"},
        RefusedRow{"2025-6", "the month must be two digits"},
        RefusedRow{"2025-", "the month must be two digits"},
        RefusedRow{"2025-10-", "the day must be two digits"},
        RefusedRow{"2025-10-09-01", "the day must be two digits"},
        RefusedRow{"2025-10-X9", "the day must be two digits"},
        RefusedRow{"2025-XX-15", "after an unspecified month the day must be XX"},
        RefusedRow{"202X-05", "after an unspecified year the month must be XX"},
        RefusedRow{"2XXX", "at most the last two digits of a year may be X"},
        RefusedRow{"-0044", kYears}, RefusedRow{"Y17000", kYears}, RefusedRow{"+2025", kYears},
        RefusedRow{"0000", kYears}, RefusedRow{"25", kYears}, RefusedRow{"20250", kYears},
        RefusedRow{"28800880044", kYears}, RefusedRow{"yesterday", kYears},
        RefusedRow{" 2025", kYears}, RefusedRow{"2025 ", kYears}, RefusedRow{"2025/10", kYears},
        RefusedRow{"~2025", kYears}, RefusedRow{"2025~~", kYears},
        RefusedRow{"2025-10-09?~", "the day must be two digits"},
        RefusedRow{"../..", "open at both ends says nothing; leave it out"},
        RefusedRow{"/", "open at both ends says nothing; leave it out"}, RefusedRow{"..", kYears},
        RefusedRow{"2025-11/2025-10", "it ends before it begins"},
        RefusedRow{"2025/2026/2027", kYears},
        RefusedRow{"2025-10T10:00:00Z", "a clock time needs a whole date before it"},
        RefusedRow{"2025-10-2XT10:00:00Z", "a clock time needs a whole date before it"},
        RefusedRow{"2025-10-09T", kTime}, RefusedRow{"2025-10-09T10", kTime},
        RefusedRow{"2025-10-09T1:00:00", kTime}, RefusedRow{"2025-10-09T25:00:00Z", kTime},
        RefusedRow{"2025-10-09T10:60:00Z", kTime}, RefusedRow{"2025-10-09T10:00:61Z", kTime},
        RefusedRow{"2025-10-09T24:00:01Z", "the last time of a day is 24:00:00"},
        RefusedRow{"2025-10-09T10:00:00.Z", "a fraction of a second has 1 to 9 digits"},
        RefusedRow{"2025-10-09T10:00:00.1234567890Z", "a fraction of a second has 1 to 9 digits"},
        RefusedRow{"2025-10-09T10:00:00+8", kOffset},
        RefusedRow{"2025-10-09T10:00:00+24:00", kOffset},
        RefusedRow{"2025-10-09T10:00:00+08:60", kOffset},
        RefusedRow{"2025-10-09T10:00:00+08:00x", kOffset},
        RefusedRow{"2025-10-09T10:00:00EST", "after the time only Z or an offset"},
        RefusedRow{"2025-10-09T10:00:00Z~", "after the time only Z or an offset"},
        RefusedRow{std::string(200, '2'), "longer than 96 bytes"}));

TEST(Date, IntervalsOfOneDayAreFine) { EXPECT_TRUE(ParseEdtf("2025-10-09/2025-10-09").ok()); }

TEST(Date, AnIntervalOfInstantsMustNotEndBeforeItBegins) {
  const absl::Status status =
      ParseMoment("2025-10-09T10:00:00Z/2025-10-09T09:00:00Z", "Etc/UTC").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace decree
