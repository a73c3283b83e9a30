// Exact numbers. A Decimal is unscaled × 10^-scale; a rate is parts per million (25% = 250,000
// ppm). Binary floating point never holds a rate, an amount or an observed value.
#ifndef DECREE_CORE_MODEL_DECIMAL_H_
#define DECREE_CORE_MODEL_DECIMAL_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace decree {

struct Decimal {
  int64_t unscaled = 0;
  uint8_t scale = 0;  // digits after the point, 0..18
  friend bool operator==(const Decimal&, const Decimal&) = default;
};

// "420.5", "-28.7", "+12"; no exponent. Errors: InvalidArgument naming the text.
absl::StatusOr<Decimal> ParseDecimal(absl::string_view text);
std::string FormatDecimal(const Decimal& value);  // keeps the digits given: "420.50" stays

// "25%", "-28.7%", "0.0001%"; at most 4 digits after the point. Errors: InvalidArgument.
absl::StatusOr<int64_t> ParseRatePpm(absl::string_view text);
std::string FormatRatePpm(int64_t ppm);  // 87500 -> "8.75%"

}  // namespace decree

#endif  // DECREE_CORE_MODEL_DECIMAL_H_
