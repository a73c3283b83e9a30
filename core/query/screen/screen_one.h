// One transaction on one day of a book.
#ifndef DECREE_CORE_QUERY_SCREEN_SCREEN_ONE_H_
#define DECREE_CORE_QUERY_SCREEN_SCREEN_ONE_H_

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "core/query/answers/screen_answer.h"
#include "core/query/screen/screen_day.h"
#include "core/query/screen/screened_measure.h"

namespace decree {

// `transaction.on` is the day's. Errors: InvalidArgument names a fact that cannot be read.
absl::StatusOr<ScreenAnswer> ScreenOne(ScreenDay& day, const Transaction& transaction);
// The same without the words. Remembers in the day what it can of the way to the outcome.
absl::StatusOr<std::shared_ptr<const ScreenOutcome>> OutcomeOfOne(ScreenDay& day,
                                                                  const Transaction& transaction);
// What measures that were screened before come to, sorted by slug; what is pending is left out.
absl::StatusOr<ScreenOutcome> OutcomeOfMeasures(ScreenDay& day, const Transaction& transaction,
                                                std::vector<ScreenedMeasure> measures,
                                                const std::vector<StackRule>& rules);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_SCREEN_SCREEN_ONE_H_
