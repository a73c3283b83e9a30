// The filter that questions over many measures share: a slug or a glob.
#ifndef DECREE_CORE_QUERY_CONTROL_MEASURE_FILTER_H_
#define DECREE_CORE_QUERY_CONTROL_MEASURE_FILTER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/projections/strand.h"

namespace decree {

// A slug, not a glob and not empty.
bool IsOneMeasure(const std::string& measure);

// Sorted. One measure is given as it is, recorded or not; a glob gives what is recorded and
// matches, empty gives all.
absl::StatusOr<std::vector<std::string>> SlugsMatching(const std::string& measure,
                                                       const StrandReader& strands);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_CONTROL_MEASURE_FILTER_H_
