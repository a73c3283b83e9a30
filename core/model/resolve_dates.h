// Gives every date of an event its bounds in one zone, from the texts that the event keeps.
//
// It runs when an event is read and, for a repair without an actor, once more when the zone of its
// target is known. Stored events are never resolved again: their bounds are part of the record.
#ifndef DECREE_CORE_MODEL_RESOLVE_DATES_H_
#define DECREE_CORE_MODEL_RESOLVE_DATES_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "core/model/event.h"

namespace decree {

// Parses again every Moment and Bound text of `event` (also in clauses, sources and the
// replacement) in `zone`, an IANA name, and stores it in event.zone. A replacement that names an
// actor of its own is resolved in that actor's zone. Errors: InvalidArgument `effective.from:
// "2025-13" is not …`; InvalidArgument when an interval is empty in every reading; NotFound for an
// unknown zone. After an error some dates may already be resolved.
absl::Status ResolveDates(Event& event, absl::string_view zone);

// The zone that the event itself names: of its actor, else of its membership's group, else of its
// coverage's issuer (where known); "" when it names none.
absl::string_view OwnZoneOf(const Event& event);

}  // namespace decree

#endif  // DECREE_CORE_MODEL_RESOLVE_DATES_H_
