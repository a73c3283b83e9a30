// Exact arithmetic on amounts as texts: decimals with more digits than a Decimal holds,
// "-1250.005". No binary floating point, no rounding; trailing zeros beyond those of both texts are
// left out.
#ifndef DECREE_CORE_MODEL_AMOUNT_TEXT_H_
#define DECREE_CORE_MODEL_AMOUNT_TEXT_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace decree {

// nullopt: not two such texts, or more digits than 128 bits hold.
std::optional<std::string> AmountSum(absl::string_view a, absl::string_view b);
std::optional<std::string> AmountDifference(absl::string_view after, absl::string_view before);

}  // namespace decree

#endif  // DECREE_CORE_MODEL_AMOUNT_TEXT_H_
