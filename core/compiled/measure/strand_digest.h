// What compiling looks for on a whole strand, whatever the view: how much there is of it, on which
// days something becomes known, and what its bodies give.
#ifndef DECREE_CORE_COMPILED_MEASURE_STRAND_DIGEST_H_
#define DECREE_CORE_COMPILED_MEASURE_STRAND_DIGEST_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/compiled/measure/point_bodies.h"
#include "core/query/acts/repaired_strand.h"

namespace decree {

struct StrandDigest {
  uint64_t acts = 0;                       // repairs count
  std::vector<int32_t> known_days;         // on which a view may come to see something; ascending
  std::vector<uint32_t> includes;          // that any act or repair gives or adds; each once
  std::vector<uint32_t> actors, programs;  // the same
  int32_t first_known = kDayMax, first_scope_known = kDayMax;
  bool has_repairs = false, is_limited = false;
  uint64_t include_changes = 0;   // acts that change the list below: no body holds what comes out
  std::vector<std::string> ties;  // instruments that any act or repair names; ascending
  // Under which keys some view may have filed the measure when it named few actors: what the acts
  // before the first one that names one too many give.
  std::vector<uint32_t> early_includes, early_actors;
};

// A measure with more actors than this is filed by its actors alone: their product with the scopes
// would have no bound.
inline constexpr size_t kActorsFiledMax = 16;

absl::StatusOr<StrandDigest> DigestOf(const RepairedStrand& strand, PointBodies& bodies);

}  // namespace decree

#endif  // DECREE_CORE_COMPILED_MEASURE_STRAND_DIGEST_H_
