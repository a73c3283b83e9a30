#include "core/model/asked_date.h"

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/model/ascii.h"
#include "core/model/edtf_parse.h"
#include "core/model/zone.h"

namespace decree {
namespace {

struct WindowEnd {
  int64_t us = 0;
  bool is_utc = false;
};

// Of one part of a date the first microsecond or the last.
WindowEnd EndOfPart(const DatePart& given, bool is_first) {
  if (given.unit == DateUnit::kClock) {
    const int64_t written = given.first_day * kMicrosPerDay + given.clock_us;
    return {written - given.offset_s.value_or(0) * kMicrosPerSecond, given.offset_s.has_value()};
  }
  const DatePart part = Widened(given);
  return {is_first ? part.first_day * kMicrosPerDay : (part.last_day + 1) * kMicrosPerDay - 1,
          false};
}

// Days from today; nullopt: it is no such word.
std::optional<int64_t> DaysFromToday(absl::string_view text) {
  if (text == "today") return 0;
  if (text == "tomorrow") return 1;
  if (text == "yesterday") return -1;
  constexpr size_t kLengthMin = 3, kLengthMax = 6;  // "+1d", "+9999w"
  if (text.size() < kLengthMin || text.size() > kLengthMax) return std::nullopt;
  const bool is_later = text.front() == '+';
  if (!is_later && text.front() != '-') return std::nullopt;
  const bool is_weeks = text.back() == 'w';
  if (!is_weeks && text.back() != 'd') return std::nullopt;
  int64_t count = 0;
  for (const char c : text.substr(1, text.size() - 2)) {
    if (!IsDigit(c)) return std::nullopt;
    count = count * 10 + (c - '0');
  }
  constexpr int64_t kDaysAWeek = 7;
  return (is_later ? count : -count) * (is_weeks ? kDaysAWeek : 1);
}

}  // namespace

bool IsDayFromToday(absl::string_view text) { return DaysFromToday(text).has_value(); }

std::string DayFromToday(absl::string_view text, int64_t now_utc_us) {
  const std::optional<int64_t> days = DaysFromToday(text);
  if (!days) return std::string(text);
  constexpr size_t kDayLength = 10;
  return FormatUtc(now_utc_us + *days * kMicrosPerDay).substr(0, kDayLength);
}

AskedDate AskedDate::OnEveryClock(const CivilWindow& window) {
  AskedDate date;
  date.first_us_ = window.first_civil_us;
  date.last_us_ = window.last_civil_us;
  date.is_given_ = true;
  return date;
}

void AskedDate::Read() {
  is_given_ = !text_.empty();
  if (!is_given_) return;
  const absl::StatusOr<ParsedDate> date = ParseEdtf(text_);
  if (!date.ok()) {
    trouble_ = date.status();
    return;
  }
  if (!date->start || !date->end) {
    trouble_ = absl::InvalidArgumentError(
        absl::StrCat("\"", text_, "\" has an open end; a question needs both ends"));
    return;
  }
  const WindowEnd first = EndOfPart(*date->start, true), last = EndOfPart(*date->end, false);
  first_us_ = first.us;
  first_is_utc_ = first.is_utc;
  last_us_ = last.us;
  last_is_utc_ = last.is_utc;
  trouble_ = In("Etc/UTC").status();
}

absl::Status AskedDate::Check(absl::string_view field) const {
  if (trouble_.ok()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(field, ": ", trouble_.message()));
}

absl::StatusOr<CivilWindow> AskedDate::In(absl::string_view zone) const {
  if (!trouble_.ok()) return trouble_;
  if (!is_given_) return ParseEdtf(text_).status();
  CivilWindow window{first_us_, last_us_};
  if (first_is_utc_) {
    DECREE_ASSIGN_OR_RETURN(window.first_civil_us, CivilFromUtc(first_us_, zone));
  }
  if (last_is_utc_) {
    DECREE_ASSIGN_OR_RETURN(window.last_civil_us, CivilFromUtc(last_us_, zone));
  }
  if (window.first_civil_us > window.last_civil_us) return EndsBeforeItBegins(text_);
  return window;
}

std::optional<CivilWindow> AskedDate::WithoutZone() const {
  if (!is_given_ || !trouble_.ok() || first_is_utc_ || last_is_utc_) return std::nullopt;
  return CivilWindow{first_us_, last_us_};
}

absl::StatusOr<CivilWindow> ParseWindow(absl::string_view text, absl::string_view zone) {
  return AskedDate(text).In(zone);
}

}  // namespace decree
