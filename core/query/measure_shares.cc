#include "core/query/measure_shares.h"

#include <algorithm>
#include <system_error>
#include <thread>

namespace decree {
namespace {

constexpr size_t kMeasuresPerShareMin = 1'000;  // fewer are answered before a thread has started

}  // namespace

size_t SharesOf(size_t measures, const QuestionLimits& limits) {
  const size_t threads = std::min<size_t>(limits.threads_max, std::thread::hardware_concurrency());
  return std::max<size_t>(1, std::min(threads, measures / kMeasuresPerShareMin));
}

absl::Status ForEachShare(
    const std::vector<std::string>& slugs, size_t shares,
    const std::function<absl::Status(size_t share, const std::vector<std::string>& slugs)>& work) {
  if (shares <= 1) return work(0, slugs);
  std::vector<absl::Status> statuses(shares);
  const auto answer = [&](size_t share) {
    const auto at = [&](size_t n) {
      return slugs.begin() + static_cast<ptrdiff_t>(slugs.size() * n / shares);
    };
    statuses[share] = work(share, std::vector<std::string>(at(share), at(share + 1)));
  };
  std::vector<std::thread> others;
  for (size_t share = 1; share < shares; ++share) {
    try {
      others.emplace_back(answer, share);
    } catch (const std::system_error&) {  // no thread to be had
      answer(share);
    }
  }
  answer(0);
  for (std::thread& other : others) other.join();
  for (const absl::Status& status : statuses) {
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace decree
