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

// What a view records, and not what it knows.
void TakeRecorded(const View& from, View& to) {
  to.position_max = from.position_max;
  to.position_own = from.position_own;
  to.recorded_us_max = from.recorded_us_max;
  to.reads_claims = from.reads_claims;
}

}  // namespace

DecisionViewReader::Held DecisionViewReader::Within(Held held) const {
  View& view = held.view;
  if (!now_.reads_claims) return held;
  if (!view.reads_claims && view.position_max <= now_.position_own) return held;
  view.position_own =
      view.reads_claims ? std::min(view.position_own, now_.position_own) : now_.position_own;
  view.recorded_us_max = std::min(view.recorded_us_max, now_.recorded_us_max);
  view.reads_claims = true;
  return held;
}

absl::StatusOr<DecisionViewReader::Held> DecisionViewReader::HeldBy(const PastDecision& decision) {
  const std::pair<std::string, bool> by{RecordedByOf(decision), decision.formerly};
  const auto found = held_by_.find(by);
  if (found != held_by_.end()) return found->second;
  ViewText text;
  text.recorded_by = by.first;
  text.formerly = by.second;
  Held held;
  DECREE_ASSIGN_OR_RETURN(held.view, ParseView(text, log_, now_.position_max, clock_));
  DECREE_ASSIGN_OR_RETURN(held.store_begins, StoreBegins(text, held.view, log_, now_.position_max));
  if (held_by_.size() >= kDaysKeptMax) held_by_.clear();
  return held_by_[by] = Within(std::move(held));
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
  const absl::StatusOr<View> then = ParseView(then_text, log_, now_.position_max, clock_);
  if (!then.ok()) return InField("view.knownBy", then.status());
  const char* const field = decision.recorded_by.empty() ? "decided" : "view.recordedBy";
  absl::StatusOr<Held> held = HeldBy(decision);
  if (!held.ok()) return InField(field, held.status());
  const bool is_said = !decision.recorded_by.empty() || decision.formerly;
  if (!is_said && held->view.position_max == 0) held = Held{AllRecorded(), ""};
  DecisionViews views{*then, *known_then, *known_then, now_, held->store_begins};
  TakeRecorded(held->view, views.then);
  TakeRecorded(held->view, views.held);
  TakeRecorded(AllRecorded(), views.known_then);
  views.now.floor = then->floor;
  return views;
}

}  // namespace decree
