#include "core/record/pinned_screenings.h"

#include "core/base/status_macros.h"
#include "core/record/view_text.h"

namespace decree {

void ResolveDates(const Clock& clock, Transaction& transaction) {
  for (std::string* date : {&transaction.on, &transaction.exported, &transaction.loaded,
                            &transaction.entered, &transaction.contract}) {
    *date = ResolveToday(*date, clock);
  }
}

absl::Status ReadDates(const Clock& clock, Transaction& transaction) {
  ResolveDates(clock, transaction);
  return CheckEffectiveDate(transaction.on);
}

absl::StatusOr<std::shared_ptr<const ScreenOutcome>> PinnedScreenings::OutcomeOf(
    const Transaction& transaction) {
  const bool names_today = transaction.on.empty() || transaction.on == kToday ||
                           transaction.exported == kToday || transaction.loaded == kToday ||
                           transaction.entered == kToday || transaction.contract == kToday;
  if (!names_today) return screenings_.OutcomeOf(transaction);
  Transaction read = transaction;
  DECREE_RETURN_IF_ERROR(ReadDates(clock_, read));
  return screenings_.OutcomeOf(read);
}

}  // namespace decree
