#include "core/record/decision_view_reader.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/record/view_text.h"

namespace decree {
namespace {

constexpr size_t kDaysKeptMax = 4'096;

absl::Status InField(const char* field, const absl::Status& status) {
  if (!absl::IsInvalidArgument(status)) return status;
  // What is said of `known_by` and `recorded_by` is said of the line's own names.
  const absl::string_view message = status.message();
  const size_t colon = message.find(": ");
  return absl::InvalidArgumentError(absl::StrCat(
      field, ": ", colon == absl::string_view::npos ? message : message.substr(colon + 2)));
}

}  // namespace

absl::StatusOr<uint64_t> DecisionViewReader::HeldBy(const std::string& decided) {
  const auto found = held_by_.find(decided);
  if (found != held_by_.end()) return found->second;
  ViewText text;
  text.recorded_by = decided;
  DECREE_ASSIGN_OR_RETURN(const View view, ParseView(text, log_, now_.position_max, clock_));
  if (held_by_.size() >= kDaysKeptMax) held_by_.clear();
  return held_by_[decided] = view.position_max;
}

absl::StatusOr<DecisionViews> DecisionViewReader::ViewsOf(const PastDecision& decision) {
  ViewText then_text;
  then_text.floor = now_.floor;
  if (!decision.floor.empty()) {
    const std::optional<Commitment> floor = CommitmentFromName(decision.floor);
    if (!floor || *floor < Commitment::kReported || *floor > Commitment::kEnacted) {
      return absl::InvalidArgumentError(
          absl::StrCat("view.floor: \"", decision.floor,
                       "\" is no floor; use enacted, announced, proposed, threatened, underReview "
                       "or reported"));
    }
    then_text.floor = *floor;
  }
  ViewText day = then_text;
  day.known_by = decision.decided;
  const absl::StatusOr<View> known_then = ParseView(day, log_, now_.position_max, clock_);
  if (!known_then.ok()) return InField("decided", known_then.status());
  then_text.known_by = decision.known_by.empty() ? decision.decided : decision.known_by;
  absl::StatusOr<View> then = ParseView(then_text, log_, now_.position_max, clock_);
  if (!then.ok()) return InField("view.knownBy", then.status());
  if (decision.recorded_by.empty()) {
    const absl::StatusOr<uint64_t> held = HeldBy(decision.decided);
    if (!held.ok()) return InField("decided", held.status());
    if (*held != 0) then->position_max = *held;
  } else {
    ViewText recorded;
    recorded.recorded_by = decision.recorded_by;
    const absl::StatusOr<View> held = ParseView(recorded, log_, now_.position_max, clock_);
    if (!held.ok()) return InField("view.recordedBy", held.status());
    then->position_max = held->position_max;
  }
  DecisionViews views{*then, *known_then, *known_then, now_};
  views.held.position_max = then->position_max;
  views.now.floor = then->floor;
  return views;
}

}  // namespace decree
