// Works out every answer of one measure: for each state of knowledge the stretches of the effective
// axis on which its point answer stays the same, filed under the keys of the scope in effect. Made
// by the same fold and walks as every other question; nothing is decided here.
#ifndef DECREE_CORE_IMAGE_POINT_COMPILE_H_
#define DECREE_CORE_IMAGE_POINT_COMPILE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/image/point_authorized.h"
#include "core/image/point_bodies.h"
#include "core/image/point_filing.h"
#include "core/query/prepared_strand.h"

namespace decree {

// Lets go of what `strands` has prepared before. Of what is recorded up to `head`; `number` is the
// measure's in the table. What cannot be compiled (limited acts, authorizations) gets entries that
// ask the long way.
absl::StatusOr<CompiledMeasure> CompileMeasure(PreparedStrands& strands, PointBodies& bodies,
                                               const AuthorizedMeasures& authorized,
                                               const std::string& slug, uint32_t number,
                                               uint64_t head);

}  // namespace decree

#endif  // DECREE_CORE_IMAGE_POINT_COMPILE_H_
