// The filters that questions over many measures share: a slug or a glob, and what a scope is
// matched against.
#ifndef DECREE_CORE_QUERY_STATE_MEASURE_FILTER_H_
#define DECREE_CORE_QUERY_STATE_MEASURE_FILTER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/projections/strand.h"
#include "core/query/scope/scope_match.h"

namespace decree {

// A slug, not a glob and not empty.
bool IsOneMeasure(const std::string& measure);

// Sorted. One measure is given as it is, recorded or not; a glob gives what is recorded and
// matches, empty gives all.
absl::StatusOr<std::vector<std::string>> SlugsMatching(const std::string& measure,
                                                       const StrandReader& strands);

// Errors: InvalidArgument `product: …`.
absl::StatusOr<AskedFacts> FactsOf(const std::string& origin, const std::string& destination,
                                   const std::string& product);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_STATE_MEASURE_FILTER_H_
