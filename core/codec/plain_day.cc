#include "core/codec/plain_day.h"

namespace decree {
namespace {

constexpr int64_t kYearZeroDay = -719'528;  // 0000-01-01 of the proleptic Gregorian calendar
constexpr int64_t kYearTenThousandDay = 2'932'897;

void PutDigits(int64_t number, int width, char* to) {
  for (int i = width; i-- > 0; number /= 10) to[i] = static_cast<char>('0' + number % 10);
}

// Days of the civil calendar counted from March of year 0, in eras of 400 years.
std::string DayText(int64_t day) {
  if (day < kYearZeroDay || day >= kYearTenThousandDay) return "";
  const int64_t shifted = day + 719'468 + 146'097;  // one era up: no negative numbers
  const int64_t era = shifted / 146'097;
  const int64_t of_era = shifted % 146'097;
  const int64_t year_of_era = (of_era - of_era / 1'460 + of_era / 36'524 - of_era / 146'096) / 365;
  const int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int64_t march_month = (5 * of_year + 2) / 153;
  const int64_t month = march_month < 10 ? march_month + 3 : march_month - 9;
  const int64_t year = year_of_era + 400 * (era - 1) + (month <= 2 ? 1 : 0);
  std::string text = "0000-00-00";
  PutDigits(year, 4, text.data());
  PutDigits(month, 2, text.data() + 5);
  PutDigits(of_year - (153 * march_month + 2) / 5 + 1, 2, text.data() + 8);
  return text;
}

}  // namespace

std::string PlainDayOf(const Moment& moment) {
  if (moment.is_instant) return "";
  // Days, not microseconds, are added: no date is so far out that they could overflow.
  const int64_t day = CivilDayNumber(moment.latest_utc_us);
  const int64_t rest_us = moment.latest_utc_us % kMicrosPerDay;
  const int64_t into_day_us = rest_us < 0 ? rest_us + kMicrosPerDay : rest_us;
  return DayText(day + CivilDayNumber(into_day_us + moment.utc_offset_s * kMicrosPerSecond));
}

std::string PlainDayOf(const Bound& bound) {
  if (bound.earliest_civil_us % kMicrosPerDay != 0) return "";
  return DayText(bound.earliest_civil_us / kMicrosPerDay - (bound.is_through ? 1 : 0));
}

}  // namespace decree
