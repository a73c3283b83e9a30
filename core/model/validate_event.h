// What each kind of event must and must not carry. The shape of single fields (alphabets, lengths,
// dates) is checked where they are read; this is about the event as a whole.
#ifndef DECREE_CORE_MODEL_VALIDATE_EVENT_H_
#define DECREE_CORE_MODEL_VALIDATE_EVENT_H_

#include "absl/status/status.h"
#include "core/model/event.h"

namespace decree {

// Errors: InvalidArgument `actor: missing; an "imposed" names who acts`, with the field as data
// (core/base/append_error.h).
absl::Status ValidateEvent(const Event& event);

}  // namespace decree

#endif  // DECREE_CORE_MODEL_VALIDATE_EVENT_H_
