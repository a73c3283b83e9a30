// What append takes: an event, and what its caller expects of the streams that it joins.
#ifndef DECREE_CORE_APPEND_NEW_EVENT_H_
#define DECREE_CORE_APPEND_NEW_EVENT_H_

#include <vector>

#include "core/log/event_log.h"
#include "core/model/event.h"

namespace decree {

struct AppendOptions {
  // The events come from an earlier record, which took them: what is refused only since is admitted
  // (core/LIMITS.md, "Admission"). What cannot be stored or read at all is refused all the same.
  bool as_recorded = false;
};

// An event to append, with the versions that its streams must have (none: whatever they have).
struct NewEvent {
  Event event;
  std::vector<ExpectedVersion> expected;
};

}  // namespace decree

#endif  // DECREE_CORE_APPEND_NEW_EVENT_H_
