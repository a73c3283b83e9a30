// What a question may see of the record.
#ifndef DECREE_CORE_QUERY_ACTS_VIEW_FILTER_H_
#define DECREE_CORE_QUERY_ACTS_VIEW_FILTER_H_

#include <cstdint>
#include <memory>

#include "absl/container/flat_hash_set.h"
#include "core/model/view.h"
#include "core/projections/claimed_instants.h"

namespace decree {

// A view, less some events (the moves after the one that a replay stands at).
struct ViewFilter {
  View view;
  absl::flat_hash_set<uint64_t> without;
  // Of the log that the view is of; may be nullptr where the view reads no claims.
  std::shared_ptr<ClaimedInstants> claims = nullptr;

  bool Records(uint64_t position) const {
    if (position > view.position_max) return false;
    if (view.reads_claims && !IsClaimed(position)) return false;
    return without.empty() || !without.contains(position);
  }
  // The two show the same of every record.
  friend bool operator==(const ViewFilter& a, const ViewFilter& b) {
    return a.view == b.view && a.without == b.without;
  }

 private:
  bool IsClaimed(uint64_t position) const {
    return position <= view.position_own ||
           (claims != nullptr && claims->IsRecordedBy(position, view.recorded_us_max));
  }
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_ACTS_VIEW_FILTER_H_
