// The readings of a date, in full.
//
// Moment. A day D is [D 00:00, D 23:59:59.999999] of the zone, in UTC; a month, a year, a season
// and unspecified digits run from their first microsecond to their last; a/b from a's first to
// b's last; an instant is itself; a clock time without an offset is read in the zone; `~ ? %` add
// one unit of the precision written (day, month, season, year) on each side; `../b` opens the
// start; an open end is refused, since nothing counts as known before its latest bound.
//
// Bound, from and to. A day is its midnight, exactly; anything longer lies between the midnights
// that begin its first and its last day; a/b lies between a's earliest and b's latest; `~ ? %`
// add one unit on each side; an open or empty end is the end of the axis.
//
// Bound, through. The first midnight after the unit, exactly; with unspecified digits between the
// ends of the first and of the last unit they can mean; `~ ? %` one unit less and one more.
//
// Instants in a bound. By the clock time in the offset written, up to 00:01:00 is the day's
// midnight and from 23:59:00 the next one; the result moves to the civil axis of the zone.
// `through` an instant inside a day ends one microsecond after it.
#include "core/model/edtf_date.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/model/edtf_parse.h"
#include "core/model/zone.h"

namespace decree {
namespace {

constexpr int64_t kSnapStartUs = 60 * kMicrosPerSecond;                // 00:01:00
constexpr int64_t kSnapEndUs = kMicrosPerDay - 60 * kMicrosPerSecond;  // 23:59:00

// A stretch of some axis, both ends inclusive.
struct Stretch {
  int64_t first = 0, last = 0;
};

// A clock time without an offset that the zone's clocks show twice spans both; one they skip is the
// moment of the skip.
absl::StatusOr<Stretch> UtcOfClock(const DatePart& part, absl::string_view zone) {
  const int64_t written = part.first_day * kMicrosPerDay + part.clock_us;
  if (part.offset_s) {
    const int64_t utc = written - *part.offset_s * kMicrosPerSecond;
    return Stretch{utc, utc};
  }
  DECREE_ASSIGN_OR_RETURN(const int64_t utc, UtcFromCivil(written, zone));
  DECREE_ASSIGN_OR_RETURN(const int64_t last, LastUtcFromCivil(written, zone));
  return Stretch{utc, last};
}

absl::StatusOr<Stretch> UtcOfPart(const DatePart& given, absl::string_view zone) {
  if (given.unit == DateUnit::kClock) return UtcOfClock(given, zone);
  const DatePart part = Widened(given);
  DECREE_ASSIGN_OR_RETURN(const int64_t first, UtcFromCivil(part.first_day * kMicrosPerDay, zone));
  DECREE_ASSIGN_OR_RETURN(const int64_t next,
                          UtcFromCivil((part.last_day + 1) * kMicrosPerDay, zone));
  return Stretch{first, next - 1};
}

// The clock time snapped to the day's edges in the offset written, on the zone's civil axis.
absl::StatusOr<int64_t> BoundOfClock(const DatePart& part, BoundRole role, absl::string_view zone) {
  int64_t clock_us = part.clock_us;
  bool snapped = true;
  if (clock_us <= kSnapStartUs) {
    clock_us = 0;
  } else if (clock_us >= kSnapEndUs) {
    clock_us = kMicrosPerDay;
  } else {
    snapped = false;
  }
  int64_t civil = part.first_day * kMicrosPerDay + clock_us;
  if (part.offset_s) {
    DECREE_ASSIGN_OR_RETURN(civil, CivilFromUtc(civil - *part.offset_s * kMicrosPerSecond, zone));
  }
  return role == BoundRole::kThrough && !snapped ? civil + 1 : civil;
}

absl::StatusOr<Stretch> BoundOfPart(const DatePart& part, BoundRole role, absl::string_view zone) {
  if (part.unit == DateUnit::kClock) {
    DECREE_ASSIGN_OR_RETURN(const int64_t at, BoundOfClock(part, role, zone));
    return Stretch{at, at};
  }
  if (role != BoundRole::kThrough) {
    const DatePart wide = Widened(part);
    return Stretch{wide.first_day * kMicrosPerDay, wide.last_day * kMicrosPerDay};
  }
  // The first midnight after the unit; after the first and after the last unit that X digits can
  // mean.
  int64_t last = part.last_day + 1;
  int64_t first = part.unspecified ? AddUnits(part.first_day, part.unit, 1) : last;
  if (part.approximate) {
    first = AddUnits(first, part.unit, -1);
    last = AddUnits(last, part.unit, 1);
  }
  return Stretch{first * kMicrosPerDay, last * kMicrosPerDay};
}

}  // namespace

absl::StatusOr<Moment> ParseMoment(absl::string_view text, absl::string_view zone) {
  DECREE_ASSIGN_OR_RETURN(const ParsedDate date, ParseEdtf(text));
  if (!date.end) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", text, "\" has an open end; give the last day it can have been"));
  }
  Moment moment;
  moment.text = std::string(text);
  moment.is_instant = IsInstantText(text);
  moment.earliest_utc_us = kAxisMin;
  if (date.start) {
    DECREE_ASSIGN_OR_RETURN(const Stretch start, UtcOfPart(*date.start, zone));
    moment.earliest_utc_us = start.first;
  }
  DECREE_ASSIGN_OR_RETURN(const Stretch end, UtcOfPart(*date.end, zone));
  moment.latest_utc_us = end.last;
  if (moment.earliest_utc_us > moment.latest_utc_us) return EndsBeforeItBegins(text);
  DECREE_ASSIGN_OR_RETURN(const int64_t civil, CivilFromUtc(moment.latest_utc_us, zone));
  moment.utc_offset_s = static_cast<int32_t>((civil - moment.latest_utc_us) / kMicrosPerSecond);
  return moment;
}

absl::StatusOr<Bound> ParseBound(absl::string_view text, BoundRole role, absl::string_view zone) {
  DECREE_ASSIGN_OR_RETURN(const ParsedDate date, ParseEdtf(text));
  Bound bound;
  bound.text = std::string(text);
  bound.is_through = role == BoundRole::kThrough;
  bound.earliest_civil_us = kAxisMin;
  bound.latest_civil_us = kAxisMax;
  if (date.start) {
    DECREE_ASSIGN_OR_RETURN(const Stretch start, BoundOfPart(*date.start, role, zone));
    bound.earliest_civil_us = start.first;
  }
  if (date.end) {
    DECREE_ASSIGN_OR_RETURN(const Stretch end, BoundOfPart(*date.end, role, zone));
    bound.latest_civil_us = end.last;
  }
  if (bound.earliest_civil_us > bound.latest_civil_us) return EndsBeforeItBegins(text);
  return bound;
}

int64_t CivilDayNumber(int64_t civil_us) {
  const int64_t day = civil_us / kMicrosPerDay;
  return civil_us % kMicrosPerDay < 0 ? day - 1 : day;
}

bool IsInstantText(absl::string_view text) {
  return text.find_first_of("Tt") != absl::string_view::npos;
}

Bound StartOfMoment(const Moment& moment) {
  const int64_t offset_us = moment.utc_offset_s * kMicrosPerSecond;
  Bound bound;
  bound.text = moment.text;
  bound.latest_civil_us = CivilDayNumber(moment.latest_utc_us + offset_us) * kMicrosPerDay;
  bound.earliest_civil_us = kAxisMin;
  if (moment.earliest_utc_us != kAxisMin) {
    // Without a clock time the earliest bound is a midnight, but perhaps of another season's
    // offset: six hours more keep it on its day.
    const int64_t season_us = moment.is_instant ? 0 : kMicrosPerDay / 4;
    bound.earliest_civil_us =
        CivilDayNumber(moment.earliest_utc_us + offset_us + season_us) * kMicrosPerDay;
  }
  return bound;
}

}  // namespace decree
