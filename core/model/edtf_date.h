// Dates as sources write them, with the bounds they stand for.
//
// Text is EDTF (ISO 8601-2 levels 0 and 1) or an RFC 3339 instant; the wording is always kept. Two
// readings exist and must not be confused:
//   Moment: when something was said or could be known (`stated`, `published`): a stretch of the
//           UTC axis.
//   Bound:  a change of legal validity (`effective`): a stretch of the CIVIL axis of the issuer's
//           zone, inside which the change happens. Civil microseconds count the issuer's wall clock
//           as if it were UTC, so that a legal day is the same 24 hours in every zone and season.
// Both axes count microseconds from 1970-01-01T00:00:00; kAxisMin and kAxisMax are their open ends.
// Example: from "2025-06" (issuer US) is a Bound from 2025-06-01T00:00 to 2025-06-30T00:00 civil.
#ifndef DECREE_CORE_MODEL_EDTF_DATE_H_
#define DECREE_CORE_MODEL_EDTF_DATE_H_

#include <cstdint>
#include <limits>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace decree {

inline constexpr int64_t kMicrosPerSecond = 1'000'000;
inline constexpr int64_t kMicrosPerDay = 86'400 * kMicrosPerSecond;
inline constexpr int64_t kAxisMin = std::numeric_limits<int64_t>::min();  // open start
inline constexpr int64_t kAxisMax = std::numeric_limits<int64_t>::max();  // open end

struct Moment {
  std::string text;             // as the source has it
  int64_t earliest_utc_us = 0;  // inclusive
  int64_t latest_utc_us = 0;    // inclusive: a day's 23:59:59.999999 in the zone
  int32_t utc_offset_s = 0;     // of the issuer's zone at `latest`; civil = utc + offset
  bool is_instant = false;      // given with a clock time
  friend bool operator==(const Moment&, const Moment&) = default;
};

struct Bound {
  std::string text;         // as the source has it
  bool is_through = false;  // the source gave an inclusive end; the bounds are exclusive
  int64_t earliest_civil_us = 0;
  int64_t latest_civil_us = 0;  // == earliest: the boundary is exact
  friend bool operator==(const Bound&, const Bound&) = default;
};

// A question's window on the civil axis: [first, last] inclusive microseconds, whole days unless an
// instant was asked. core/model/asked_date.h reads it.
struct CivilWindow {
  int64_t first_civil_us = 0;
  int64_t last_civil_us = 0;
};

enum class BoundRole { kFrom, kTo, kThrough };  // beginning, exclusive end, inclusive end

// `zone` is an IANA name, "America/New_York". Errors: InvalidArgument, `"2025-13" is not an EDTF
// date …`, or as core/model/zone.h for the zone.
absl::StatusOr<Moment> ParseMoment(absl::string_view text, absl::string_view zone);
absl::StatusOr<Bound> ParseBound(absl::string_view text, BoundRole role, absl::string_view zone);

// The day that an instant of the civil axis falls in, counted from 1970-01-01.
int64_t CivilDayNumber(int64_t civil_us);

bool IsInstantText(absl::string_view text);  // carries a clock time

// The boundary that an act without `from` starts at: the first civil day of `stated` (imprecise
// when the moment spans several days, as a `from` of the same wording would be).
Bound StartOfMoment(const Moment& moment);

// "2025-10-09" for a whole civil day, else "2025-10-09T14:00:00"; "" for the axis ends.
std::string FormatCivil(int64_t civil_us);
// "2025-10-09T18:00:00.000001Z" (fraction only when there is one).
std::string FormatUtc(int64_t utc_us);

}  // namespace decree

#endif  // DECREE_CORE_MODEL_EDTF_DATE_H_
