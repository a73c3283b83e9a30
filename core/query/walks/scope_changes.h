// Scopes that change by parts: an act that adds clauses to a list or takes some away changes what
// lies below it on its interval. Rules: core/SEMANTICS.md, "Terms and scope".
#ifndef DECREE_CORE_QUERY_WALKS_SCOPE_CHANGES_H_
#define DECREE_CORE_QUERY_WALKS_SCOPE_CHANGES_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/query/fold/fold.h"

namespace decree {

// More acts that openly change one list at an instant make it an open one (ComposedLists).
inline constexpr size_t kOpenChangesMax = 6;

// Of the lists that are written out at an instant (GivenAt: kInclude or kExclude), those that show:
// each with the changes painted later than it was written, in every reading of them. The fold must
// change lists, and not be laid apart.
std::vector<uint64_t> WithChanges(const Fold& fold, Given given, int64_t civil_us,
                                  const std::vector<uint64_t>& written);
// As GivenAt, changes included, of any fold.
std::vector<uint64_t> ListsAt(const Fold& fold, Given given, int64_t civil_us);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_WALKS_SCOPE_CHANGES_H_
