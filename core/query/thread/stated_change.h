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

// A quotient of 128-bit whole numbers; denominator > 0.
struct Ratio {
  __extension__ __int128 numerator = 0, denominator = 1;
};

struct ImpliedValue {
  Ratio middle, low, high;
};

// nullopt: the change does not read, is -100% or below (then nothing is implied), or the figures
// have too many digits for 128 bits.
std::optional<ImpliedValue> ImpliedBefore(const Decimal& value, absl::string_view change);

// Whether a published value, with its own rounding, meets the range. nullopt: too many digits.
std::optional<bool> Meets(const ImpliedValue& implied, const Decimal& published);

enum class Rounding { kNearest, kDown, kUp };
// With `scale` digits after the point. nullopt: too many digits.
std::optional<Decimal> Rounded(const Ratio& ratio, int scale, Rounding rounding);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_THREAD_STATED_CHANGE_H_
