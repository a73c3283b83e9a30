#include "core/query/answers/question_limits.h"

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace decree {

absl::Status CheckLimits(const QuestionLimits& limits, uint64_t rows) {
  if (limits.cancel != nullptr && limits.cancel->load(std::memory_order_relaxed)) {
    return absl::CancelledError("the question was cancelled");
  }
  if (rows > limits.rows_max) {
    return absl::ResourceExhaustedError(
        absl::StrCat("the answer has more than ", limits.rows_max,
                     " rows; narrow the question or raise the limit"));
  }
  if (limits.deadline != absl::InfiniteFuture() && absl::Now() > limits.deadline) {
    return absl::DeadlineExceededError("the deadline of the question has passed");
  }
  return absl::OkStatus();
}

}  // namespace decree
