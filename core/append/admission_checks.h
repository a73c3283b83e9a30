// What append refuses because something behind the log could not bear it, or only at a cost that no
// event is worth. The list of limits, and where each is relied on, is in core/LIMITS.md,
// "Admission".
//
// What is refused follows from the log up to here and the call alone, never from what is derived
// from them. It binds new events: what is recorded reads as before, and a restored record or one
// that is appended "as recorded" is taken as it was.
#ifndef DECREE_CORE_APPEND_ADMISSION_CHECKS_H_
#define DECREE_CORE_APPEND_ADMISSION_CHECKS_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "core/append/new_event.h"

namespace decree {

// `requests`: those of `events`, one for one. Adds what is worth a second look to the warnings.
// Events that are recorded already pass: the log answers them as repeats. Errors: InvalidArgument
// or NotFound `event "ID": …`; those of the log. All carry the event's index, and the field where
// one is at fault (core/base/append_error.h).
absl::Status CheckAdmission(absl::Span<const NewEvent> events,
                            absl::Span<const AppendRequest> requests, const RecordLog& log,
                            std::vector<AppendWarning>& warnings);

}  // namespace decree

#endif  // DECREE_CORE_APPEND_ADMISSION_CHECKS_H_
