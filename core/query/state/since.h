// Since when a measure stands as it does: the beginning of the current stretch, whoever began it.
#ifndef DECREE_CORE_QUERY_STATE_SINCE_H_
#define DECREE_CORE_QUERY_STATE_SINCE_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "core/projections/event_reader.h"
#include "core/query/fold/fold.h"
#include "core/query/state/resolve.h"

namespace decree {

// Instants of the issuer's clock; kAxisMin: for ever, not decided, or too far back to look for.
struct Since {
  int64_t force_civil_us = kAxisMin, terms_civil_us = kAxisMin;
  bool has_returned = false;  // the act that decides began before that, and was broken off
  bool is_renewed = false;    // it began after that, and took over
};

// Of what is decided over a window: force while the measure runs or is suspended, and the terms
// while one reading gives them.
absl::StatusOr<Since> SinceWhen(const Fold& fold, const Resolved& resolved,
                                const CivilWindow& window, EventReader& events);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_STATE_SINCE_H_
