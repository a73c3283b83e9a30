// Which act each `extended` and `postponed` moves, and the bounds that this leaves every act of a
// fold. Bound once, before any walk, so that force, terms, scope and all else read the same bounds.
// Rules: core/SEMANTICS.md, "Moves".
#ifndef DECREE_CORE_QUERY_FOLD_MOVERS_H_
#define DECREE_CORE_QUERY_FOLD_MOVERS_H_

#include <vector>

#include "core/query/fold/rival_readings.h"

namespace decree {

// Moves the bounds of the fold's acts in all their readings, and says by whom. Where a rival
// reading may change what is moved, the readings of the whole fold are laid apart (Fold::apart).
// The strands must be those that the fold was made of; `rivals` are those of the first. Costs n log
// n a reading.
void BindMovers(const VisibleStrand& own, const std::vector<NamedStrand>& instruments,
                const Rivals& rivals, Fold& fold);

// Gives an act, in all its readings, bounds that were moved.
void TakeBounds(const ActRecord& bounds, FoldAct& act);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_FOLD_MOVERS_H_
