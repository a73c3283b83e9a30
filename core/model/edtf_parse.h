// The syntax of dates: EDTF levels 0 and 1 and RFC 3339 instants, as days and clock times, before
// any zone or role gives them bounds (that is core/model/edtf_date.h, which everything else uses).
//
// Days are counted from 1970-01-01. Seasons: 21 spring Mar-May, 22 summer Jun-Aug, 23 autumn
// Sep-Nov, 24 winter Dec to the end of the next February. Unspecified digits (202X, 2025-XX,
// 2025-10-2X, 2025-XX-XX) stand for every date they can mean. Years 0001 to 9999.
#ifndef DECREE_CORE_MODEL_EDTF_PARSE_H_
#define DECREE_CORE_MODEL_EDTF_PARSE_H_

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace decree {

enum class DateUnit : uint8_t { kDay, kMonth, kSeason, kYear, kClock };

struct DatePart {
  int64_t first_day = 0;  // the first day meant
  int64_t last_day = 0;   // the last day meant, inclusive
  DateUnit unit = DateUnit::kDay;
  bool approximate = false;  // `~`, `?` or `%`
  bool unspecified = false;  // with X digits: one of several units
  // Only with unit kClock: microseconds since midnight of first_day (24:00 is the whole day), and
  // the offset written, if any.
  int64_t clock_us = 0;
  std::optional<int32_t> offset_s = std::nullopt;
};

struct ParsedDate {
  bool is_interval = false;            // `a/b`
  std::optional<DatePart> start, end;  // equal unless an interval; nullopt: open (`..` or empty)
};

// Errors: InvalidArgument `"2025-13" is not an EDTF date (…)`.
absl::StatusOr<ParsedDate> ParseEdtf(absl::string_view text);

absl::Status EndsBeforeItBegins(absl::string_view text);

// The days meant, one unit more on each side when approximate.
DatePart Widened(DatePart part);

// The start of the unit `count` units after the one that starts on `day`.
int64_t AddUnits(int64_t day, DateUnit unit, int count);

}  // namespace decree

#endif  // DECREE_CORE_MODEL_EDTF_PARSE_H_
