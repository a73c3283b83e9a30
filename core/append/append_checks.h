// What happens to events on their way into the log: the zone of a repair, the canonical bytes, the
// streams.
#ifndef DECREE_CORE_APPEND_APPEND_CHECKS_H_
#define DECREE_CORE_APPEND_APPEND_CHECKS_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "core/append/new_event.h"

namespace decree {

// A repair that names no zone of its own has its dates resolved in its target's; the bytes of any
// other event that brings them travel on. Errors: InvalidArgument `event "ID": …`; those of the
// log. All carry the event's index, and the field where one is at fault (core/base/append_error.h).
absl::StatusOr<std::vector<AppendRequest>> RequestsFor(absl::Span<const NewEvent> events,
                                                       const RecordLog& log);

}  // namespace decree

#endif  // DECREE_CORE_APPEND_APPEND_CHECKS_H_
