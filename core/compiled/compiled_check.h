// Holds a stored point table against one made anew from the record, for `doctor`.
#ifndef DECREE_CORE_COMPILED_COMPILED_CHECK_H_
#define DECREE_CORE_COMPILED_COMPILED_CHECK_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/compiled/point_table.h"
#include "core/log/log_prover.h"
#include "core/projections/strand.h"

namespace decree {

inline constexpr size_t kCompiledDifferencesMax = 20;

// What of `stored`, which `state` describes, is not what the record up to its position gives; at
// most kCompiledDifferencesMax texts. `strands` stand at that position; `fresh` is empty and is
// filled. Measures have other numbers in a table that grew, so each measure's entries are compared
// as a whole. Errors: DataLoss where the stored table does not read; those of the record.
absl::StatusOr<std::vector<std::string>> CompareTable(const LogProver& log,
                                                      const StrandReader& strands,
                                                      const PointTableState& state,
                                                      const PointTable& stored, PointTable& fresh);

}  // namespace decree

#endif  // DECREE_CORE_COMPILED_COMPILED_CHECK_H_
