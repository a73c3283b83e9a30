#include "core/model/decimal.h"

#include <limits>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/model/ascii.h"

namespace decree {
namespace {

constexpr int kScaleMax = 18;
constexpr int kRateScale = 4;  // a percent with four digits after the point is one part per million

absl::Status NotADecimal(absl::string_view text, absl::string_view why) {
  return absl::InvalidArgumentError(
      absl::StrCat("\"", text.substr(0, 64), "\" is not a decimal (", why, "); write e.g. -28.7"));
}

}  // namespace

absl::StatusOr<Decimal> ParseDecimal(absl::string_view text) {
  absl::string_view rest = text;
  const bool negative = absl::ConsumePrefix(&rest, "-");
  if (!negative) absl::ConsumePrefix(&rest, "+");
  // Negative magnitudes reach one further than positive ones, so digits are collected below zero.
  int64_t value = 0;
  int scale = 0;
  bool point = false;
  bool digits = false;
  for (char c : rest) {
    if (c == '.' && !point && digits) {
      point = true;
      digits = false;  // a digit must follow the point
      continue;
    }
    if (!IsDigit(c)) return NotADecimal(text, "digits and one point only");
    digits = true;
    if (point && ++scale > kScaleMax) return NotADecimal(text, "at most 18 digits after the point");
    if (__builtin_mul_overflow(value, 10, &value) ||
        __builtin_sub_overflow(value, c - '0', &value)) {
      return NotADecimal(text, "too many digits");
    }
  }
  if (!digits)
    return NotADecimal(text, rest.empty() ? "no digits" : "a digit must follow the point");
  if (!negative) {
    if (value == std::numeric_limits<int64_t>::min()) return NotADecimal(text, "too many digits");
    value = -value;
  }
  return Decimal{value, static_cast<uint8_t>(scale)};
}

std::string FormatDecimal(const Decimal& value) {
  const bool negative = value.unscaled < 0;
  const uint64_t magnitude = negative ? uint64_t{0} - static_cast<uint64_t>(value.unscaled)
                                      : static_cast<uint64_t>(value.unscaled);
  std::string digits = absl::StrCat(magnitude);
  if (value.scale > 0) {
    if (digits.size() <= value.scale) digits.insert(0, value.scale + 1 - digits.size(), '0');
    digits.insert(digits.size() - value.scale, 1, '.');
  }
  return negative ? absl::StrCat("-", digits) : digits;
}

absl::StatusOr<int64_t> ParseRatePpm(absl::string_view text) {
  absl::string_view number = text;
  if (!absl::ConsumeSuffix(&number, "%")) {
    return absl::InvalidArgumentError(absl::StrCat(
        "\"", text.substr(0, 64), "\" is not a rate (no % at its end); write e.g. \"25%\""));
  }
  absl::StatusOr<Decimal> decimal = ParseDecimal(number);
  int64_t ppm = decimal.ok() ? decimal->unscaled : 0;
  bool fits = decimal.ok() && decimal->scale <= kRateScale;
  for (int i = fits ? decimal->scale : kRateScale; i < kRateScale; ++i) {
    fits = fits && !__builtin_mul_overflow(ppm, 10, &ppm);
  }
  if (!fits) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", text.substr(0, 64),
                     "\" is not a rate (digits, at most four after the point, and %); write e.g. "
                     "\"8.75%\""));
  }
  return ppm;
}

std::string FormatRatePpm(int64_t ppm) {
  std::string digits = FormatDecimal(Decimal{ppm, kRateScale});
  digits.resize(digits.find_last_not_of('0') + 1);
  if (digits.back() == '.') digits.pop_back();
  return digits + "%";
}

}  // namespace decree
