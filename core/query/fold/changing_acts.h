// Acts that change a list of the scope by parts (`includeAdd` and the like), noted in the fold that
// they are in; what comes out of them, core/query/walks/scope_changes.h tells. Rules:
// core/SEMANTICS.md, "Terms and scope".
#ifndef DECREE_CORE_QUERY_FOLD_CHANGING_ACTS_H_
#define DECREE_CORE_QUERY_FOLD_CHANGING_ACTS_H_

#include <cstddef>
#include <vector>

#include "core/query/fold/fold.h"

namespace decree {

// Notes which acts of the fold change lists, and who wrote out those below.
void NoteChanges(const VisibleStrand& own, const std::vector<NamedStrand>& instruments, Fold& fold);
// The same of an act that just joined, at a place among the acts.
void NoteJoined(size_t place, Fold& fold);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_FOLD_CHANGING_ACTS_H_
