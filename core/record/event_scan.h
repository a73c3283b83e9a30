// The record itself, event by event: a pass over the log under the filters and the view of a
// question. It holds one event at a time, however many pass.
#ifndef DECREE_CORE_RECORD_EVENT_SCAN_H_
#define DECREE_CORE_RECORD_EVENT_SCAN_H_

#include <functional>

#include "absl/status/status.h"
#include "core/query/questions.h"

namespace decree {

// Calls `visit` with each event up to the view's position that passes `filter` and is known in the
// view, in position order, until it returns an error, which is returned. The event given is
// overwritten by the next one. The view is the one given, not that of `filter`; the limits are the
// filter's. The log alone is read: the record never hangs on what is derived from it.
// Errors: DataLoss when a record or its leaf hash does not read (names the position); a limit that
// is reached, after the events before it were visited.
absl::Status ScanEvents(const RecordLog& log, const View& view, const EventFilter& filter,
                        const std::function<absl::Status(const StoredEvent&)>& visit);

}  // namespace decree

#endif  // DECREE_CORE_RECORD_EVENT_SCAN_H_
