// What an act can do to the force facet at one instant, as bits: each way in which its open
// boundaries may fall writes a base, an overlay, or that an interval has ended. Two acts with the
// same choices do the same to every state of the walk (force_walk.cc), which is what lets a walk
// pass over acts that would change nothing.
#ifndef DECREE_CORE_QUERY_WALKS_FORCE_CHOICES_H_
#define DECREE_CORE_QUERY_WALKS_FORCE_CHOICES_H_

#include <cstdint>
#include <vector>

#include "core/query/fold/fold.h"

namespace decree {

// One bit for each of base (open, in force, in force if an interval that is not known covers,
// expired, revoked) x overlay (open, suspended, clear) x ended. The same bits stand for states.
using ForceChoices = uint32_t;
inline constexpr ForceChoices kNoChoice = 1;  // writes nothing: the first state, too
inline constexpr ForceChoices kHasEnded = 2;  // writes nothing but that it has ended

ForceChoices ForceChoicesOf(const FoldAct& act, int64_t civil_us);

// Where the choices are applied to each state that is not decided yet.
ForceChoices AfterChoices(ForceChoices states, ForceChoices choices);
bool AreDecided(ForceChoices states);

// The instants at which the choices of the act may become others.
void AddEdgesOf(const FoldAct& act, std::vector<int64_t>& edges);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_WALKS_FORCE_CHOICES_H_
