// Rates and shares are whole numbers of parts per million.
#ifndef DECREE_CORE_MODEL_PARTS_PER_MILLION_H_
#define DECREE_CORE_MODEL_PARTS_PER_MILLION_H_

#include <cstdint>

namespace decree {

inline constexpr int64_t kWholePpm = 1'000'000;  // 100%

}  // namespace decree

#endif  // DECREE_CORE_MODEL_PARTS_PER_MILLION_H_
