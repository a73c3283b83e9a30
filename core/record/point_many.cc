// Point questions by the block, shared out to threads.
#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

#include "core/base/status_macros.h"
#include "core/record/record_questions.h"

namespace decree {
namespace {

constexpr size_t kBlock = 256;  // large enough to forget what it costs, small enough to share out
constexpr size_t kPointThreadsMax = 256;

}  // namespace

absl::Status RecordQuestions::PointBlock(absl::Span<const PointQuestion> questions,
                                         absl::Span<PointAnswer> answers) {
  for (size_t i = 0; i < questions.size(); ++i) {
    DECREE_RETURN_IF_ERROR(Point(questions[i], answers[i]));
  }
  return absl::OkStatus();
}

absl::Status RecordQuestions::PointMany(absl::Span<const PointQuestion> questions, int threads,
                                        const PointVisitor& visit) {
  if (threads < 1) {
    return absl::InvalidArgumentError("threads: at least 1 is needed to answer anything");
  }
  std::atomic<size_t> next{0};
  std::atomic<bool> is_over{false};
  std::mutex mutex;
  absl::Status first_error;
  const auto answer_blocks = [&]() -> absl::Status {
    std::vector<PointAnswer> answers(std::min(kBlock, questions.size()));
    while (!is_over.load(std::memory_order_relaxed)) {
      const size_t begin = next.fetch_add(kBlock, std::memory_order_relaxed);
      if (begin >= questions.size()) break;
      const auto block = questions.subspan(begin, kBlock);
      DECREE_RETURN_IF_ERROR(PointBlock(block, absl::MakeSpan(answers).subspan(0, block.size())));
      for (size_t i = 0; i < block.size(); ++i) {
        DECREE_RETURN_IF_ERROR(visit(begin + i, answers[i]));
      }
    }
    return absl::OkStatus();
  };
  const auto work = [&] {
    absl::Status status = answer_blocks();
    if (status.ok()) return;
    is_over = true;
    const std::lock_guard lock(mutex);
    first_error.Update(status);
  };
  const size_t blocks = (questions.size() + kBlock - 1) / kBlock;
  const size_t wanted = std::min({static_cast<size_t>(threads), kPointThreadsMax, blocks});
  std::vector<std::thread> others;
  for (size_t n = 1; n < wanted; ++n) others.emplace_back(work);
  work();
  for (std::thread& other : others) other.join();
  return first_error;
}

}  // namespace decree
