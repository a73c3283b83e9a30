#include "core/query/state/since.h"

#include <algorithm>
#include <functional>
#include <vector>

#include "core/base/status_macros.h"
#include "core/query/walks/force_choices.h"
#include "core/query/walks/scope_changes.h"

namespace decree {
namespace {

// Steps of walks: what a stretch's beginning is worth.
constexpr size_t kStepsMax = 16'384;

std::vector<int64_t> BoundariesUpTo(const Fold& fold, int64_t civil_us) {
  std::vector<int64_t> at;
  const auto add = [&at](const std::vector<FoldAct>& acts) {
    for (const FoldAct& act : acts) {
      if (!act.is_left_out) AddEdgesOf(act, at);
    }
  };
  add(fold.acts);
  for (const std::vector<FoldAct>& instrument : fold.instruments) add(instrument);
  at.erase(std::remove_if(at.begin(), at.end(),
                          [civil_us](int64_t edge) { return edge == kAxisMin || edge > civil_us; }),
           at.end());
  std::sort(at.begin(), at.end(), std::greater<>());
  at.erase(std::unique(at.begin(), at.end()), at.end());
  return at;
}

class Looking {
 public:
  Looking(const Fold& fold, const Resolved& resolved, EventReader& events)
      : fold_(fold), resolved_(resolved), events_(events) {}

  bool IsSameForce(int64_t civil_us) const {
    const std::vector<ForceOutcome> before = ForceAt(fold_, civil_us);
    return before.size() == 1 && before.front().force == resolved_.force.front().force;
  }

  // Whether the act that decides force began before an instant, or after it; in every reading.
  bool DeciderBeganBefore(int64_t civil_us) const {
    return EachReading(
        [civil_us](const ActRecord& record) { return record.from_latest < civil_us; });
  }
  bool DeciderBeganAfter(int64_t civil_us) const {
    return EachReading(
        [civil_us](const ActRecord& record) { return record.from_earliest > civil_us; });
  }

  absl::StatusOr<bool> IsSameTerms(int64_t civil_us) {
    for (const uint64_t body : GivenAt(fold_, Given::kTerms, civil_us)) {
      if (body == resolved_.terms.front()) continue;
      if (body == 0) return false;
      DECREE_ASSIGN_OR_RETURN(const Event* const before, events_.Body(body));
      DECREE_ASSIGN_OR_RETURN(const Event* const now, events_.Body(resolved_.terms.front()));
      if (before->terms != now->terms) return false;
    }
    return true;
  }

 private:
  template <typename Holds>
  bool EachReading(Holds holds) const {
    const int decider = resolved_.force.front().decider;
    if (decider < 0) return false;
    const Readings& readings = fold_.acts[static_cast<size_t>(decider)].readings;
    return std::all_of(readings.begin(), readings.end(),
                       [&](const Reading& reading) { return holds(reading.record); });
  }

  const Fold& fold_;
  const Resolved& resolved_;
  EventReader& events_;
};

}  // namespace

absl::StatusOr<Since> SinceWhen(const Fold& fold, const Resolved& resolved,
                                const CivilWindow& window, EventReader& events) {
  Since since;
  if (fold.IsOverTime() || resolved.force.size() != 1) return since;
  const Force force = resolved.force.front().force;
  const bool runs = force == Force::kInForce || force == Force::kSuspended;
  bool looks_for_force = runs && !resolved.force.front().interval_unknown;
  bool looks_for_terms =
      looks_for_force && resolved.terms.size() == 1 && resolved.terms.front() != 0;
  if (!looks_for_force) return since;
  Looking looking(fold, resolved, events);
  size_t steps = fold.acts.size() + 1;
  for (const int64_t at : BoundariesUpTo(fold, window.first_civil_us)) {
    if (looks_for_force && !looking.IsSameForce(at - 1)) {
      since.force_civil_us = at;
      since.has_returned = looking.DeciderBeganBefore(at);
      since.is_renewed = looking.DeciderBeganAfter(at);
      looks_for_force = false;
    }
    if (looks_for_terms) {
      DECREE_ASSIGN_OR_RETURN(const bool is_same, looking.IsSameTerms(at - 1));
      if (!is_same) since.terms_civil_us = at;
      looks_for_terms = is_same;
    }
    steps += 2 * fold.acts.size();
    if ((!looks_for_force && !looks_for_terms) || steps > kStepsMax) break;
  }
  return since;
}

}  // namespace decree
