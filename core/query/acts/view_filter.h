// What a question may see of the record.
#ifndef DECREE_CORE_QUERY_ACTS_VIEW_FILTER_H_
#define DECREE_CORE_QUERY_ACTS_VIEW_FILTER_H_

#include <cstdint>

#include "absl/container/flat_hash_set.h"
#include "core/model/view.h"

namespace decree {

// A view, less some events (the moves after the one that a replay stands at).
struct ViewFilter {
  View view;
  absl::flat_hash_set<uint64_t> without;

  bool Records(uint64_t position) const {
    return position <= view.position_max && (without.empty() || !without.contains(position));
  }
  // The two show the same of every record.
  friend bool operator==(const ViewFilter&, const ViewFilter&) = default;
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_ACTS_VIEW_FILTER_H_
