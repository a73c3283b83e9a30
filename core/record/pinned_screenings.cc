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

namespace {

// Whether a date of the transaction has to be read by the clock first.
bool HangsOnTheClock(const Transaction& t) {
  const auto dates = {&t.on, &t.exported, &t.loaded, &t.entered, &t.contract};
  return t.on.empty() || std::any_of(dates.begin(), dates.end(), [](const AskedDate* date) {
           return IsDayFromToday(date->text());
         });
}

}  // namespace

absl::StatusOr<std::shared_ptr<const ScreenOutcome>> PinnedScreenings::OutcomeOf(
    const Transaction& transaction) {
  DECREE_RETURN_IF_ERROR(names_.CheckTransaction(transaction));
  Transaction read;
  const bool hangs_on_the_clock = HangsOnTheClock(transaction);
  if (hangs_on_the_clock) {
    read = transaction;
    DECREE_RETURN_IF_ERROR(ReadDates(clock_, read));
  }
  auto outcome = screenings_.OutcomeOf(hangs_on_the_clock ? read : transaction);
  DECREE_RETURN_IF_ERROR(ClaimsRead());
  return outcome;
}

absl::StatusOr<std::vector<PossibleParty>> PinnedScreenings::PossiblePartiesOf(
    const Transaction& transaction) {
  Transaction read;
  const bool hangs_on_the_clock = HangsOnTheClock(transaction);
  if (hangs_on_the_clock) {
    read = transaction;
    DECREE_RETURN_IF_ERROR(ReadDates(clock_, read));
  }
  auto possible = screenings_.PossiblePartiesOf(hangs_on_the_clock ? read : transaction);
  DECREE_RETURN_IF_ERROR(ClaimsRead());
  return possible;
}

}  // namespace decree
