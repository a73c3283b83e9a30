// Which acts decide what is shown, in the order force, terms, include, exclude, legality,
// enforcement, each followed by those that moved its bounds.

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "core/base/status_macros.h"
#include "core/query/state/state_words.h"

namespace decree {

std::vector<const VisibleAct*> StateWords::GiversOf(const Resolved& resolved) const {
  absl::flat_hash_map<uint64_t, const VisibleAct*> by_body;
  std::vector<uint64_t> giving;  // each facet's, in turn
  for (const auto* const bodies : {&resolved.terms, &resolved.include, &resolved.exclude}) {
    for (const uint64_t body : *bodies) {
      for (const uint64_t part : events_.lists().PartsOf(body)) {
        if (part != 0 && by_body.emplace(part, nullptr).second) giving.push_back(part);
      }
    }
  }
  if (by_body.empty()) return {};
  const auto look_at = [&by_body](const VisibleAct& act) {
    const auto wanted = by_body.find(act.body);
    if (wanted != by_body.end() && wanted->second == nullptr) wanted->second = &act;
  };
  for (const FoldAct& folded : fold_.acts) look_at(*folded.act);
  for (const VisibleAct& act : own_.acts) look_at(act);
  std::vector<const VisibleAct*> givers;
  for (const uint64_t body : giving) {
    if (by_body[body] != nullptr) givers.push_back(by_body[body]);
  }
  return givers;
}

absl::Status StateWords::AddBecause(const Resolved& resolved, std::vector<std::string>& because) {
  absl::Status status;
  const auto add = [&](const VisibleAct& act) {
    for (const uint64_t position : {act.record.position, act.repair}) {
      if (position == 0 || !status.ok()) continue;
      const absl::StatusOr<std::string> id = IdAt(position);
      if (!id.ok()) {
        status = id.status();
      } else if (std::find(because.begin(), because.end(), *id) == because.end()) {
        because.push_back(*id);
      }
    }
  };
  const auto add_moved = [&](int index) {
    const FoldAct& folded = At(index);
    for (const VisibleAct* const act : {folded.act, folded.start_moved_by, folded.end_moved_by}) {
      if (act != nullptr) add(*act);
    }
  };
  for (const ForceOutcome& outcome : resolved.force) {
    if (outcome.instrument_end != nullptr) add(*outcome.instrument_end);
    if (outcome.decider >= 0) add(*At(outcome.decider).act);
    for (const VisibleAct* const mover : {outcome.start_moved_by, outcome.end_moved_by}) {
      if (mover != nullptr) add(*mover);
    }
    if (outcome.base >= 0 && outcome.base != outcome.decider) add_moved(outcome.base);
  }
  for (const VisibleAct* const giver : GiversOf(resolved)) {
    const FoldAct* const folded = FoldedOf(*giver);
    add(*giver);
    if (folded == nullptr) continue;
    for (const VisibleAct* const mover : {folded->start_moved_by, folded->end_moved_by}) {
      if (mover != nullptr) add(*mover);
    }
  }
  for (const LegalityOutcome& outcome : resolved.legality) {
    if (outcome.decider >= 0) add_moved(outcome.decider);
  }
  for (const EnforcementOutcome& outcome : resolved.enforcement) {
    if (outcome.decider >= 0) add_moved(outcome.decider);
  }
  const bool pending =
      std::any_of(resolved.force.begin(), resolved.force.end(),
                  [](const ForceOutcome& o) { return o.force == Force::kPending; });
  if (pending) {
    if (const VisibleAct* const plan = ShownPlan()) {
      const FoldAct* const folded = FoldedOf(*plan);
      for (const VisibleAct* const act :
           {plan, folded == nullptr ? nullptr : folded->start_moved_by,
            folded == nullptr ? nullptr : folded->end_moved_by}) {
        if (act != nullptr) add(*act);
      }
    }
    if (resolved.commitment_act != nullptr) add(*resolved.commitment_act);
  }
  return status;
}

}  // namespace decree
