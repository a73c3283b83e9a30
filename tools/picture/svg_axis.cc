#include "tools/picture/svg_axis.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "core/model/edtf_date.h"
#include "core/model/limits.h"

namespace decree::tools {
namespace {

constexpr double kTickGapMin = 62;  // pixels, room for "31 Dec 2025"
constexpr double kDaysPerMonth = 30.4;

enum class Unit { kDay, kMonth, kYear };
struct Step {
  Unit unit;
  int count;
};
constexpr std::array<Step, 17> kSteps = {{{Unit::kDay, 1},
                                          {Unit::kDay, 2},
                                          {Unit::kDay, 5},
                                          {Unit::kDay, 10},
                                          {Unit::kMonth, 1},
                                          {Unit::kMonth, 2},
                                          {Unit::kMonth, 3},
                                          {Unit::kMonth, 6},
                                          {Unit::kYear, 1},
                                          {Unit::kYear, 2},
                                          {Unit::kYear, 5},
                                          {Unit::kYear, 10},
                                          {Unit::kYear, 20},
                                          {Unit::kYear, 50},
                                          {Unit::kYear, 100},
                                          {Unit::kYear, 500},
                                          {Unit::kYear, 1000}}};
constexpr std::array<absl::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

double DaysOf(const Step& step) {
  const double unit = step.unit == Unit::kDay     ? 1
                      : step.unit == Unit::kMonth ? kDaysPerMonth
                                                  : 12 * kDaysPerMonth;
  return unit * step.count;
}

absl::CivilDay CivilOf(int64_t day) { return absl::CivilDay(1970, 1, 1) + day; }
int64_t NumberOf(absl::CivilDay day) { return day - absl::CivilDay(1970, 1, 1); }

// Day steps restart with each month, so that the same days are named every month; the last days of
// a month are left out where the first of the next is too near.
absl::CivilDay NextInMonth(absl::CivilDay day, int step) {
  const absl::CivilDay next = day + step;
  const absl::CivilDay month = absl::CivilDay(absl::CivilMonth(day) + 1);
  if (step == 1) return next;
  return month - next < step / 2 + 1 ? month : next;
}

absl::CivilDay Next(absl::CivilDay day, const Step& step) {
  if (step.unit == Unit::kMonth) return absl::CivilDay(absl::CivilMonth(day) + step.count);
  if (step.unit == Unit::kYear) return absl::CivilDay(absl::CivilYear(day) + step.count);
  return NextInMonth(day, step.count);
}

// The last round date on or before `day`.
absl::CivilDay RoundDown(absl::CivilDay day, const Step& step) {
  if (step.unit == Unit::kDay) return absl::CivilDay(absl::CivilMonth(day));
  if (step.unit == Unit::kMonth) {
    return absl::CivilDay(day.year(), (day.month() - 1) / step.count * step.count + 1, 1);
  }
  return absl::CivilDay(day.year() / step.count * step.count, 1, 1);
}

std::string LabelOf(absl::CivilDay day, Unit unit, bool with_year) {
  if (unit == Unit::kYear) return absl::StrCat(day.year());
  const std::string month(kMonths[static_cast<size_t>(day.month()) - 1]);
  const std::string text = unit == Unit::kDay ? absl::StrCat(day.day(), " ", month) : month;
  return with_year ? absl::StrCat(text, " ", day.year()) : text;
}

}  // namespace

int64_t DayOfCivil(int64_t civil_us) {
  static const int64_t first = NumberOf(absl::CivilDay(kYearMin, 1, 1));
  static const int64_t last = NumberOf(absl::CivilDay(kYearMax, 12, 31));
  return std::clamp(CivilDayNumber(civil_us), first, last);
}

std::string DayText(int64_t day) { return FormatCivil(day * kMicrosPerDay).substr(0, 10); }

DayAxis::DayAxis(DaySpan span, double left_x, double right_x)
    : span_(span), left_(left_x), right_(right_x) {}

double DayAxis::X(double day) const {
  const double share =
      (day - static_cast<double>(span_.first)) / static_cast<double>(span_.end - span_.first);
  return left_ + share * (right_ - left_);
}

double DayAxis::ClampedX(double day) const { return std::clamp(X(day), left_, right_); }

std::vector<Tick> DayAxis::Ticks() const {
  const double px_per_day = (right_ - left_) / static_cast<double>(span_.end - span_.first);
  Step step = kSteps.back();
  for (const Step& candidate : kSteps) {
    if (DaysOf(candidate) * px_per_day >= kTickGapMin) {
      step = candidate;
      break;
    }
  }
  std::vector<Tick> ticks;
  absl::CivilDay day = RoundDown(CivilOf(span_.first), step);
  absl::civil_year_t year_told = -1;
  for (; NumberOf(day) < span_.end; day = Next(day, step)) {
    if (NumberOf(day) < span_.first) continue;
    Tick tick;
    tick.x = X(static_cast<double>(NumberOf(day)));
    if (tick.x + kTickGapMin / 2 > right_) break;
    tick.major = day.year() != year_told;
    year_told = day.year();
    tick.label = LabelOf(day, step.unit, tick.major);
    ticks.push_back(std::move(tick));
  }
  return ticks;
}

}  // namespace decree::tools
