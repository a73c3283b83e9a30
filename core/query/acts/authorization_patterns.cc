#include "core/query/acts/authorization_patterns.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace decree {
namespace {

// Kept of the measures asked for: some ten megabytes.
constexpr size_t kMeasuresKeptMax = 1'024;
constexpr size_t kFitsKeptMax = 524'288;

}  // namespace

void AuthorizationPatterns::Add(uint64_t position, const std::string& giver,
                                const std::vector<std::string>& patterns) {
  const auto [slot, is_new] = giver_of_slug_.try_emplace(giver, givers_.size());
  if (is_new) givers_.push_back({giver, {}});
  givers_[slot->second].positions.push_back(position);
  for (const std::string& pattern : patterns) {
    if (pattern.find_first_of("*?") == std::string::npos) continue;
    patterns_.Add(pattern, {slot->second, position});
  }
  fitting_.clear();
  fits_kept_ = 0;
}

const std::vector<AuthorizationPatterns::Fit>& AuthorizationPatterns::Fitting(
    absl::string_view slug) {
  const auto found = fitting_.find(slug);
  if (found != fitting_.end()) return found->second;
  if (fits_kept_ > kFitsKeptMax || fitting_.size() >= kMeasuresKeptMax) {
    fitting_.clear();
    fits_kept_ = 0;
  }
  std::vector<Fit> fits;
  tried_ += patterns_.VisitMatching(slug, [&fits](const Fit& fit) {
    fits.push_back(fit);
    return true;
  });
  std::sort(fits.begin(), fits.end(), [](const Fit& a, const Fit& b) {
    return std::tie(a.position, a.giver) < std::tie(b.position, b.giver);
  });
  const auto same = [](const Fit& a, const Fit& b) {
    return a.position == b.position && a.giver == b.giver;
  };
  fits.erase(std::unique(fits.begin(), fits.end(), same), fits.end());
  fits_kept_ += fits.size();
  return fitting_[std::string(slug)] = std::move(fits);
}

std::vector<std::string> AuthorizationPatterns::SlugsOf(const std::vector<Fit>& fits,
                                                        const ViewFilter& filter) const {
  std::vector<size_t> givers;
  for (const Fit& fit : fits) {
    if (filter.Records(fit.position)) givers.push_back(fit.giver);
  }
  std::sort(givers.begin(), givers.end());
  givers.erase(std::unique(givers.begin(), givers.end()), givers.end());
  std::vector<std::pair<uint64_t, size_t>> by_first;
  for (const size_t giver : givers) {
    const std::vector<uint64_t>& positions = givers_[giver].positions;
    const auto first = std::find_if(positions.begin(), positions.end(),
                                    [&](uint64_t position) { return filter.Records(position); });
    by_first.emplace_back(*first, giver);
  }
  std::sort(by_first.begin(), by_first.end());
  std::vector<std::string> slugs;
  slugs.reserve(by_first.size());
  for (const auto& [position, giver] : by_first) slugs.push_back(givers_[giver].slug);
  return slugs;
}

}  // namespace decree
