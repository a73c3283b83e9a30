#include "core/query/thread/stated_change.h"

#include <algorithm>
#include <limits>

#include "absl/strings/strip.h"

namespace decree {
namespace {

__extension__ using Int128 = __int128;

// Whole numbers that remember whether a result did not fit.
struct Checked {
  Int128 value = 0;
  bool fits = true;

  Checked operator*(const Checked& other) const {
    Checked out;
    out.fits = fits && other.fits && !__builtin_mul_overflow(value, other.value, &out.value);
    return out;
  }
  Checked operator+(const Checked& other) const {
    Checked out;
    out.fits = fits && other.fits && !__builtin_add_overflow(value, other.value, &out.value);
    return out;
  }
};

Checked CheckedPowerOfTen(int exponent) {
  Checked out{1, true};
  for (int i = 0; i < exponent; ++i) out = out * Checked{10, true};
  return out;
}

Int128 GreatestDivisor(Int128 a, Int128 b) {
  a = a < 0 ? -a : a;
  while (b != 0) {
    const Int128 rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

// Reduced, so that what is computed from it has room.
std::optional<Ratio> RatioOf(const Checked& numerator, const Checked& denominator) {
  if (!numerator.fits || !denominator.fits || denominator.value <= 0) return std::nullopt;
  const Int128 divisor = GreatestDivisor(numerator.value, denominator.value);
  return Ratio{numerator.value / divisor, denominator.value / divisor};
}

// The value plus `halves` half units of its last digit.
std::optional<Ratio> Shifted(const Decimal& value, int halves) {
  return RatioOf(Checked{value.unscaled, true} * Checked{2, true} + Checked{halves, true},
                 CheckedPowerOfTen(value.scale) * Checked{2, true});
}

std::optional<bool> AtMost(const Ratio& a, const Ratio& b) {
  const Checked left = Checked{a.numerator, true} * Checked{b.denominator, true};
  const Checked right = Checked{b.numerator, true} * Checked{a.denominator, true};
  if (!left.fits || !right.fits) return std::nullopt;
  return left.value <= right.value;
}

std::optional<Ratio> Quotient(const Ratio& a, const Ratio& b) {
  if (b.numerator <= 0) return std::nullopt;
  return RatioOf(Checked{a.numerator, true} * Checked{b.denominator, true},
                 Checked{a.denominator, true} * Checked{b.numerator, true});
}

std::optional<Ratio> Difference(const Ratio& a, const Ratio& b) {
  return RatioOf(Checked{a.numerator, true} * Checked{b.denominator, true} +
                     Checked{-1, true} * Checked{b.numerator, true} * Checked{a.denominator, true},
                 Checked{a.denominator, true} * Checked{b.denominator, true});
}

// 1 + c, or c itself where the change is no percentage.
std::optional<Ratio> ChangeAt(const Decimal& change, bool percent, int halves) {
  const std::optional<Ratio> shifted = Shifted(change, halves);
  if (!shifted || !percent) return shifted;
  const Checked hundred{100, true};
  const Checked denominator = Checked{shifted->denominator, true} * hundred;
  return RatioOf(Checked{shifted->numerator, true} + denominator, denominator);
}

}  // namespace

std::optional<ImpliedValue> ImpliedBefore(const Decimal& value, absl::string_view change) {
  const bool percent = absl::ConsumeSuffix(&change, "%");
  const absl::StatusOr<Decimal> parsed = ParseDecimal(change);
  if (!parsed.ok()) return std::nullopt;
  const auto before = [&](int value_halves, int change_halves) -> std::optional<Ratio> {
    const std::optional<Ratio> now = Shifted(value, value_halves);
    const std::optional<Ratio> by = ChangeAt(*parsed, percent, change_halves);
    if (!now || !by) return std::nullopt;
    return percent ? Quotient(*now, *by) : Difference(*now, *by);
  };
  const std::optional<Ratio> middle = before(0, 0);
  if (!middle) return std::nullopt;
  ImpliedValue implied{*middle, *middle, *middle};
  for (const int value_halves : {-1, 1}) {
    for (const int change_halves : {-1, 1}) {
      const std::optional<Ratio> corner = before(value_halves, change_halves);
      if (!corner) return std::nullopt;
      const std::optional<bool> is_low = AtMost(*corner, implied.low);
      const std::optional<bool> is_high = AtMost(implied.high, *corner);
      if (!is_low || !is_high) return std::nullopt;
      if (*is_low) implied.low = *corner;
      if (*is_high) implied.high = *corner;
    }
  }
  return implied;
}

std::optional<bool> Meets(const ImpliedValue& implied, const Decimal& published) {
  const std::optional<Ratio> low = Shifted(published, -1);
  const std::optional<Ratio> high = Shifted(published, 1);
  if (!low || !high) return std::nullopt;
  const std::optional<bool> above = AtMost(implied.low, *high);
  const std::optional<bool> below = AtMost(*low, implied.high);
  if (!above || !below) return std::nullopt;
  return *above && *below;
}

std::optional<Decimal> Rounded(const Ratio& ratio, int scale, Rounding rounding) {
  const Checked scaled = Checked{ratio.numerator, true} * CheckedPowerOfTen(scale);
  if (!scaled.fits) return std::nullopt;
  Int128 whole = scaled.value / ratio.denominator;  // towards zero
  const Int128 rest = scaled.value % ratio.denominator;
  const Int128 size = rest < 0 ? -rest : rest;
  const int sign = scaled.value < 0 ? -1 : 1;
  if (rounding == Rounding::kNearest && size >= ratio.denominator - size) whole += sign;
  if (rounding == Rounding::kDown && rest < 0) whole -= 1;
  if (rounding == Rounding::kUp && rest > 0) whole += 1;
  if (whole > std::numeric_limits<int64_t>::max() || whole < std::numeric_limits<int64_t>::min()) {
    return std::nullopt;
  }
  return Decimal{static_cast<int64_t>(whole), static_cast<uint8_t>(scale)};
}

}  // namespace decree
