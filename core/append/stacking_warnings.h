// Warns of stacking rules that exclude each other in a circle: where the duties of all their
// programmes meet, nobody can tell what is due (core/SEMANTICS.md, "Screening").
#ifndef DECREE_CORE_APPEND_STACKING_WARNINGS_H_
#define DECREE_CORE_APPEND_STACKING_WARNINGS_H_

#include <vector>

#include "absl/types/span.h"
#include "core/append/new_event.h"
#include "core/query/questions.h"

namespace decree {

// Of each of `events`, which the context sees, that closes a circle with rules recorded before it
// and holding at the same time; of a correction, with any rules. Looks at the first few thousand
// events and some thousand steps of each; never fails.
void AddStackingWarnings(absl::Span<const NewEvent> events, const QuestionContext& context,
                         std::vector<AppendWarning>& warnings);

}  // namespace decree

#endif  // DECREE_CORE_APPEND_STACKING_WARNINGS_H_
