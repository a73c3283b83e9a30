#include "core/query/fold/handed_over.h"

#include <algorithm>
#include <limits>

namespace decree {

void HandedOver::Set(uint32_t stated_place, const Readings& readings, bool is_there) {
  const auto gives = [this](const Reading& reading) {
    return reading.body[static_cast<size_t>(given_)] != 0;
  };
  if (std::none_of(readings.begin(), readings.end(), gives)) return;
  if (!is_there) {
    givers_.erase(stated_place);
    sure_.erase(stated_place);
    return;
  }
  givers_.insert_or_assign(stated_place, readings);
  if (gives(readings.front())) sure_.insert(stated_place);
}

std::vector<uint64_t> HandedOver::Before(uint32_t stated_place) const {
  HandedBodies handed;
  const auto end = givers_.lower_bound(stated_place);
  const auto sure = sure_.lower_bound(stated_place);
  auto giver = sure == sure_.begin() ? givers_.begin() : givers_.find(*std::prev(sure));
  for (; giver != end && !handed.is_full(); ++giver) handed.TakeReadings(giver->second, given_);
  return handed.bodies();
}

uint32_t HandedOver::first() const {
  return givers_.empty() ? std::numeric_limits<uint32_t>::max() : givers_.begin()->first;
}

}  // namespace decree
