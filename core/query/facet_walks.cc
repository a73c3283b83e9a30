#include "core/query/facet_walks.h"

#include <algorithm>

namespace decree {
namespace {

struct RulingState {
  bool decided = false;
  bool stays_are_over = false;  // a newer stayLifted, upheld or annulled was passed
  int held = -1;                // the newest heldUnlawful, waiting for a stay below
  LegalityOutcome outcome;

  void Decide(Legality legality, int index) {
    decided = true;
    outcome = {legality, index};
  }
  bool SameAs(const RulingState& o) const {
    return decided == o.decided && stays_are_over == o.stays_are_over &&
           (held >= 0) == (o.held >= 0) && outcome.legality == o.outcome.legality;
  }
};

// Keeps the first of equal states (the newest decider), so that the states stay few.
void Keep(const RulingState& state, std::vector<RulingState>& states) {
  for (const RulingState& other : states) {
    if (other.SameAs(state)) return;
  }
  states.push_back(state);
}

// The effect of a ruling that covers the instant, in a walk from the newest to the oldest.
void ApplyRuling(EventKind kind, int index, RulingState& state) {
  switch (kind) {
    case EventKind::kStayLifted:
      state.stays_are_over = true;
      return;
    case EventKind::kStayed:
      if (!state.stays_are_over) state.Decide(Legality::kStayed, index);
      return;
    case EventKind::kHeldUnlawful:
      if (state.held < 0) state.held = index;
      return;
    case EventKind::kUpheld:
    case EventKind::kAnnulled:
      state.stays_are_over = true;
      if (state.held < 0) {
        state.Decide(kind == EventKind::kUpheld ? Legality::kUpheld : Legality::kAnnulled, index);
      } else {
        state.Decide(Legality::kHeldUnlawful, state.held);
      }
      return;
    case EventKind::kChallenged:
      if (state.held < 0) state.Decide(Legality::kChallenged, index);
      return;
    default:
      return;
  }
}

template <typename Outcome, typename Value>
void AddDistinct(std::vector<Outcome>& outcomes, const Outcome& outcome, Value Outcome::*value) {
  for (Outcome& other : outcomes) {
    if (other.*value != outcome.*value) continue;
    other.decider = std::max(other.decider, outcome.decider);
    return;
  }
  outcomes.push_back(outcome);
}

}  // namespace

std::vector<LegalityOutcome> LegalityAt(const Fold& fold, int64_t civil_us) {
  std::vector<RulingState> states(1);
  for (size_t n = fold.rulings.size(); n-- > 0;) {
    const size_t i = fold.rulings[n];
    const FoldAct& act = fold.acts[i];
    if (act.is_left_out) continue;
    if (std::all_of(states.begin(), states.end(),
                    [](const RulingState& state) { return state.decided; })) {
      break;
    }
    std::vector<RulingState> next;
    for (const RulingState& state : states) {
      if (state.decided) {
        Keep(state, next);
        continue;
      }
      bool may_cover = false;
      bool may_miss = false;
      for (const Reading& reading : act.readings) {
        const Tri covers = Covers(reading.record, civil_us);
        may_cover = may_cover || covers != Tri::kNo;
        may_miss = may_miss || covers != Tri::kYes;
      }
      if (may_miss) Keep(state, next);
      if (may_cover) {
        RulingState ruled = state;
        ApplyRuling(act.act->record.kind, static_cast<int>(i), ruled);
        Keep(ruled, next);
      }
    }
    states = std::move(next);
  }
  std::vector<LegalityOutcome> outcomes;
  for (RulingState& state : states) {
    if (!state.decided && state.held >= 0) state.Decide(Legality::kHeldUnlawful, state.held);
    AddDistinct(outcomes, state.outcome, &LegalityOutcome::legality);
  }
  return outcomes;
}

std::vector<EnforcementOutcome> EnforcementAt(const Fold& fold, int64_t civil_us) {
  std::vector<EnforcementOutcome> outcomes;
  for (size_t n = fold.enforcing.size(); n-- > 0;) {
    const size_t i = fold.enforcing[n];
    const FoldAct& act = fold.acts[i];
    const EventKind kind = act.readings.front().record.kind;
    if (act.is_left_out) continue;
    bool may_miss = false;
    for (const Reading& reading : act.readings) {
      const Tri covers = Covers(reading.record, civil_us);
      may_miss = may_miss || covers != Tri::kYes;
      if (covers == Tri::kNo) continue;
      Enforcement value = Enforcement::kEnforced;
      if (kind == EventKind::kEnforcementStopped) value = Enforcement::kNotOperational;
      if (kind == EventKind::kWaived) value = Enforcement::kWaived;
      AddDistinct(outcomes, {value, static_cast<int>(i)}, &EnforcementOutcome::enforcement);
    }
    if (!may_miss) return outcomes;
  }
  AddDistinct(outcomes, {Enforcement::kEnforced, -1}, &EnforcementOutcome::enforcement);
  return outcomes;
}

std::vector<uint64_t> GivenAt(const Fold& fold, Given given, int64_t civil_us) {
  std::vector<uint64_t> bodies;
  const auto add = [&bodies](uint64_t body) {
    if (std::find(bodies.begin(), bodies.end(), body) == bodies.end()) bodies.push_back(body);
  };
  const size_t g = static_cast<size_t>(given);
  const Fold::Indices& giving = fold.giving[g];
  for (size_t n = giving.size(); n-- > 0;) {
    const FoldAct& act = fold.acts[giving[n]];
    if (act.is_left_out) continue;
    bool may_miss = false;
    bool may_give = false;
    for (const Reading& reading : act.readings) {
      const EventKind kind = reading.record.kind;
      Tri covers = Tri::kNo;
      if (Imposes(act, reading)) {
        covers = Happened(reading.record.from_earliest, reading.record.from_latest, civil_us);
      } else if (kind == EventKind::kAmended || kind == EventKind::kEased) {
        covers = Covers(reading.record, civil_us);
      }
      if (covers == Tri::kNo || reading.body[g] == 0) {
        may_miss = true;
        continue;
      }
      may_give = true;
      may_miss = may_miss || covers == Tri::kOpen;
      add(reading.body[g]);
    }
    if (may_give && !may_miss) return bodies;
  }
  add(0);
  return bodies;
}

}  // namespace decree
