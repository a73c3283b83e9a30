#include "core/query/screen/view_screenings.h"

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/query/screen/possible_parties.h"
#include "core/query/screen/screen_one.h"

namespace decree {
namespace {

// About, of what a date keeps of a measure, of a way in which transactions differ, and of a measure
// as loaded.
constexpr uint64_t kFoldBytes = 4'096, kNodeBytes = 256, kMeasureBytes = 8'192;
constexpr uint64_t kDateBytes = 1'024, kNameBytes = 256, kListBytes = 256;
constexpr uint64_t kPartyNameBytes = 1'024;  // with its words and keys
constexpr uint64_t kAskedBetweenChecks = 512;

}  // namespace

// Lets go of everything once it has grown: what is asked often is soon there again.
void ViewScreenings::KeepWithinBounds() {
  uint64_t bytes = 0;
  if (view_cache_ != nullptr) {
    bytes = view_cache_->size() * kMeasureBytes + view_cache_->lists_kept() * kListBytes +
            view_cache_->names().size() * kNameBytes +
            view_cache_->listed_names_kept() * kPartyNameBytes;
  }
  for (const auto& [on, date_cache] : date_caches_) {
    bytes += kDateBytes + date_cache->folds() * kFoldBytes + date_cache->nodes() * kNodeBytes;
    bytes += date_cache->party_names() * kNameBytes;
  }
  if (bytes <= bytes_max_) return;
  newest_ = nullptr;
  date_caches_.clear();
  view_cache_.reset();
}

absl::StatusOr<ScreenDateCache*> ViewScreenings::CacheOf(const AskedDate& on) {
  if (++asked_ % kAskedBetweenChecks == 0) KeepWithinBounds();
  if (newest_ != nullptr && newest_->on() == on) return newest_;
  DECREE_RETURN_IF_ERROR(on.Check("effective date"));
  if (view_cache_ == nullptr) view_cache_ = std::make_unique<ScreenViewCache>(context_);
  std::unique_ptr<ScreenDateCache>& date_cache = date_caches_[on.text()];
  if (date_cache == nullptr) date_cache = std::make_unique<ScreenDateCache>(*view_cache_, on);
  return newest_ = date_cache.get();
}

absl::StatusOr<std::shared_ptr<const ScreenOutcome>> ViewScreenings::OutcomeOf(
    const Transaction& transaction) {
  DECREE_RETURN_IF_ERROR(CheckLimits(context_.limits, 0));
  DECREE_ASSIGN_OR_RETURN(ScreenDateCache* const date_cache, CacheOf(transaction.on));
  return OutcomeOfOne(*date_cache, transaction);
}

absl::StatusOr<std::vector<PossibleParty>> ViewScreenings::PossiblePartiesOf(
    const Transaction& transaction) {
  DECREE_RETURN_IF_ERROR(CheckLimits(context_.limits, 0));
  DECREE_ASSIGN_OR_RETURN(ScreenDateCache* const date_cache, CacheOf(transaction.on));
  return date_cache->possible_parties().Of(transaction);
}

}  // namespace decree
