#include "core/query/walks/facet_walks.h"

#include <algorithm>

#include "core/query/walks/legality_walk.h"

namespace decree {
namespace {

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

void BodyList::Add(uint64_t body) {
  if (bodies_.size() == kSearchedMax && told_.empty()) told_.insert(bodies_.begin(), bodies_.end());
  const bool is_new = bodies_.size() < kSearchedMax
                          ? std::find(bodies_.begin(), bodies_.end(), body) == bodies_.end()
                          : told_.insert(body).second;
  if (is_new) bodies_.push_back(body);
}

bool IsRuling(EventKind kind) { return InfoOf(kind).family == EventFamily::kLegality; }

bool SaysEnforcement(EventKind kind) {
  return kind == EventKind::kEnforcementStarted || kind == EventKind::kEnforcementStopped ||
         kind == EventKind::kWaived;
}

bool IsUnknownInterval(const FoldAct& act, const ActRecord& record) {
  return record.kind == EventKind::kEnacted && !record.has_interval() && !act.is_silent;
}

Covering CoveringAt(const FoldAct& act, int64_t civil_us) {
  Covering covering;
  for (const Reading& reading : act.readings) {
    const Tri covers = Covers(reading.record, civil_us);
    covering.may_cover = covering.may_cover || covers != Tri::kNo;
    covering.may_miss = covering.may_miss || covers != Tri::kYes;
  }
  return covering;
}

Tri Gives(const FoldAct& act, const Reading& reading, Given given, int64_t civil_us) {
  if (reading.body[static_cast<size_t>(given)] == 0) return Tri::kNo;
  if (Imposes(act, reading)) {
    return Happened(reading.record.from_earliest, reading.record.from_latest, civil_us);
  }
  const EventKind kind = reading.record.kind;
  const bool amends = kind == EventKind::kAmended || kind == EventKind::kEased;
  return amends ? Covers(reading.record, civil_us) : Tri::kNo;
}

Covering GivingAt(const FoldAct& act, Given given, int64_t civil_us) {
  Covering covering;
  for (const Reading& reading : act.readings) {
    const Tri gives = Gives(act, reading, given, civil_us);
    covering.may_cover = covering.may_cover || gives != Tri::kNo;
    covering.may_miss = covering.may_miss || gives != Tri::kYes;
  }
  return covering;
}

bool AddGiven(const FoldAct& act, Given given, int64_t civil_us, BodyList& bodies) {
  bool may_miss = false;
  bool may_give = false;
  for (const Reading& reading : act.readings) {
    const Tri gives = Gives(act, reading, given, civil_us);
    may_miss = may_miss || gives != Tri::kYes;
    if (gives == Tri::kNo) continue;
    may_give = true;
    bodies.Add(reading.body[static_cast<size_t>(given)]);
  }
  return may_give && !may_miss;
}

namespace {

void AddLegalityOf(const std::vector<FoldAct>& acts, int64_t civil_us, const WalkedActs* walked,
                   std::vector<LegalityOutcome>& outcomes) {
  RulingStates states(1);
  VisitNewestFirst(acts, walked, [&](int i) {
    const FoldAct& act = acts[static_cast<size_t>(i)];
    if (!IsRuling(act.readings.front().record.kind)) return true;
    states = AfterRuling(states, act.act->record.kind, i, CoveringAt(act, civil_us));
    return !AreDecided(states);
  });
  for (RulingState& state : states) {
    if (!state.decided && state.held >= 0) state.Decide(Legality::kHeldUnlawful, state.held);
    AddDistinct(outcomes, state.outcome, &LegalityOutcome::legality);
  }
}

void AddEnforcementOf(const std::vector<FoldAct>& acts, int64_t civil_us, const WalkedActs* walked,
                      std::vector<EnforcementOutcome>& outcomes) {
  bool is_sure = false;
  VisitNewestFirst(acts, walked, [&](int i) {
    const FoldAct& act = acts[static_cast<size_t>(i)];
    const EventKind kind = act.readings.front().record.kind;
    if (!SaysEnforcement(kind)) return true;
    const Covering covering = CoveringAt(act, civil_us);
    if (covering.may_cover) {
      Enforcement value = Enforcement::kEnforced;
      if (kind == EventKind::kEnforcementStopped) value = Enforcement::kNotOperational;
      if (kind == EventKind::kWaived) value = Enforcement::kWaived;
      AddDistinct(outcomes, {value, i}, &EnforcementOutcome::enforcement);
    }
    is_sure = !covering.may_miss;
    return !is_sure;
  });
  if (!is_sure) {
    AddDistinct(outcomes, {Enforcement::kEnforced, -1}, &EnforcementOutcome::enforcement);
  }
}

void AddGivenOf(const std::vector<FoldAct>& acts, Given given, int64_t civil_us,
                const WalkedActs* walked, BodyList& bodies) {
  bool is_sure = false;
  VisitNewestFirst(acts, walked, [&](int i) {
    is_sure = AddGiven(acts[static_cast<size_t>(i)], given, civil_us, bodies);
    return !is_sure;
  });
  if (!is_sure) bodies.Add(0);
}

// Visits the acts of the fold, or those of each of its readings where they are laid apart.
template <typename Visit>
void ForEachReading(const Fold& fold, Visit visit) {
  if (fold.apart.empty()) visit(fold.acts);
  for (const FoldLayers& layers : fold.apart) visit(layers.acts);
}

}  // namespace

std::vector<LegalityOutcome> LegalityAt(const Fold& fold, int64_t civil_us,
                                        const WalkedActs* walked) {
  std::vector<LegalityOutcome> outcomes;
  ForEachReading(fold, [&](const std::vector<FoldAct>& acts) {
    AddLegalityOf(acts, civil_us, walked, outcomes);
  });
  return outcomes;
}

std::vector<EnforcementOutcome> EnforcementAt(const Fold& fold, int64_t civil_us,
                                              const WalkedActs* walked) {
  std::vector<EnforcementOutcome> outcomes;
  ForEachReading(fold, [&](const std::vector<FoldAct>& acts) {
    AddEnforcementOf(acts, civil_us, walked, outcomes);
  });
  return outcomes;
}

std::vector<uint64_t> GivenIn(const FoldLayers& layers, Given given, int64_t civil_us) {
  BodyList bodies;
  AddGivenOf(layers.acts, given, civil_us, nullptr, bodies);
  return bodies.Take();
}

std::vector<uint64_t> GivenAt(const Fold& fold, Given given, int64_t civil_us,
                              const WalkedActs* walked) {
  BodyList bodies;
  ForEachReading(fold, [&](const std::vector<FoldAct>& acts) {
    AddGivenOf(acts, given, civil_us, walked, bodies);
  });
  return bodies.Take();
}

}  // namespace decree
