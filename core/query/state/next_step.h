// The next step of a measure: which act begins first of those to come, and what it brings. Rules:
// core/SEMANTICS.md, "Terms and scope at t".
#ifndef DECREE_CORE_QUERY_STATE_NEXT_STEP_H_
#define DECREE_CORE_QUERY_STATE_NEXT_STEP_H_

#include <cstdint>
#include <vector>

#include "core/query/fold/fold.h"

namespace decree {

struct NextStep {
  const FoldAct* act = nullptr;  // nullptr: nothing with a date is to come
  int64_t at_civil_us = 0;       // the latest instant at which it may begin
  bool is_plan = false;          // below the floor
};

// After an instant of the issuer's clock. An act with rivals counts as it was recorded.
NextStep NextStepAfter(const Fold& fold, int64_t civil_us);

// The bodies that give it from then on, changed lists included; 0: nothing does. Of a plan its own
// and what it inherits.
std::vector<uint64_t> BroughtBy(const Fold& fold, const NextStep& step, Given given);

// What is shown where nothing is put over a window: what the next step brings, else what the newest
// visible act that gives it says. Never empty; {0}: nothing.
std::vector<uint64_t> ComingBodies(const Fold& fold, const VisibleStrand& own,
                                   const CivilWindow& window, Given given);

// The lists of a scope that are shown and matched: of what is put (`include`, `exclude`: every body
// that may be, as Resolved has them) the first, else what is coming. Where an include is put,
// exclusions to come are not there yet. 0: none.
struct ShownLists {
  uint64_t include = 0, exclude = 0;
};
ShownLists ShownListsOf(const Fold& fold, const VisibleStrand& own, const CivilWindow& window,
                        const std::vector<uint64_t>& include, const std::vector<uint64_t>& exclude);

// Whether the newest plan that nobody enacted, withdrew or changed has begun by the instant, and
// nothing else is to come.
bool HasLapsed(const Fold& fold, int64_t civil_us);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_STATE_NEXT_STEP_H_
