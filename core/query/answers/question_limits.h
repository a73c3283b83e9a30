// What a question may cost, and the check that long work makes on its way.
#ifndef DECREE_CORE_QUERY_ANSWERS_QUESTION_LIMITS_H_
#define DECREE_CORE_QUERY_ANSWERS_QUESTION_LIMITS_H_

#include <atomic>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace decree {

// Beyond it: DeadlineExceeded, Cancelled, ResourceExhausted; nothing is answered in part.
struct QuestionLimits {
  absl::Time deadline = absl::InfiniteFuture();
  const std::atomic<bool>* cancel = nullptr;  // true: give up; must outlive the question
  uint64_t rows_max = UINT64_MAX;  // measures, acts, moves, changes or events in the answer
  // Of a question about thousands of measures (as-of, diff, outlook); at most the machine's. They
  // end before the question does.
  uint32_t threads_max = 4;
};

// OK while the question may go on; `rows`: how many its answer has so far.
absl::Status CheckLimits(const QuestionLimits& limits, uint64_t rows);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_ANSWERS_QUESTION_LIMITS_H_
