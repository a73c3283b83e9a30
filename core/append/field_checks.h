// Whether a kind uses the fields that an event gives: what would be ignored is refused, with what
// to write instead. Rules: core/SEMANTICS.md, "Fields of a kind".
#ifndef DECREE_CORE_APPEND_FIELD_CHECKS_H_
#define DECREE_CORE_APPEND_FIELD_CHECKS_H_

#include "absl/status/status.h"
#include "core/model/event.h"

namespace decree {

// `given`: the event itself, or what a replacement gives to an act of the kind. Errors:
// InvalidArgument, with the field as data (core/base/append_error.h).
absl::Status CheckFieldUse(EventKind kind, const Event& given);

// That a membership of kind "owns" says what share one party holds of another, where it starts, and
// that no other says one. Errors: as above.
absl::Status CheckOwnership(EventKind kind, const Membership& membership);

// That a scope does not give a list beside changes of it, as a merged one may. Errors: as above.
absl::Status CheckListsApart(const Scope& scope);

// That an act's interval is not turned round and not empty, its default start included. Errors: as
// above.
absl::Status CheckCoversSomething(const Event& act);

}  // namespace decree

#endif  // DECREE_CORE_APPEND_FIELD_CHECKS_H_
