// Dates in other forms are refused with what each could mean.
#include "core/model/date_slips.h"

#include <gtest/gtest.h>

#include "core/model/asked_date.h"
#include "core/model/edtf_date.h"
#include "core/model/edtf_parse.h"

namespace decree {
namespace {

struct Slip {
  const char* text;
  const char* meant;
};

TEST(DateSlips, SayWhatEachCouldMean) {
  for (const Slip& slip : {
           Slip{"05.11.2025",
                "write 2025-11-05 if the day stands first, 2025-05-11 if the month does"},
           Slip{"6/1/2025",
                "write 2025-01-06 if the day stands first, 2025-06-01 if the month does"},
           Slip{"25.12.2025", "write 2025-12-25"},
           Slip{"12/25/2025", "write 2025-12-25"},
           Slip{"5-5-2025", "write 2025-05-05"},
           Slip{"2025/11/05", "write 2025-11-05"},
           Slip{"2025.1.5", "write 2025-01-05"},
           Slip{"20251105", "write 2025-11-05"},
           Slip{"2025-10-9", "write 2025-10-09"},
           Slip{"Nov 5 2025", "write 2025-11-05"},
           Slip{"Nov. 5, 2025", "write 2025-11-05"},
           Slip{"5th November 2025", "write 2025-11-05"},
           Slip{"sept 2025", "write 2025-09"},
           Slip{"30.02.2025", ""},
           Slip{"31/31/2025", ""},
           Slip{"5.11.25", ""},
           Slip{"2025-13", ""},
           Slip{"2025-02-30", ""},
           Slip{"ma 2025", ""},
           Slip{"0000-01-01", ""},
           Slip{"-2025-01-01", ""},
           Slip{"soon", ""},
           Slip{"", ""},
       }) {
    EXPECT_EQ(MeantByDateSlip(slip.text), slip.meant) << slip.text;
    if (*slip.meant == '\0') continue;
    EXPECT_EQ(
        ParseEdtf(slip.text).status().message(),
        std::string("\"") + slip.text + "\" is not how a date is written here; " + slip.meant);
  }
}

TEST(DayFromToday, CountsDaysAndWeeks) {
  const int64_t now = ParseMoment("2025-02-28T23:30:00Z", "Etc/UTC")->latest_utc_us;
  for (const auto& [word, day] : {std::pair("today", "2025-02-28"),
                                  {"tomorrow", "2025-03-01"},
                                  {"yesterday", "2025-02-27"},
                                  {"+30d", "2025-03-30"},
                                  {"-2w", "2025-02-14"},
                                  {"+0d", "2025-02-28"},
                                  {"+9999w", "2216-10-18"}}) {
    EXPECT_TRUE(IsDayFromToday(word)) << word;
    EXPECT_EQ(DayFromToday(word, now), day) << word;
  }
  for (const char* other :
       {"", "+d", "30d", "+30", "+30m", "+30000d", "+3xd", "Today", "2025-02-28"}) {
    EXPECT_FALSE(IsDayFromToday(other)) << other;
    EXPECT_EQ(DayFromToday(other, now), other);
  }
}

}  // namespace
}  // namespace decree
