// Whether a list or the record knows the places that new events name, and whether the codes of
// goods in their scopes can be ones. A place that is unknown would match nothing, and nobody would
// hear of it. Rules: core/SEMANTICS.md, "Places".
//
// It binds new events: what is recorded reads as before (core/append/admission_checks.h).
#ifndef DECREE_CORE_APPEND_NAME_CHECKS_H_
#define DECREE_CORE_APPEND_NAME_CHECKS_H_

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "core/append/new_event.h"
#include "core/log/record_log.h"
#include "core/projections/strand.h"

namespace decree {

// `strands`: what is recorded, as `log` holds it; nullptr: nobody can tell, and what no list knows
// passes. A group, an actor or an issuer watched that the call itself names counts, wherever it
// stands in it. Repeats of recorded events are passed over. Errors: InvalidArgument, with index and
// field (core/base/append_error.h); those of the log and the strands.
absl::Status CheckNames(absl::Span<const NewEvent> events, const RecordLog& log,
                        const StrandReader* strands);

}  // namespace decree

#endif  // DECREE_CORE_APPEND_NAME_CHECKS_H_
