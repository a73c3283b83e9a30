#include "core/query/control/measure_shares.h"

#include <algorithm>
#include <system_error>
#include <thread>

namespace decree {
namespace {

constexpr size_t kMeasuresPerShareMin = 1'000;  // fewer are answered before a thread has started

}  // namespace

size_t SharesOf(size_t measures, const QuestionLimits& limits) {
  return SharesOf(measures, kMeasuresPerShareMin, limits);
}

size_t SharesOf(size_t pieces, size_t pieces_min, const QuestionLimits& limits) {
  const size_t threads = std::min<size_t>(limits.threads_max, std::thread::hardware_concurrency());
  return std::max<size_t>(1, std::min(threads, pieces / pieces_min));
}

absl::Status InShares(
    size_t count, size_t shares,
    const std::function<absl::Status(size_t share, size_t begin, size_t end)>& work) {
  if (shares <= 1) return work(0, 0, count);
  std::vector<absl::Status> statuses(shares);
  const auto answer = [&](size_t share) {
    statuses[share] = work(share, count * share / shares, count * (share + 1) / shares);
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

absl::Status ForEachShare(
    const std::vector<std::string>& slugs, size_t shares,
    const std::function<absl::Status(size_t share, const std::vector<std::string>& slugs)>& work) {
  return InShares(slugs.size(), shares, [&](size_t share, size_t begin, size_t end) {
    if (end - begin == slugs.size()) return work(share, slugs);
    const auto at = [&](size_t n) { return slugs.begin() + static_cast<ptrdiff_t>(n); };
    return work(share, std::vector<std::string>(at(begin), at(end)));
  });
}

}  // namespace decree
