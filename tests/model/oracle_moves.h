// From when to when each act holds, after `extended` and `postponed` have moved it: "Moves" of
// core/SEMANTICS.md.
#ifndef DECREE_TESTS_MODEL_ORACLE_MOVES_H_
#define DECREE_TESTS_MODEL_ORACLE_MOVES_H_

#include <set>
#include <string>
#include <vector>

#include "tests/model/oracle_paint.h"

namespace decree::oracle {

struct Bounds {
  Boundary from, to;

  // Turned round, or of no length: such an act puts nothing.
  bool CoverNothing() const { return from.earliest >= to.latest; }
};

bool HasInterval(const Event& event);

// Of every act, in the order of `acts` (paint order). Those of the measure and of the instruments
// are moved as that measure sees it; the others are as recorded.
std::vector<Bounds> MovedBounds(const std::vector<Act>& acts, const std::string& measure,
                                const std::set<std::string>& instruments);

}  // namespace decree::oracle

#endif  // DECREE_TESTS_MODEL_ORACLE_MOVES_H_
