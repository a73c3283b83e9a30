// Warns of owners on record who hold more than all of a party together: one of them was meant
// otherwise, or sold (core/SEMANTICS.md, "Ownership").
#ifndef DECREE_CORE_APPEND_OWNERSHIP_WARNINGS_H_
#define DECREE_CORE_APPEND_OWNERSHIP_WARNINGS_H_

#include <vector>

#include "absl/types/span.h"
#include "core/append/new_event.h"
#include "core/query/context.h"

namespace decree {

// Of each of `events`, which the context sees, that starts an ownership, or corrects one: on the
// day from which it certainly holds. Looks at the first thousand; never fails.
void AddOwnershipWarnings(absl::Span<const NewEvent> events, const QuestionContext& context,
                          std::vector<AppendWarning>& warnings);

}  // namespace decree

#endif  // DECREE_CORE_APPEND_OWNERSHIP_WARNINGS_H_
