// Works out every answer of one measure: for each state of knowledge the stretches of the effective
// axis on which its point answer stays the same, filed under the keys of the scope in effect. Made
// by the same fold and walks as every other question; nothing is decided here.
#ifndef DECREE_CORE_COMPILED_MEASURE_MEASURE_COMPILER_H_
#define DECREE_CORE_COMPILED_MEASURE_MEASURE_COMPILER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "core/compiled/measure/authorized_measures.h"
#include "core/compiled/measure/point_bodies.h"
#include "core/compiled/measure/point_filing.h"
#include "core/compiled/measure/strand_digest.h"
#include "core/query/acts/repaired_strand.h"

namespace decree {

// The steps that compiling one measure may take: states of knowledge times acts. A measure that
// needs more gets entries that ask by the slow path.
inline constexpr uint64_t kCompileStepsMax = 65'536;

// Compiles measures of one record as it stood at one position. Not safe for concurrent use.
class MeasureCompiler {
 public:
  // All must outlive it. Of what is recorded up to `head`.
  MeasureCompiler(RepairedStrands& strands, PointBodies& bodies,
                  const AuthorizedMeasures& authorized, uint64_t head)
      : strands_(strands), bodies_(bodies), authorized_(authorized), head_(head) {}

  // `number` is the measure's in the table. What cannot be compiled (limited acts, authorizations)
  // or takes too many steps gets entries that ask by the slow path. Lets go of what `strands` has
  // repaired before.
  absl::StatusOr<CompiledMeasure> Compile(const std::string& slug, uint32_t number);

 private:
  absl::StatusOr<const StrandDigest*> InstrumentOf(const std::string& tie);

  RepairedStrands& strands_;
  PointBodies& bodies_;
  const AuthorizedMeasures& authorized_;
  const uint64_t head_;
  absl::flat_hash_map<std::string, std::unique_ptr<const StrandDigest>> instruments_;
};

}  // namespace decree

#endif  // DECREE_CORE_COMPILED_MEASURE_MEASURE_COMPILER_H_
