#include "core/record/pinned_screenings.h"

#include <algorithm>

#include "core/base/status_macros.h"
#include "core/record/view_text.h"

namespace decree {

void ResolveDates(const Clock& clock, Transaction& transaction) {
  for (AskedDate* date : {&transaction.on, &transaction.exported, &transaction.loaded,
                          &transaction.entered, &transaction.contract}) {
    *date = ResolveToday(*date, clock);
  }
}

absl::Status ReadDates(const Clock& clock, Transaction& transaction) {
  ResolveDates(clock, transaction);
  DECREE_ASSIGN_OR_RETURN(transaction.on, EffectiveDate(transaction.on, clock));
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<const ScreenOutcome>> PinnedScreenings::OutcomeOf(
    const Transaction& transaction) {
  DECREE_RETURN_IF_ERROR(names_.CheckTransaction(transaction));
  const auto dates = {&transaction.on, &transaction.exported, &transaction.loaded,
                      &transaction.entered, &transaction.contract};
  const bool names_today = std::any_of(
      dates.begin(), dates.end(), [](const AskedDate* date) { return date->text() == kToday; });
  if (!names_today && !transaction.on.empty()) return screenings_.OutcomeOf(transaction);
  Transaction read = transaction;
  DECREE_RETURN_IF_ERROR(ReadDates(clock_, read));
  return screenings_.OutcomeOf(read);
}

}  // namespace decree
