// What is worth a second look of acts once they stand on the record: steps that an open amendment
// covers, terms for days on which nothing imposes, acts with nothing below them, links to what is
// not there, an exclusion dropped beside a measure of its own. None of it is an error.
#ifndef DECREE_CORE_APPEND_ACT_WARNINGS_H_
#define DECREE_CORE_APPEND_ACT_WARNINGS_H_

#include <vector>

#include "absl/types/span.h"
#include "core/append/new_event.h"
#include "core/query/context.h"

namespace decree {

// `context`: of a record that holds the events. Looks at no more than the first few thousand
// events, and not at measures with more acts than that; never fails.
void AddActWarnings(absl::Span<const NewEvent> events, const QuestionContext& context,
                    std::vector<AppendWarning>& warnings);

}  // namespace decree

#endif  // DECREE_CORE_APPEND_ACT_WARNINGS_H_
