#include "core/model/decimal.h"

#include <algorithm>
#include <array>
#include <limits>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/model/ascii.h"

namespace decree {
namespace {

constexpr int kScaleMax = 18;      // of what a record holds
constexpr int kLongScaleMax = 38;  // no power of ten beyond it fits
constexpr int kRateScale = 4;  // a percent with four digits after the point is one part per million

__extension__ using Int128 = __int128;

absl::Status NotADecimal(absl::string_view text, absl::string_view why) {
  return absl::InvalidArgumentError(
      absl::StrCat("\"", text.substr(0, 64), "\" is not a decimal (", why, "); write e.g. -28.7"));
}

constexpr std::array<Int128, kLongScaleMax + 1> kPowersOfTen = [] {
  std::array<Int128, kLongScaleMax + 1> powers{1};
  for (size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();

// All give nullopt where the result does not fit.
std::optional<absl::int128> Times(const absl::int128& a, const absl::int128& b) {
  Int128 product = 0;
  if (__builtin_mul_overflow(static_cast<Int128>(a), static_cast<Int128>(b), &product)) {
    return std::nullopt;
  }
  return absl::int128(product);
}

std::optional<absl::int128> TimesTenTo(int exponent, const absl::int128& value) {
  if (exponent <= 0 || value == 0) return value;
  if (exponent > kLongScaleMax) return std::nullopt;
  return Times(value, kPowersOfTen[static_cast<size_t>(exponent)]);
}

std::optional<absl::int128> Plus(const absl::int128& a, const absl::int128& b) {
  Int128 sum = 0;
  if (__builtin_add_overflow(static_cast<Int128>(a), static_cast<Int128>(b), &sum)) {
    return std::nullopt;
  }
  return absl::int128(sum);
}

constexpr absl::uint128 kTimesTenFits = absl::MakeUint128(UINT64_MAX >> 4, UINT64_MAX);

// Digits with one point among them. What is wrong is told in words; "": nothing.
absl::string_view ReadDigits(absl::string_view digits, const absl::uint128& magnitude_max,
                             int scale_max, absl::uint128& magnitude, int& scale) {
  bool after_point = false, any = false;
  for (const char c : digits) {
    if (c == '.' && !after_point && any) {
      after_point = true;
      any = false;  // a digit must follow the point
      continue;
    }
    if (!IsDigit(c)) return "digits and one point only";
    any = true;
    if (after_point && ++scale > scale_max) return "at most 18 digits after the point";
    const auto digit = static_cast<unsigned>(c - '0');
    if (magnitude > kTimesTenFits) return "too many digits";
    magnitude = magnitude * 10 + digit;
    if (magnitude > magnitude_max) return "too many digits";
  }
  if (any) return "";
  return digits.empty() ? "no digits" : "a digit must follow the point";
}

using Operation = std::optional<Decimal> (*)(const Decimal& a, const Decimal& b);

std::optional<std::string> Combined(absl::string_view a, absl::string_view b, Operation operation) {
  const std::optional<Decimal> left = ParseLongDecimal(a), right = ParseLongDecimal(b);
  if (!left || !right) return std::nullopt;
  const std::optional<Decimal> result = operation(*left, *right);
  if (!result) return std::nullopt;
  return FormatDecimal(*result, std::min(left->scale, right->scale));
}

Decimal Signed(bool is_negative, const absl::uint128& magnitude, int scale) {
  const auto unscaled = static_cast<absl::int128>(magnitude);
  return {is_negative ? -unscaled : unscaled, static_cast<uint8_t>(scale)};
}

}  // namespace

bool IsRecordable(const Decimal& value) {
  return value.scale <= kScaleMax && value.unscaled >= std::numeric_limits<int64_t>::min() &&
         value.unscaled <= std::numeric_limits<int64_t>::max();
}

absl::StatusOr<Decimal> ParseDecimal(absl::string_view text) {
  absl::string_view rest = text;
  const bool is_negative = absl::ConsumePrefix(&rest, "-");
  if (!is_negative) absl::ConsumePrefix(&rest, "+");
  absl::uint128 magnitude_max = std::numeric_limits<int64_t>::max();
  if (is_negative) ++magnitude_max;
  absl::uint128 magnitude = 0;
  int scale = 0;
  const absl::string_view wrong = ReadDigits(rest, magnitude_max, kScaleMax, magnitude, scale);
  if (!wrong.empty()) return NotADecimal(text, wrong);
  return Signed(is_negative, magnitude, scale);
}

std::optional<Decimal> ParseLongDecimal(absl::string_view text) {
  const bool is_negative = absl::ConsumePrefix(&text, "-");
  absl::uint128 magnitude = 0;
  int scale = 0;
  const auto magnitude_max = static_cast<absl::uint128>(absl::Int128Max());
  if (!ReadDigits(text, magnitude_max, kLongScaleMax, magnitude, scale).empty()) {
    return std::nullopt;
  }
  return Signed(is_negative, magnitude, scale);
}

std::string FormatDecimal(const Decimal& value) { return FormatDecimal(value, value.scale); }

std::string FormatDecimal(const Decimal& value, int digits_min) {
  const bool is_negative = value.unscaled < 0;
  auto magnitude = static_cast<absl::uint128>(value.unscaled);
  if (is_negative) magnitude = -magnitude;
  constexpr uint64_t kTenTo19 = 10'000'000'000'000'000'000u;
  std::string digits =
      magnitude <= UINT64_MAX
          ? absl::StrCat(absl::Uint128Low64(magnitude))
          : absl::StrCat(absl::Uint128Low64(magnitude / kTenTo19),
                         absl::Dec(absl::Uint128Low64(magnitude % kTenTo19), absl::kZeroPad19));
  if (digits.size() <= value.scale) digits.insert(0, value.scale + 1 - digits.size(), '0');
  const size_t whole = digits.size() - value.scale;
  while (digits.size() > whole + static_cast<size_t>(digits_min) && digits.back() == '0') {
    digits.pop_back();
  }
  if (digits.size() > whole) digits.insert(whole, 1, '.');
  return is_negative ? absl::StrCat("-", digits) : digits;
}

bool IsLess(const Decimal& a, const Decimal& b) {
  const int scale = std::max(a.scale, b.scale);
  const std::optional<Decimal> left = WithScale(a, scale), right = WithScale(b, scale);
  if (left && right) return left->unscaled < right->unscaled;
  // What does not fit is farther from zero than all that does.
  return left ? b.unscaled > 0 : a.unscaled < 0;
}

std::optional<Decimal> WithScale(const Decimal& value, int scale) {
  const std::optional<absl::int128> unscaled = TimesTenTo(scale - value.scale, value.unscaled);
  if (!unscaled) return std::nullopt;
  return Decimal{*unscaled, static_cast<uint8_t>(scale)};
}

std::optional<Decimal> Sum(const Decimal& a, const Decimal& b) {
  const int scale = std::max(a.scale, b.scale);
  const std::optional<Decimal> left = WithScale(a, scale), right = WithScale(b, scale);
  if (!left || !right) return std::nullopt;
  const std::optional<absl::int128> sum = Plus(left->unscaled, right->unscaled);
  if (!sum) return std::nullopt;
  return Decimal{*sum, left->scale};
}

std::optional<Decimal> Difference(const Decimal& a, const Decimal& b) {
  if (b.unscaled == absl::Int128Min()) return std::nullopt;
  return Sum(a, {-b.unscaled, b.scale});
}

std::optional<Decimal> Product(const Decimal& a, const Decimal& b) {
  const std::optional<absl::int128> product = Times(a.unscaled, b.unscaled);
  if (!product) return std::nullopt;
  return Decimal{*product, static_cast<uint8_t>(a.scale + b.scale)};
}

std::optional<Decimal> Quotient(const Decimal& a, const Decimal& b, int scale, Rounding rounding) {
  const int exponent = scale + b.scale - a.scale;
  const std::optional<absl::int128> top = TimesTenTo(exponent, a.unscaled);
  const std::optional<absl::int128> bottom = TimesTenTo(-exponent, b.unscaled);
  if (!top || !bottom || *bottom <= 0) return std::nullopt;
  absl::int128 whole = *top / *bottom;  // towards zero
  const absl::int128 rest = *top % *bottom;
  const absl::int128 size = rest < 0 ? -rest : rest;
  if (rounding == Rounding::kNearest && size >= *bottom - size) whole += *top < 0 ? -1 : 1;
  if (rounding == Rounding::kDown && rest < 0) whole -= 1;
  if (rounding == Rounding::kUp && rest > 0) whole += 1;
  return Decimal{whole, static_cast<uint8_t>(scale)};
}

std::optional<std::string> AmountSum(absl::string_view a, absl::string_view b) {
  return Combined(a, b, Sum);
}

std::optional<std::string> AmountDifference(absl::string_view after, absl::string_view before) {
  return Combined(after, before, Difference);
}

std::string RateMeantBy(absl::string_view number) {
  const absl::StatusOr<Decimal> decimal = ParseDecimal(number);
  const bool is_rate = decimal.ok() && decimal->unscaled >= 0 && decimal->scale <= kRateScale;
  if (!is_rate) return "e.g. \"25%\"";
  std::string plain = absl::StrCat("\"", number, "%\"");
  // What is below one is as often meant as a fraction.
  const bool is_small = IsLess(*decimal, Decimal{1, 0}) && decimal->scale >= 1;
  if (!is_small || decimal->unscaled <= 0) return plain;
  constexpr int kPercentScale = 2;
  Decimal percent = *decimal;
  for (; percent.scale < kPercentScale; ++percent.scale) percent.unscaled *= 10;
  percent.scale -= kPercentScale;
  return absl::StrCat(plain, " or \"", FormatDecimal(percent), "%\"");
}

absl::StatusOr<int64_t> ParseRatePpm(absl::string_view text) {
  absl::string_view number = text;
  if (!absl::ConsumeSuffix(&number, "%")) {
    return absl::InvalidArgumentError(absl::StrCat(
        "\"", text.substr(0, 64), "\" is not a rate (no % at its end); write ", RateMeantBy(text)));
  }
  const absl::StatusOr<Decimal> decimal = ParseDecimal(number);
  std::optional<Decimal> ppm;
  if (decimal.ok() && decimal->scale <= kRateScale) ppm = WithScale(*decimal, kRateScale);
  if (!ppm || !IsRecordable(*ppm)) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", text.substr(0, 64),
                     "\" is not a rate (digits, at most four after the point, and %); write e.g. "
                     "\"8.75%\""));
  }
  return static_cast<int64_t>(ppm->unscaled);
}

std::string FormatRatePpm(int64_t ppm) { return FormatDecimal(Decimal{ppm, kRateScale}, 0) + "%"; }

}  // namespace decree
