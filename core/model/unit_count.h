// What a specific duty is charged per: "kg", or "100 kg", a hundred of "kg". The unit is the name
// of the fact that gives the quantity.
#ifndef DECREE_CORE_MODEL_UNIT_COUNT_H_
#define DECREE_CORE_MODEL_UNIT_COUNT_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace decree {

struct UnitCount {
  int64_t count = 1;
  std::string unit;
};
UnitCount UnitCountOf(absl::string_view per);

}  // namespace decree

#endif  // DECREE_CORE_MODEL_UNIT_COUNT_H_
