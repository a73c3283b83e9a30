// One transaction on one date under one view.
#ifndef DECREE_CORE_QUERY_SCREEN_SCREEN_ONE_H_
#define DECREE_CORE_QUERY_SCREEN_SCREEN_ONE_H_

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "core/query/answers/screen_answer.h"
#include "core/query/screen/screen_date_cache.h"
#include "core/query/screen/screened_measure.h"

namespace decree {

// `transaction.on` is the date of the cache. Errors: InvalidArgument names a fact that cannot be
// read.
absl::StatusOr<ScreenAnswer> ScreenOne(ScreenDateCache& date_cache, const Transaction& transaction);
// The same without the words. The cache keeps what it can of the way to the outcome.
absl::StatusOr<std::shared_ptr<const ScreenOutcome>> OutcomeOfOne(ScreenDateCache& date_cache,
                                                                  const Transaction& transaction);
// What measures that were screened before come to, sorted by slug; what is pending is left out.
absl::StatusOr<ScreenOutcome> OutcomeOfMeasures(ScreenDateCache& date_cache,
                                                const Transaction& transaction,
                                                std::vector<ScreenedMeasure> measures,
                                                const std::vector<StackRule>& rules);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_SCREEN_SCREEN_ONE_H_
