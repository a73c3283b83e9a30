// Splits a question about thousands of measures among threads: each share is of measures that
// follow each other by name, so that the answers of all, one after the other, are the answer.
#ifndef DECREE_CORE_QUERY_MEASURE_SHARES_H_
#define DECREE_CORE_QUERY_MEASURE_SHARES_H_

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "core/query/answers.h"

namespace decree {

// At least one, at most `limits.threads_max` and what the machine has; few measures are one share.
size_t SharesOf(size_t measures, const QuestionLimits& limits);

// Calls `work` once for each of `shares`, in as many threads, and returns when all are done: with
// the error of the first share that has one. `work` must be safe for concurrent use.
absl::Status ForEachShare(
    const std::vector<std::string>& slugs, size_t shares,
    const std::function<absl::Status(size_t share, const std::vector<std::string>& slugs)>& work);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_MEASURE_SHARES_H_
