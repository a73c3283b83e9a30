#include "core/model/edtf_parse.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "core/base/status_macros.h"
#include "core/model/ascii.h"
#include "core/model/date_slips.h"
#include "core/model/edtf_date.h"
#include "core/model/limits.h"

namespace decree {
namespace {

const absl::CivilDay kEpoch(1970, 1, 1);

int64_t DayNumber(const absl::CivilDay& day) { return day - kEpoch; }
absl::CivilDay CivilOf(int64_t day) { return kEpoch + day; }

absl::Status Refuse(absl::string_view why) { return absl::InvalidArgumentError(why); }

// A fixed-width number whose last digits may be X: the smallest and largest value it can mean.
struct Digits {
  int low = 0, high = 0;
  int unspecified = 0;  // how many X
};

std::optional<Digits> ReadDigits(absl::string_view text) {
  constexpr size_t kLengthMax = 4;
  if (text.size() > kLengthMax) return std::nullopt;
  Digits digits;
  for (char c : text) {
    const bool is_x = c == 'X';
    if (!is_x && (!IsDigit(c) || digits.unspecified > 0)) return std::nullopt;
    digits.unspecified += is_x ? 1 : 0;
    digits.low = digits.low * 10 + (is_x ? 0 : c - '0');
    digits.high = digits.high * 10 + (is_x ? 9 : c - '0');
  }
  return digits;
}

int LastDayOfMonth(int year, int month) {
  return (absl::CivilDay(absl::CivilMonth(year, month) + 1) - 1).day();
}

constexpr absl::string_view kYearHint = "the year must be four digits; 0001 to 9999 are supported";

absl::StatusOr<Digits> ReadYear(absl::string_view text) {
  std::optional<Digits> year = ReadDigits(text);
  if (text.size() != 4 || !year) return Refuse(kYearHint);
  if (year->unspecified > 2) return Refuse("at most the last two digits of a year may be X");
  year->low = std::max(year->low, kYearMin);
  if (year->high < kYearMin) return Refuse(kYearHint);
  return *year;
}

// YYYY-21 to YYYY-24.
DatePart SeasonOf(int year, int season) {
  const absl::CivilMonth first(year, 3 + 3 * (season - 21));
  return {DayNumber(absl::CivilDay(first)), DayNumber(absl::CivilDay(first + 3)) - 1,
          DateUnit::kSeason};
}

absl::StatusOr<DatePart> ReadYearOnly(const Digits& year) {
  return DatePart{DayNumber(absl::CivilDay(year.low, 1, 1)),
                  DayNumber(absl::CivilDay(year.high, 12, 31)), DateUnit::kYear, false,
                  year.unspecified > 0};
}

absl::StatusOr<DatePart> ReadMonthOnly(const Digits& year, absl::string_view month_text) {
  std::optional<Digits> month = ReadDigits(month_text);
  if (month_text.size() != 2 || !month) return Refuse("the month must be two digits");
  if (year.unspecified > 0 && month->unspecified != 2) {
    return Refuse("after an unspecified year the month must be XX");
  }
  if (month->unspecified == 0 && month->low >= 21 && month->low <= 24) {
    return SeasonOf(year.low, month->low);
  }
  month->low = std::max(month->low, 1);
  if (month->unspecified > 0) month->high = std::min(month->high, 12);
  if (month->high < 1 || month->high > 12 || month->low > month->high) {
    return Refuse("the month must be 01 to 12, or a season 21 to 24");
  }
  return DatePart{DayNumber(absl::CivilDay(year.low, month->low, 1)),
                  DayNumber(absl::CivilDay(absl::CivilMonth(year.high, month->high) + 1)) - 1,
                  DateUnit::kMonth, false, year.unspecified + month->unspecified > 0};
}

absl::StatusOr<DatePart> ReadDay(const Digits& year, absl::string_view month_text,
                                 absl::string_view day_text) {
  DECREE_ASSIGN_OR_RETURN(DatePart part, ReadMonthOnly(year, month_text));
  if (part.unit == DateUnit::kSeason)
    return Refuse("a season has no days; the month must be 01 to 12");
  std::optional<Digits> day = ReadDigits(day_text);
  if (day_text.size() != 2 || !day) return Refuse("the day must be two digits");
  if (part.unspecified && day->unspecified != 2) {
    return Refuse("after an unspecified month the day must be XX");
  }
  part.unit = DateUnit::kDay;
  if (part.unspecified) return part;
  const absl::CivilDay first = CivilOf(part.first_day);
  const int days = LastDayOfMonth(static_cast<int>(first.year()), first.month());
  const int low = std::max(day->low, 1);
  const int high = day->unspecified > 0 ? std::min(day->high, days) : day->high;
  if (low > high || high > days) {
    return Refuse(absl::StrCat("that month has ", days, " days"));
  }
  part.unspecified = day->unspecified > 0;
  part.last_day = part.first_day + high - 1;
  part.first_day += low - 1;
  return part;
}

absl::StatusOr<DatePart> ReadCalendarDate(absl::string_view text) {
  if (text.empty()) return Refuse("it is empty");
  if (text.front() == '-' || text.front() == 'Y' || text.front() == '+') return Refuse(kYearHint);
  const size_t year_end = text.find('-');
  DECREE_ASSIGN_OR_RETURN(const Digits year, ReadYear(text.substr(0, year_end)));
  if (year_end == absl::string_view::npos) return ReadYearOnly(year);
  const absl::string_view rest = text.substr(year_end + 1);
  const size_t month_end = rest.find('-');
  if (month_end == absl::string_view::npos) return ReadMonthOnly(year, rest);
  return ReadDay(year, rest.substr(0, month_end), rest.substr(month_end + 1));
}

// Takes `count` digits off the front of `text`; -1 when they are not there.
int TakeNumber(absl::string_view& text, size_t count) {
  if (text.size() < count) return -1;
  int number = 0;
  for (char c : text.substr(0, count)) {
    if (!IsDigit(c)) return -1;
    number = number * 10 + (c - '0');
  }
  text.remove_prefix(count);
  return number;
}

// "", "Z", "+08:00", "-05".
absl::Status ReadOffset(absl::string_view text, DatePart& part) {
  if (text.empty()) return absl::OkStatus();
  if (text == "Z" || text == "z") {
    part.offset_s = 0;
    return absl::OkStatus();
  }
  const int sign = text.front() == '-' ? -1 : 1;
  if (text.front() != '+' && text.front() != '-')
    return Refuse("after the time only Z or an offset");
  text.remove_prefix(1);
  const int hours = TakeNumber(text, 2);
  const int minutes = absl::ConsumePrefix(&text, ":") ? TakeNumber(text, 2) : 0;
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || !text.empty()) {
    return Refuse("an offset is written +08:00");
  }
  part.offset_s = sign * (hours * 3600 + minutes * 60);
  return absl::OkStatus();
}

absl::StatusOr<DatePart> ReadInstant(absl::string_view date, absl::string_view time) {
  DECREE_ASSIGN_OR_RETURN(DatePart part, ReadCalendarDate(date));
  if (part.unit != DateUnit::kDay || part.unspecified) {
    return Refuse("a clock time needs a whole date before it");
  }
  const int hour = TakeNumber(time, 2);
  const int minute = absl::ConsumePrefix(&time, ":") ? TakeNumber(time, 2) : -1;
  const int second = absl::ConsumePrefix(&time, ":") ? TakeNumber(time, 2) : 0;
  int64_t micros = 0;
  if (absl::ConsumePrefix(&time, ".")) {
    size_t digits = 0;
    for (; !time.empty() && IsDigit(time.front()); ++digits, time.remove_prefix(1)) {
      if (digits < 6) micros = micros * 10 + (time.front() - '0');
    }
    if (digits == 0 || digits > 9) return Refuse("a fraction of a second has 1 to 9 digits");
    for (; digits < 6; ++digits) micros *= 10;
  }
  if (hour < 0 || hour > 24 || minute < 0 || minute > 59 || second < 0 || second > 60) {
    return Refuse("a time is written 14:30:00, from 00:00:00 to 24:00:00");
  }
  part.unit = DateUnit::kClock;
  // A leap second counts as the first of the next minute.
  part.clock_us = (hour * 3600 + minute * 60 + second) * kMicrosPerSecond + micros;
  if (part.clock_us > kMicrosPerDay) return Refuse("the last time of a day is 24:00:00");
  DECREE_RETURN_IF_ERROR(ReadOffset(time, part));
  return part;
}

absl::StatusOr<DatePart> ReadPart(absl::string_view text) {
  const size_t t = text.find_first_of("Tt");
  if (t != absl::string_view::npos) return ReadInstant(text.substr(0, t), text.substr(t + 1));
  bool approximate = false;
  if (!text.empty() && (text.back() == '~' || text.back() == '?' || text.back() == '%')) {
    approximate = true;
    text.remove_suffix(1);
  }
  DECREE_ASSIGN_OR_RETURN(DatePart part, ReadCalendarDate(text));
  part.approximate = approximate;
  return part;
}

absl::Status ReadEnd(absl::string_view text, std::optional<DatePart>& part) {
  if (text.empty() || text == "..") return absl::OkStatus();
  DECREE_ASSIGN_OR_RETURN(part, ReadPart(text));
  return absl::OkStatus();
}

absl::StatusOr<ParsedDate> ReadDate(absl::string_view text) {
  if (text.size() > kDateTextBytesMax) {
    return Refuse(absl::StrCat("longer than ", kDateTextBytesMax, " bytes"));
  }
  ParsedDate date;
  const size_t slash = text.find('/');
  if (slash == absl::string_view::npos) {
    DECREE_ASSIGN_OR_RETURN(date.start, ReadPart(text));
    date.end = date.start;
    return date;
  }
  date.is_interval = true;
  DECREE_RETURN_IF_ERROR(ReadEnd(text.substr(0, slash), date.start));
  DECREE_RETURN_IF_ERROR(ReadEnd(text.substr(slash + 1), date.end));
  if (!date.start && !date.end) return Refuse("open at both ends says nothing; leave it out");
  if (date.start && date.end && date.start->first_day > date.end->last_day) {
    return Refuse("it ends before it begins");
  }
  return date;
}

}  // namespace

absl::StatusOr<ParsedDate> ParseEdtf(absl::string_view text) {
  absl::StatusOr<ParsedDate> date = ReadDate(text);
  if (date.ok()) return date;
  if (const std::string meant = MeantByDateSlip(text); !meant.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", text, "\" is not how a date is written here; ", meant));
  }
  return absl::InvalidArgumentError(
      absl::StrCat("\"", text.substr(0, kDateTextBytesMax), "\" is not an EDTF date (",
                   date.status().message(), "); write e.g. 2025-10-09, 2025-11 or 2025-11~"));
}

absl::Status EndsBeforeItBegins(absl::string_view text) {
  return absl::InvalidArgumentError(absl::StrCat(
      "\"", text,
      "\" is not an EDTF date (it ends before it begins); write e.g. 2025-10-09/2025-11"));
}

DatePart Widened(DatePart part) {
  if (!part.approximate) return part;
  part.first_day = AddUnits(part.first_day, part.unit, -1);
  part.last_day = AddUnits(part.last_day + 1, part.unit, 1) - 1;
  return part;
}

int64_t AddUnits(int64_t day, DateUnit unit, int count) {
  const absl::CivilDay civil = CivilOf(day);
  switch (unit) {
    case DateUnit::kDay:
    case DateUnit::kClock:
      return day + count;
    case DateUnit::kMonth:
      return DayNumber(absl::CivilDay(absl::CivilMonth(civil) + count));
    case DateUnit::kSeason:
      return DayNumber(absl::CivilDay(absl::CivilMonth(civil) + 3 * count));
    case DateUnit::kYear:
      return DayNumber(absl::CivilDay(absl::CivilYear(civil) + count));
  }
  return day;
}

}  // namespace decree
