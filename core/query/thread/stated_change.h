// What an observed value and its stated change say of the value before: v at c% implies v / (1 + c)
// before, v at a plain c implies v - c. Published figures are rounded, each to half a unit of its
// last digit, so the implied value is a range. All arithmetic is exact; no binary floating point.
//
// Example: 420.5 at -28.7% implies about 589.8, between 589.28… and 590.25….
#ifndef DECREE_CORE_QUERY_THREAD_STATED_CHANGE_H_
#define DECREE_CORE_QUERY_THREAD_STATED_CHANGE_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "core/model/decimal.h"

namespace decree {

// A value over a divisor above zero, which need not end as a decimal.
struct Divided {
  Decimal value, by;
};

struct ImpliedValue {
  Divided middle, low, high;
};

// nullopt: the change does not read, is -100% or below (then nothing is implied), or the figures
// have too many digits for 128 bits.
std::optional<ImpliedValue> ImpliedBefore(const Decimal& value, absl::string_view change);

// Whether a published value, with its own rounding, meets the range. nullopt: too many digits.
std::optional<bool> Meets(const ImpliedValue& implied, const Decimal& published);

// With `scale` digits after the point. nullopt: more digits than a record holds.
std::optional<Decimal> Rounded(const Divided& divided, int scale, Rounding rounding);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_THREAD_STATED_CHANGE_H_
