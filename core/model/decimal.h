// Exact numbers. A Decimal is unscaled × 10^-scale; a rate is parts per million (25% = 250,000
// ppm). Binary floating point never holds a rate, an amount or an observed value, and what has more
// digits than 128 bits hold is told, never cut off.
//
// What a record holds has at most 64 bits and 18 digits after the point (IsRecordable); sums,
// products and shares of the value may have more.
#ifndef DECREE_CORE_MODEL_DECIMAL_H_
#define DECREE_CORE_MODEL_DECIMAL_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/numeric/int128.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace decree {

struct Decimal {
  absl::int128 unscaled = 0;
  uint8_t scale = 0;  // digits after the point
  // The same digits: 420.50 is not 420.5. IsLess compares numbers.
  friend bool operator==(const Decimal&, const Decimal&) = default;
};

bool IsRecordable(const Decimal& value);

// "420.5", "-28.7", "+12"; no exponent; recordable. Errors: InvalidArgument naming the text.
absl::StatusOr<Decimal> ParseDecimal(absl::string_view text);
// The same beyond what a record holds, with no "+". nullopt: not such a text, or too many digits.
std::optional<Decimal> ParseLongDecimal(absl::string_view text);
std::string FormatDecimal(const Decimal& value);  // keeps the digits given: "420.50" stays
// Without trailing zeros beyond `digits_min` after the point.
std::string FormatDecimal(const Decimal& value, int digits_min);

bool IsLess(const Decimal& a, const Decimal& b);

// All nullopt where a step has more digits than fit.
std::optional<Decimal> WithScale(const Decimal& value, int scale);  // not less than it has
std::optional<Decimal> Sum(const Decimal& a, const Decimal& b);     // with the greater scale
std::optional<Decimal> Difference(const Decimal& a, const Decimal& b);
std::optional<Decimal> Product(const Decimal& a, const Decimal& b);  // with both scales

enum class Rounding : uint8_t { kNearest, kDown, kUp };
// a ÷ b with `scale` digits after the point; b > 0.
std::optional<Decimal> Quotient(const Decimal& a, const Decimal& b, int scale, Rounding rounding);

// Of amounts as texts, as ParseLongDecimal takes them; trailing zeros beyond those of both are left
// out. nullopt: not two such texts, or too many digits.
std::optional<std::string> AmountSum(absl::string_view a, absl::string_view b);
std::optional<std::string> AmountDifference(absl::string_view after, absl::string_view before);

// What a number without % may mean as a rate: `"25%"`, `"0.84%" or "84%"`; where it
// is none, an example.
std::string RateMeantBy(absl::string_view number);
// "25%", "-28.7%", "0.0001%"; at most 4 digits after the point. Errors: InvalidArgument.
absl::StatusOr<int64_t> ParseRatePpm(absl::string_view text);
std::string FormatRatePpm(int64_t ppm);  // 87500 -> "8.75%"

}  // namespace decree

#endif  // DECREE_CORE_MODEL_DECIMAL_H_
