// Screenings over one pinned state of a record (core/record.h).
#ifndef DECREE_CORE_RECORD_PINNED_SCREENINGS_H_
#define DECREE_CORE_RECORD_PINNED_SCREENINGS_H_

#include <cstdint>
#include <memory>
#include <utility>

#include "core/query/screen/view_screenings.h"
#include "core/record.h"
#include "core/record/record_questions.h"

namespace decree {

class PinnedScreenings final : public Screenings {
 public:
  // `context` reads `pinned`. `candidates`: empty where every measure is looked at.
  PinnedScreenings(PinnedRecord pinned, const QuestionContext& context, ScreenCandidates candidates,
                   const Clock& clock, uint64_t bytes_max)
      : pinned_(std::move(pinned)),
        candidates_(std::move(candidates)),
        clock_(clock),
        names_(NamesOf(pinned_)),
        claims_(context.filter.claims),
        screenings_(With(context, candidates_), bytes_max) {}

  absl::StatusOr<std::shared_ptr<const ScreenOutcome>> OutcomeOf(
      const Transaction& transaction) override;
  absl::StatusOr<std::vector<std::string>> WarningsOf(const Transaction& transaction) override {
    return names_.names().UnusedTags(transaction);
  }
  absl::Status CheckFact(const std::string& name) override {
    return names_.names().CheckFact(name);
  }
  absl::StatusOr<std::vector<PossibleParty>> PossiblePartiesOf(
      const Transaction& transaction) override;
  const AnswerHeader& header() const override { return screenings_.header(); }

 private:
  static QuestionContext With(QuestionContext context, const ScreenCandidates& candidates) {
    if (candidates.reaching) context.candidates = &candidates;
    return context;
  }

  const PinnedRecord pinned_;
  const ScreenCandidates candidates_;
  const Clock& clock_;
  // What could not be read of them may have hidden an event.
  absl::Status ClaimsRead() const {
    return claims_ == nullptr ? absl::OkStatus() : claims_->status();
  }

  RememberedNames names_;
  const std::shared_ptr<ClaimedInstants> claims_;
  ViewScreenings screenings_;
};

// Reads `today` in the dates of the transaction.
void ResolveDates(const Clock& clock, Transaction& transaction);
// The same. Errors: InvalidArgument where `on` is missing or no date.
absl::Status ReadDates(const Clock& clock, Transaction& transaction);

}  // namespace decree

#endif  // DECREE_CORE_RECORD_PINNED_SCREENINGS_H_
