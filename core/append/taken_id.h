// An id that is recorded already with another body: what the two differ in, and what to do.
#ifndef DECREE_CORE_APPEND_TAKEN_ID_H_
#define DECREE_CORE_APPEND_TAKEN_ID_H_

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "core/append/new_event.h"
#include "core/log/record_log.h"

namespace decree {

// The status itself, unless it is of an id that is taken (AlreadyExists, of one of the events):
// then with the fields that differ, each as recorded and as given, and how to correct a record.
absl::Status WithDifferences(const absl::Status& status, absl::Span<const NewEvent> events,
                             const RecordLog& log);

}  // namespace decree

#endif  // DECREE_CORE_APPEND_TAKEN_ID_H_
