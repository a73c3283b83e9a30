// Splits a question about thousands of measures, or of decisions, among threads: each share is of
// such that follow each other, so that the answers of all, one after the other, are the answer.
#ifndef DECREE_CORE_QUERY_CONTROL_MEASURE_SHARES_H_
#define DECREE_CORE_QUERY_CONTROL_MEASURE_SHARES_H_

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "core/query/answers/answers.h"

namespace decree {

// At least one, at most `limits.threads_max` and what the machine has; few measures are one share.
size_t SharesOf(size_t measures, const QuestionLimits& limits);

// The same for work of which each piece is as much as many measures. `pieces_min`: fewer of them
// are no share.
size_t SharesOf(size_t pieces, size_t pieces_min, const QuestionLimits& limits);

// Calls `work` once for each of `shares` of [0, count), in as many threads, and returns when all
// are done: with the error of the first share that has one. `work` must be safe for concurrent use.
absl::Status InShares(
    size_t count, size_t shares,
    const std::function<absl::Status(size_t share, size_t begin, size_t end)>& work);

// The same with the part of the list that each share is.
absl::Status ForEachShare(
    const std::vector<std::string>& slugs, size_t shares,
    const std::function<absl::Status(size_t share, const std::vector<std::string>& slugs)>& work);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_CONTROL_MEASURE_SHARES_H_
