// Steps of a measure that an amendment without end covers: one that was stated before it and begins
// after it.
#ifndef DECREE_CORE_APPEND_COVERED_STEPS_H_
#define DECREE_CORE_APPEND_COVERED_STEPS_H_

#include <cstdint>
#include <vector>

#include "core/query/fold/fold.h"

namespace decree {

// One act that hides a part of another's plan, found from either side.
struct CoveredStep {
  const ActRecord* amendment = nullptr;
  const ActRecord* step = nullptr;
  Given given = Given::kTerms;
};

// Pairs of which one act at least stands at `first_position` or later; of each such act and each
// facet the pair with the partner that was recorded first. In n log n.
std::vector<CoveredStep> CoveredStepsOf(const std::vector<ActRecord>& acts,
                                        uint64_t first_position);

}  // namespace decree

#endif  // DECREE_CORE_APPEND_COVERED_STEPS_H_
