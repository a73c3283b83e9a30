// The altered record behind Record::WhatIf: some events left out, drafted ones put after the last
// position, nothing stored. Left out with an event is whatever targets it (its repairs, what
// confirms or disputes it, and so on): without its target none of them could have been recorded.
#ifndef DECREE_CORE_RECORD_WHAT_IF_H_
#define DECREE_CORE_RECORD_WHAT_IF_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "core/record/record_questions.h"

namespace decree {

// `base.log`, `clock` and `projections` must outlive what is returned. Errors: NotFound names an id
// that is not recorded; for drafts those of Decree::Append.
absl::StatusOr<std::unique_ptr<Record>> MakeWhatIf(PinnedRecord base, const Clock& clock,
                                                   const ProjectionList& projections,
                                                   absl::Span<const std::string> without,
                                                   absl::Span<const NewEvent> with);

// Warnings of events that stand on a record (core/append/act_warnings.h,
// core/append/stacking_warnings.h).
void AddRecordedWarnings(absl::Span<const NewEvent> events, const QuestionContext& context,
                         std::vector<AppendWarning>& warnings);

// Those that an append of the events would give once they are recorded; with `are_checked` all that
// it would give, and its errors with the index in `with`. Events that are recorded already count as
// repeats and are left out.
absl::StatusOr<std::vector<AppendWarning>> WarningsOfDrafts(PinnedRecord base, const Clock& clock,
                                                            const ProjectionList& projections,
                                                            absl::Span<const NewEvent> with,
                                                            bool are_checked);

}  // namespace decree

#endif  // DECREE_CORE_RECORD_WHAT_IF_H_
