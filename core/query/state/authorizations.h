// What leads from a measure to the authorizations that may name it.
#ifndef DECREE_CORE_QUERY_STATE_AUTHORIZATIONS_H_
#define DECREE_CORE_QUERY_STATE_AUTHORIZATIONS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "core/projections/event_reader.h"
#include "core/query/acts/authorization_patterns.h"
#include "core/query/acts/repaired_strand.h"

namespace decree {

// The patterns of `strands` with all that was given up to a position; more is read than before
// where it is later.
absl::StatusOr<AuthorizationPatterns*> PatternsThrough(uint64_t position, RepairedStrands& strands,
                                                       EventReader& events);

// Whether the event gives a pattern, or a name, that fits the measure.
bool NamesMeasure(const Event& event, absl::string_view slug);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_STATE_AUTHORIZATIONS_H_
