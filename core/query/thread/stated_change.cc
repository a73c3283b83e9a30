#include "core/query/thread/stated_change.h"

#include "absl/strings/strip.h"

namespace decree {
namespace {

constexpr Decimal kOne = {1, 0};

// The value plus `halves` half units of its last digit.
std::optional<Decimal> Shifted(const Decimal& value, int halves) {
  return Sum(value, {halves * 5, static_cast<uint8_t>(value.scale + 1)});
}

std::optional<bool> AtMost(const Divided& a, const Divided& b) {
  const std::optional<Decimal> left = Product(a.value, b.by), right = Product(b.value, a.by);
  if (!left || !right) return std::nullopt;
  return !IsLess(*right, *left);
}

// now ÷ (1 + change), or now − change where that is no percentage.
std::optional<Divided> Undone(const Decimal& now, const Decimal& change, bool percent) {
  if (!percent) {
    const std::optional<Decimal> before = Difference(now, change);
    return before ? std::optional(Divided{*before, kOne}) : std::nullopt;
  }
  const auto scale = static_cast<uint8_t>(change.scale + 2);
  const std::optional<Decimal> by = Sum(kOne, {change.unscaled, scale});
  if (!by || by->unscaled <= 0) return std::nullopt;
  return Divided{now, *by};
}

}  // namespace

std::optional<ImpliedValue> ImpliedBefore(const Decimal& value, absl::string_view change) {
  const bool percent = absl::ConsumeSuffix(&change, "%");
  const absl::StatusOr<Decimal> parsed = ParseDecimal(change);
  if (!parsed.ok()) return std::nullopt;
  const auto before = [&](int value_halves, int change_halves) -> std::optional<Divided> {
    const std::optional<Decimal> now = Shifted(value, value_halves);
    const std::optional<Decimal> by = Shifted(*parsed, change_halves);
    return now && by ? Undone(*now, *by, percent) : std::nullopt;
  };
  const std::optional<Divided> middle = before(0, 0);
  if (!middle) return std::nullopt;
  ImpliedValue implied{*middle, *middle, *middle};
  for (const int value_halves : {-1, 1}) {
    for (const int change_halves : {-1, 1}) {
      const std::optional<Divided> corner = before(value_halves, change_halves);
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
  const std::optional<Decimal> low = Shifted(published, -1), high = Shifted(published, 1);
  if (!low || !high) return std::nullopt;
  const std::optional<bool> above = AtMost(implied.low, {*high, kOne});
  const std::optional<bool> below = AtMost({*low, kOne}, implied.high);
  if (!above || !below) return std::nullopt;
  return *above && *below;
}

std::optional<Decimal> Rounded(const Divided& divided, int scale, Rounding rounding) {
  std::optional<Decimal> rounded = Quotient(divided.value, divided.by, scale, rounding);
  if (rounded && !IsRecordable({rounded->unscaled, 0})) rounded.reset();
  return rounded;
}

}  // namespace decree
