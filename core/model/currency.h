// Currencies as ISO 4217 has them: how many digits the smallest unit that is paid has.
#ifndef DECREE_CORE_MODEL_CURRENCY_H_
#define DECREE_CORE_MODEL_CURRENCY_H_

#include <optional>

#include "absl/strings/string_view.h"

namespace decree {

// 2 for "USD", 0 for "JPY", 3 for "KWD"; nullopt: of no active currency on the list (ISO 4217:2015,
// list one as amended to 2024), or of one without a minor unit (XAU).
std::optional<int> MinorUnitDigitsOf(absl::string_view currency);

}  // namespace decree

#endif  // DECREE_CORE_MODEL_CURRENCY_H_
