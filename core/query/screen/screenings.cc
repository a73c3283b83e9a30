#include "core/query/screen/screenings.h"

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/query/screen/screen_one.h"

namespace decree {
namespace {

// About, of what a date keeps of a measure, of a way in which transactions differ, and of a measure
// as loaded.
constexpr uint64_t kFoldBytes = 4'096, kNodeBytes = 256, kMeasureBytes = 8'192;
constexpr uint64_t kDayBytes = 1'024, kNameBytes = 256, kListBytes = 256;
constexpr uint64_t kAskedBetweenChecks = 512;

}  // namespace

// Lets go of everything once it has grown: what is asked often is soon there again.
void ScreeningsOfSight::KeepWithinBounds() {
  uint64_t bytes = 0;
  if (book_ != nullptr) {
    bytes = book_->size() * kMeasureBytes + book_->lists_kept() * kListBytes +
            book_->names().size() * kNameBytes;
  }
  for (const auto& [on, day] : days_) {
    bytes += kDayBytes + day->folds() * kFoldBytes + day->nodes() * kNodeBytes;
  }
  if (bytes <= bytes_max_) return;
  newest_ = nullptr;
  days_.clear();
  book_.reset();
}

absl::StatusOr<ScreenDay*> ScreeningsOfSight::DayOf(const std::string& on) {
  if (++asked_ % kAskedBetweenChecks == 0) KeepWithinBounds();
  if (newest_ != nullptr && newest_->on() == on) return newest_;
  const absl::StatusOr<CivilWindow> window = ParseWindow(on, "Etc/UTC");
  if (!window.ok()) {
    return absl::InvalidArgumentError(absl::StrCat("effective date: ", window.status().message()));
  }
  if (book_ == nullptr) book_ = std::make_unique<ScreenBook>(context_);
  std::unique_ptr<ScreenDay>& day = days_[on];
  if (day == nullptr) day = std::make_unique<ScreenDay>(*book_, on);
  return newest_ = day.get();
}

absl::StatusOr<std::shared_ptr<const ScreenOutcome>> ScreeningsOfSight::OutcomeOf(
    const Transaction& transaction) {
  DECREE_RETURN_IF_ERROR(CheckLimits(context_.limits, 0));
  DECREE_ASSIGN_OR_RETURN(ScreenDay* const day, DayOf(transaction.on));
  return OutcomeOfOne(*day, transaction);
}

}  // namespace decree
