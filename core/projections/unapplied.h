// Events that could not be applied: a body that does not decode (a newer version wrote it, say), or
// one that a projection cannot record. The views go on behind them; what rests on an entity that
// such an event joins is refused by name, and everything else is answered.
//
// What the event would have left under names that it does not join (what it authorizes, say) nobody
// can tell. Stored bytes: schema/FORMAT.md, "Projections".
#ifndef DECREE_CORE_PROJECTIONS_UNAPPLIED_H_
#define DECREE_CORE_PROJECTIONS_UNAPPLIED_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/store/ordered_store.h"

namespace decree {

struct UnappliedEvent {
  uint64_t position = 0;
  bool is_unreadable = false;  // the body does not decode; else it is refused by what reads it
  std::string why;
  std::vector<std::string> entities;  // the streams that it joins
};
using UnappliedEvents = std::vector<UnappliedEvent>;  // ascending position

std::string UnappliedKey(uint64_t position);
std::string EncodeUnapplied(const UnappliedEvent& event);
// All that `views` hold. Errors: DataLoss; those of OrderedStore::Scan.
absl::StatusOr<UnappliedEvents> ReadUnapplied(const OrderedStore& views);

// DataLoss that names entity and position.
absl::Status RestsOn(absl::string_view entity, const UnappliedEvent& event);
// Whether it is such a refusal: what does not rest on the entity may be answered.
bool RestsOnUnapplied(const absl::Status& status);

}  // namespace decree

#endif  // DECREE_CORE_PROJECTIONS_UNAPPLIED_H_
