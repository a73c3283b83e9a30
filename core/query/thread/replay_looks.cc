#include "core/query/thread/replay_looks.h"

#include <algorithm>
#include <cmath>

namespace decree {

void OrderToPlay(std::vector<ReplayLook>& looks) {
  constexpr size_t kBlockMin = 64;
  const auto root = static_cast<size_t>(std::sqrt(static_cast<double>(looks.size())));
  // From block to block all that is known may turn, within one all of its moves.
  const size_t block = std::max(kBlockMin, 2 * root);
  for (size_t begin = 0; begin < looks.size(); begin += block) {
    const size_t end = std::min(begin + block, looks.size());
    std::stable_sort(
        looks.begin() + static_cast<std::ptrdiff_t>(begin),
        looks.begin() + static_cast<std::ptrdiff_t>(end),
        [](const ReplayLook& a, const ReplayLook& b) { return a.known_by_us < b.known_by_us; });
  }
}

}  // namespace decree
