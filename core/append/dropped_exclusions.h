// Exclusions that an amendment drops although a measure of its own is on record for what they kept
// out: both would then be charged.
#ifndef DECREE_CORE_APPEND_DROPPED_EXCLUSIONS_H_
#define DECREE_CORE_APPEND_DROPPED_EXCLUSIONS_H_

#include <string>
#include <vector>

#include "core/projections/event_reader.h"
#include "core/query/context.h"
#include "core/query/fold/fold.h"

namespace decree {

// A sentence for each measure found; `fold`: with lists (MakeFold). Never fails: what cannot be
// read is passed over.
std::vector<std::string> DroppedExclusions(const Fold& fold, const FoldAct& amendment,
                                           const std::string& measure,
                                           const QuestionContext& context, EventReader& events);

}  // namespace decree

#endif  // DECREE_CORE_APPEND_DROPPED_EXCLUSIONS_H_
