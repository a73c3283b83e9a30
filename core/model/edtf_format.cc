// How civil days and instants are shown (declared in edtf_date.h).
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "core/model/edtf_date.h"

namespace decree {
namespace {

// "2025-10-09T14:00:00", with a fraction only when there is one.
std::string FormatClock(int64_t micros_axis) {
  int64_t seconds = micros_axis / kMicrosPerSecond;
  int64_t micros = micros_axis % kMicrosPerSecond;
  if (micros < 0) {
    micros += kMicrosPerSecond;
    --seconds;
  }
  const absl::CivilSecond at = absl::CivilSecond(1970, 1, 1) + seconds;
  std::string text = absl::StrFormat("%04d-%02d-%02dT%02d:%02d:%02d", at.year(), at.month(),
                                     at.day(), at.hour(), at.minute(), at.second());
  if (micros != 0) {
    absl::StrAppendFormat(&text, ".%06d", micros);
    text.resize(text.find_last_not_of('0') + 1);
  }
  return text;
}

}  // namespace

std::string FormatCivil(int64_t civil_us) {
  if (civil_us == kAxisMin || civil_us == kAxisMax) return "";
  std::string text = FormatClock(civil_us);
  if (civil_us % kMicrosPerDay == 0) text.resize(text.size() - 9);  // without T00:00:00
  return text;
}

std::string FormatUtc(int64_t utc_us) {
  if (utc_us == kAxisMin || utc_us == kAxisMax) return "";
  return FormatClock(utc_us) + "Z";
}

}  // namespace decree
