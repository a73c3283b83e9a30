// A FixedRecord answers questions over one pinned state that something else keeps: no store is
// opened, nothing is written, and there are no compiled answers. It is how an answer is asked again
// from a bundle.
#ifndef DECREE_CORE_RECORD_FIXED_RECORD_H_
#define DECREE_CORE_RECORD_FIXED_RECORD_H_

#include <memory>

#include "core/record/record_questions.h"

namespace decree {

// What `pinned` and `projections` point to must outlive it. Safe for concurrent use when those are.
std::unique_ptr<Record> MakeFixedRecord(PinnedRecord pinned, const Clock& clock,
                                        const ProjectionList& projections);

}  // namespace decree

#endif  // DECREE_CORE_RECORD_FIXED_RECORD_H_
