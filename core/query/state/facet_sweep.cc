#include "core/query/state/facet_sweep.h"

#include <algorithm>

#include "core/query/walks/fold_over_time.h"
#include "core/query/walks/scope_changes.h"
#include "core/query/walks/walked_acts.h"

namespace decree {
namespace {

// Below this many steps of walks, preparing a sweep costs more than it saves.
constexpr size_t kStepsWalkedMax = 4'096;

}  // namespace

bool ActsByEffect::Set(size_t act, uint32_t effect) {
  uint32_t& now = effects_[act];
  if (now == effect) return false;
  if (now != 0) acts_.find(now)->second.Erase(act);
  now = effect;
  if (effect != 0) acts_.try_emplace(effect, effects_.size()).first->second.Insert(act);
  return true;
}

bool ForceSweep::Look(size_t act, int64_t civil_us) {
  if (acts_[act].is_left_out) return false;
  const ForceChoices choices = ForceChoicesOf(acts_[act], civil_us);
  return effects_.Set(act, choices == kNoChoice ? 0 : choices);
}

const WalkedActs* ForceSweep::Walked() {
  walked_ = WalkedOfForce(effects_, acts_.size());
  return &walked_;
}

FacetSweep::FacetSweep(const Fold& fold)
    : fold_(fold),
      force_(fold.acts),
      legality_(fold.acts.size()),
      enforcement_(fold.acts.size()),
      given_(kGivenCount, GivenActs(fold.acts.size())),
      ends_(fold.instruments.size()) {
  std::vector<int64_t> at;
  const auto add = [&](const std::vector<FoldAct>& acts, size_t act, int instrument) {
    at.clear();
    AddEdgesOf(acts[act], at);
    for (const int64_t edge : at) {
      if (edge != kAxisMin && edge != kAxisMax) {
        edges_.push_back({edge, instrument, static_cast<uint32_t>(act)});
      }
    }
  };
  for (size_t i = 0; i < fold.acts.size(); ++i) {
    if (!fold.acts[i].is_left_out) add(fold.acts, i, -1);
  }
  instruments_.reserve(fold.instruments.size());
  for (size_t k = 0; k < fold.instruments.size(); ++k) {
    instruments_.emplace_back(fold.instruments[k]);
    for (size_t i = 0; i < fold.instruments[k].size(); ++i) {
      add(fold.instruments[k], i, static_cast<int>(k));
    }
  }
  std::sort(edges_.begin(), edges_.end());
  for (size_t i = 0; i < fold.acts.size(); ++i) {
    if (!fold.acts[i].is_left_out) LookAtOwn(i);
  }
  for (size_t k = 0; k < instruments_.size(); ++k) {
    for (size_t i = 0; i < fold.instruments[k].size(); ++i) instruments_[k].Look(i, at_);
    LookAtInstrument(k);
  }
}

void FacetSweep::LookAtOwn(size_t act) {
  const FoldAct& folded = fold_.acts[act];
  if (force_.Look(act, at_)) force_now_.reset();
  const EventKind kind = folded.readings.front().record.kind;
  if (IsRuling(kind)) {
    if (legality_.Set(act, EffectOf(kind, CoveringAt(folded, at_)))) legality_now_.reset();
  } else if (SaysEnforcement(kind)) {
    if (enforcement_.Set(act, EffectOf(kind, CoveringAt(folded, at_)))) enforcement_now_.reset();
  }
  for (size_t g = 0; g < kGivenCount; ++g) {
    const Covering gives = GivingAt(folded, static_cast<Given>(g), at_);
    GivenActs& given = given_[g];
    given.effects.Set(act, EffectOf(gives));
    if (gives.may_cover) {
      given.fresh.Insert(act);
    } else {
      given.fresh.Erase(act);
    }
  }
}

void FacetSweep::LookAtInstrument(size_t instrument) {
  InstrumentEnd& end = ends_[instrument];
  if (!end.may_last) --ended_;
  if (end.act != nullptr) end_acts_.erase(end_acts_.find(end.act));
  end = InstrumentEndAt(fold_.instruments[instrument], at_, instruments_[instrument].Walked());
  if (!end.may_last) ++ended_;
  if (end.act != nullptr) end_acts_.insert(end.act);
  force_now_.reset();
}

InstrumentEnd FacetSweep::EndOfInstruments() const {
  InstrumentEnd end;
  end.may_last = ended_ == 0;
  end.may_have_ended = !end_acts_.empty();
  if (end.may_have_ended) end.act = *end_acts_.begin();
  return end;
}

void FacetSweep::MoveTo(int64_t civil_us) {
  at_ = civil_us;
  std::vector<size_t> instruments;
  for (; next_edge_ < edges_.size() && edges_[next_edge_].at <= civil_us; ++next_edge_) {
    const Edge& edge = edges_[next_edge_];
    if (edge.instrument < 0) {
      LookAtOwn(edge.act);
    } else {
      const auto instrument = static_cast<size_t>(edge.instrument);
      if (instruments_[instrument].Look(edge.act, civil_us)) instruments.push_back(instrument);
    }
  }
  std::sort(instruments.begin(), instruments.end());
  instruments.erase(std::unique(instruments.begin(), instruments.end()), instruments.end());
  for (const size_t instrument : instruments) LookAtInstrument(instrument);
}

const std::vector<ForceOutcome>& FacetSweep::Force() {
  if (!force_now_) force_now_ = ForceAt(fold_, at_, force_.Walked(), EndOfInstruments());
  return *force_now_;
}

const std::vector<LegalityOutcome>& FacetSweep::Legality() {
  if (!legality_now_) {
    const WalkedActs walked = WalkedOfLegality(legality_, fold_.acts.size());
    legality_now_ = LegalityAt(fold_, at_, &walked);
  }
  return *legality_now_;
}

const std::vector<EnforcementOutcome>& FacetSweep::Enforcement() {
  if (!enforcement_now_) {
    const WalkedActs walked = WalkedOfEnforcement(enforcement_, fold_.acts.size());
    enforcement_now_ = EnforcementAt(fold_, at_, &walked);
  }
  return *enforcement_now_;
}

std::vector<uint64_t> FacetSweep::GivenNow(Given given) {
  const GivenActs& acts = given_[static_cast<size_t>(given)];
  const WalkedActs walked = WalkedOfGiven(acts.effects, fold_.acts.size());
  return GivenAt(fold_, given, at_, &walked);
}

std::vector<uint64_t> FacetSweep::NewlyGiven(Given given) {
  GivenActs& acts = given_[static_cast<size_t>(given)];
  const int sure = acts.effects.NewestBelow(fold_.acts.size(), IsSure);
  std::vector<uint64_t> bodies;
  const auto tell = [&](uint64_t body) {
    if (acts.told.insert(body).second) bodies.push_back(body);
  };
  const WalkedActs none;
  for (int next = acts.fresh.LastBelow(fold_.acts.size()); next >= 0 && next >= sure;
       next = acts.fresh.LastBelow(static_cast<size_t>(next))) {
    acts.fresh.Erase(static_cast<size_t>(next));
    const WalkedActs one = {next};
    for (const uint64_t body : GivenAt(fold_, given, at_, &one)) {
      if (body != 0) tell(body);
    }
  }
  if (sure < 0) tell(0);
  return bodies;
}

FacetsInTurn::FacetsInTurn(const Fold& fold, size_t instants)
    : fold_(fold), over_time_(fold.IsOverTime() ? fold.over_time.get() : nullptr) {
  if (over_time_ != nullptr || !fold.apart.empty()) return;
  size_t acts = fold.acts.size();
  for (const std::vector<FoldAct>& instrument : fold.instruments) acts += instrument.size();
  if (instants * acts > kStepsWalkedMax && instants > 2) sweep_.emplace(fold);
}

void FacetsInTurn::MoveTo(int64_t civil_us) {
  at_ = civil_us;
  if (over_time_ != nullptr) {
    force_ = over_time_->ForceAt(fold_, civil_us);
    legality_ = over_time_->LegalityAt(fold_, civil_us);
    enforcement_ = over_time_->EnforcementAt(fold_, civil_us);
    return;
  }
  if (sweep_) {
    sweep_->MoveTo(civil_us);
    force_ = sweep_->Force();
    legality_ = sweep_->Legality();
    enforcement_ = sweep_->Enforcement();
    return;
  }
  force_ = ForceAt(fold_, civil_us);
  legality_ = LegalityAt(fold_, civil_us);
  enforcement_ = EnforcementAt(fold_, civil_us);
}

std::vector<uint64_t> FacetsInTurn::GivenNow(Given given) {
  if (!fold_.ChangesLists(given)) return WrittenNow(given);
  if (!fold_.apart.empty()) return ListsAt(fold_, given, at_);
  return WithChanges(fold_, given, at_, WrittenNow(given));
}

std::vector<uint64_t> FacetsInTurn::WrittenNow(Given given) {
  if (over_time_ != nullptr) return over_time_->GivenAt(fold_, given, at_);
  return sweep_ ? sweep_->GivenNow(given) : GivenAt(fold_, given, at_);
}

void FacetsInTurn::AddGiven(Given given, std::vector<uint64_t>& united) {
  if (sweep_ && !fold_.ChangesLists(given)) {
    const std::vector<uint64_t> more = sweep_->NewlyGiven(given);
    united.insert(united.end(), more.begin(), more.end());
    return;
  }
  std::vector<uint64_t> more = GivenNow(given);
  if (united.empty()) {
    united = std::move(more);
    return;
  }
  constexpr size_t kSearchedMax = 16;  // a longer list is looked up
  absl::flat_hash_set<uint64_t> told;
  if (united.size() > kSearchedMax) told.insert(united.begin(), united.end());
  for (const uint64_t body : more) {
    const bool is_there = told.empty()
                              ? std::find(united.begin(), united.end(), body) != united.end()
                              : told.contains(body);
    if (!is_there) united.push_back(body);
  }
}

}  // namespace decree
