// The states of the walk that decides legality: what was passed on the way from the newest ruling
// down. Rules: core/SEMANTICS.md, "Legality at t".
#ifndef DECREE_CORE_QUERY_WALKS_LEGALITY_WALK_H_
#define DECREE_CORE_QUERY_WALKS_LEGALITY_WALK_H_

#include "absl/container/inlined_vector.h"
#include "core/query/walks/facet_walks.h"

namespace decree {

struct RulingState {
  bool decided = false;
  bool stays_are_over = false;  // a newer stayLifted, upheld or annulled was passed
  int held = -1;                // the newest heldUnlawful, waiting for a stay below
  LegalityOutcome outcome;

  void Decide(Legality legality, int index) {
    decided = true;
    outcome = {legality, index};
  }
  bool SameAs(const RulingState& o) const {
    return decided == o.decided && stays_are_over == o.stays_are_over &&
           (held >= 0) == (o.held >= 0) && outcome.legality == o.outcome.legality;
  }
};
using RulingStates = absl::InlinedVector<RulingState, 4>;

// After a ruling, act number `index`, that may cover the instant and may not. Of equal states one
// stays, so that they stay few; it names the newest decider.
RulingStates AfterRuling(const RulingStates& states, EventKind kind, int index,
                         const Covering& covering);
bool AreDecided(const RulingStates& states);
bool AreSame(const RulingStates& a, const RulingStates& b);  // in any order

}  // namespace decree

#endif  // DECREE_CORE_QUERY_WALKS_LEGALITY_WALK_H_
