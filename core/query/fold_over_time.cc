#include "core/query/fold_over_time.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "core/query/walked_acts.h"

namespace decree {
namespace {

enum FacetNumber : uint32_t { kForceFacet, kLegalityFacet, kEnforcementFacet, kFirstGivenFacet };

void SortOnce(std::vector<int64_t>& at) {
  std::sort(at.begin(), at.end());
  at.erase(std::unique(at.begin(), at.end()), at.end());
}

std::vector<int64_t> EdgesOf(const FoldAct& act, const ForceMovers& movers) {
  std::vector<int64_t> edges;
  AddEdgesOf(act, movers, edges);
  edges.erase(std::remove_if(edges.begin(), edges.end(),
                             [](int64_t at) { return at == kAxisMin || at == kAxisMax; }),
              edges.end());
  SortOnce(edges);
  return edges;
}

std::vector<int64_t> EdgesOfAll(const std::vector<ActRecord>& records) {
  std::vector<int64_t> edges;
  for (const ActRecord& record : records) {
    FoldAct act;
    act.readings.push_back({record, {}});
    const std::vector<int64_t> own = EdgesOf(act, {});
    edges.insert(edges.end(), own.begin(), own.end());
  }
  SortOnce(edges);
  return edges;
}

}  // namespace

// The acts at one instant, as walked_acts.h asks for them; acts are labels.
class FoldOverTime::AtInstant {
 public:
  AtInstant(const ActsOverTime& acts, uint32_t facet, int64_t civil_us)
      : acts_(acts), facet_(facet), civil_us_(civil_us) {}

  template <typename Changes>
  int NewestBelow(size_t end, Changes changes) const {
    found_ = acts_.NewestBelow(civil_us_, facet_, static_cast<uint32_t>(end), changes);
    return static_cast<int>(found_.act);
  }
  // Of the act that was found last.
  uint32_t EffectOf(size_t) const { return found_.effect; }

 private:
  const ActsOverTime& acts_;
  const uint32_t facet_;
  const int64_t civil_us_;
  mutable ActsOverTime::Found found_;
};

FoldOverTime::FoldOverTime(std::vector<ActRecord> ever)
    : ever_(std::move(ever)), acts_(EdgesOfAll(ever_)) {
  of_level_.fill(-1);
  giving_last_.fill(-1);
}

uint32_t FoldOverTime::LabelOf(const ActRecord& record) const {
  return static_cast<uint32_t>(std::lower_bound(ever_.begin(), ever_.end(), record, PaintsBefore) -
                               ever_.begin());
}

size_t FoldOverTime::IndexOf(const Fold& fold, uint32_t label) const {
  const auto act = std::lower_bound(
      fold.acts.begin(), fold.acts.end(), ever_[label],
      [](const FoldAct& a, const ActRecord& b) { return PaintsBefore(a.act->record, b); });
  return static_cast<size_t>(act - fold.acts.begin());
}

WalkedActs FoldOverTime::IndicesOf(const Fold& fold, WalkedActs labels) const {
  for (int& label : labels) label = static_cast<int>(IndexOf(fold, static_cast<uint32_t>(label)));
  return labels;
}

int64_t FoldOverTime::MoverOf(const Labels& movers, uint32_t imposing) const {
  const auto next = imposing_.upper_bound(imposing);
  auto mover = next == imposing_.end() ? movers.end() : movers.lower_bound(*next);
  if (mover == movers.begin()) return -1;
  --mover;
  return *mover > imposing ? int64_t{*mover} : -1;
}

ForceMovers FoldOverTime::MoversOf(const Fold& fold, uint32_t imposing) const {
  ForceMovers movers;
  const int64_t end = MoverOf(extended_, imposing), start = MoverOf(postponed_, imposing);
  if (end >= 0) movers.end = &fold.acts[IndexOf(fold, static_cast<uint32_t>(end))];
  if (start >= 0) movers.start = &fold.acts[IndexOf(fold, static_cast<uint32_t>(start))];
  return movers;
}

template <typename Effect>
void FoldOverTime::Set(uint32_t facet, uint32_t label, const std::vector<int64_t>& edges,
                       bool is_there, Effect effect_at) {
  ActsOverTime::Stretch stretch{kAxisMin, kAxisMax, facet, effect_at(kAxisMin)};
  const auto close = [&](int64_t before) {
    stretch.before = before;
    if (stretch.effect == 0) return;
    if (is_there) {
      acts_.Insert(label, stretch);
    } else {
      acts_.Erase(label, stretch);
    }
  };
  for (const int64_t at : edges) {
    const uint32_t effect = effect_at(at);
    if (effect == stretch.effect) continue;
    close(at);
    stretch.from = at;
    stretch.effect = effect;
  }
  close(kAxisMax);
}

void FoldOverTime::SetForce(const Fold& fold, uint32_t label, bool is_there) {
  const FoldAct& act = fold.acts[IndexOf(fold, label)];
  const ForceMovers movers = imposing_.contains(label) ? MoversOf(fold, label) : ForceMovers();
  Set(kForceFacet, label, EdgesOf(act, movers), is_there, [&](int64_t at) {
    const ForceChoices choices = ForceChoicesOf(act, movers, at);
    return choices == kNoChoice ? 0 : choices;
  });
}

void FoldOverTime::AddForce(const Fold& fold, size_t index, uint32_t label) {
  const FoldAct& act = fold.acts[index];
  Labels* joined = nullptr;
  if (Imposes(act, act.readings.front())) {
    joined = &imposing_;
  } else if (act.act->record.kind == EventKind::kExtended) {
    joined = &extended_;
  } else if (act.act->record.kind == EventKind::kPostponed) {
    joined = &postponed_;
  }
  if (joined != nullptr) {
    // What moves the imposing act below it is another now.
    const auto next = imposing_.lower_bound(label);
    const int64_t below = next == imposing_.begin() ? -1 : int64_t{*std::prev(next)};
    if (below >= 0) SetForce(fold, static_cast<uint32_t>(below), false);
    joined->insert(label);
    if (below >= 0) SetForce(fold, static_cast<uint32_t>(below), true);
  }
  SetForce(fold, label, true);
}

void FoldOverTime::Add(const Fold& fold, size_t index) {
  const FoldAct& act = fold.acts[index];
  const ActRecord& record = act.act->record;
  const uint32_t label = LabelOf(record);
  const std::vector<int64_t> edges = EdgesOf(act, {});
  boundaries_.insert(edges.begin(), edges.end());
  AddForce(fold, index, label);
  const uint32_t stated = IsRuling(record.kind) ? kLegalityFacet : kEnforcementFacet;
  if (IsRuling(record.kind) || SaysEnforcement(record.kind)) {
    Set(stated, label, edges, true,
        [&](int64_t at) { return EffectOf(record.kind, CoveringAt(act, at)); });
  }
  const auto take_newer = [label](int64_t& newest) { newest = std::max(newest, int64_t{label}); };
  constexpr std::array<ActFlag, kGivenCount> kGives = {kActGivesTerms, kActGivesInclude,
                                                       kActGivesExclude};
  for (size_t g = 0; g < kGivenCount; ++g) {
    const auto given = static_cast<Given>(g);
    Set(kFirstGivenFacet + static_cast<uint32_t>(g), label, edges, true,
        [&](int64_t at) { return EffectOf(GivingAt(act, given, at)); });
    const bool is_said =
        given == Given::kTerms ? record.kind != EventKind::kDisputed : !IsLimitedByScope(record);
    if (record.Has(kGives[g]) && is_said) take_newer(giving_last_[g]);
  }
  if (record.kind == EventKind::kWithdrawn) take_newer(withdrawn_);
  if (IsPlan(record.kind) && record.has_interval()) take_newer(planning_);
  if (IsEnacting(record.kind) && record.has_interval()) take_newer(enacting_);
  take_newer(of_level_[static_cast<size_t>(LevelOf(record.kind))]);
}

std::vector<int64_t> FoldOverTime::BoundariesIn(int64_t first_civil_us,
                                                int64_t last_civil_us) const {
  std::vector<int64_t> at;
  for (auto it = boundaries_.upper_bound(first_civil_us);
       it != boundaries_.end() && *it <= last_civil_us; ++it) {
    at.push_back(*it);
  }
  return at;
}

WalkedActs FoldOverTime::WalkedOfForceAt(const Fold& fold, int64_t civil_us) const {
  WalkedActs walked = WalkedOfForce(AtInstant(acts_, kForceFacet, civil_us), ever_.size());
  const size_t visited = walked.size();
  for (size_t i = 0; i < visited; ++i) {
    const auto label = static_cast<uint32_t>(walked[i]);
    if (!imposing_.contains(label)) continue;
    for (const Labels* const movers : {&extended_, &postponed_}) {
      const int64_t mover = MoverOf(*movers, label);
      if (mover >= 0) walked.push_back(static_cast<int>(mover));
    }
  }
  std::sort(walked.begin(), walked.end(), std::greater<>());
  walked.erase(std::unique(walked.begin(), walked.end()), walked.end());
  return IndicesOf(fold, std::move(walked));
}

std::vector<ForceOutcome> FoldOverTime::ForceAt(const Fold& fold, int64_t civil_us) const {
  const WalkedActs walked = WalkedOfForceAt(fold, civil_us);
  return decree::ForceAt(fold, civil_us, &walked, InstrumentEnd());
}

std::vector<LegalityOutcome> FoldOverTime::LegalityAt(const Fold& fold, int64_t civil_us) const {
  const WalkedActs walked =
      IndicesOf(fold, WalkedOfLegality(AtInstant(acts_, kLegalityFacet, civil_us), ever_.size()));
  return decree::LegalityAt(fold, civil_us, &walked);
}

std::vector<EnforcementOutcome> FoldOverTime::EnforcementAt(const Fold& fold,
                                                            int64_t civil_us) const {
  const WalkedActs walked = IndicesOf(
      fold, WalkedOfEnforcement(AtInstant(acts_, kEnforcementFacet, civil_us), ever_.size()));
  return decree::EnforcementAt(fold, civil_us, &walked);
}

std::vector<uint64_t> FoldOverTime::GivenAt(const Fold& fold, Given given, int64_t civil_us) const {
  const uint32_t facet = kFirstGivenFacet + static_cast<uint32_t>(given);
  const WalkedActs walked =
      IndicesOf(fold, WalkedOfGiven(AtInstant(acts_, facet, civil_us), ever_.size()));
  return decree::GivenAt(fold, given, civil_us, &walked);
}

Commitment FoldOverTime::CommitmentOf(const Fold& fold, const VisibleAct** decider) const {
  const auto act_of = [&](int64_t label) {
    return fold.acts[IndexOf(fold, static_cast<uint32_t>(label))].act;
  };
  *decider = nullptr;
  for (auto level = static_cast<size_t>(Commitment::kEnacted);
       level > static_cast<size_t>(Commitment::kNone); --level) {
    const int64_t newest = of_level_[level];
    if (newest < 0) continue;
    const auto commitment = static_cast<Commitment>(level);
    if (commitment < Commitment::kEnacted && newest < withdrawn_) continue;
    *decider = act_of(newest);
    return commitment;
  }
  if (withdrawn_ < 0) return Commitment::kNone;
  *decider = act_of(withdrawn_);
  return Commitment::kWithdrawn;
}

const VisibleAct* FoldOverTime::NewestPlan(const Fold& fold) const {
  const int64_t label = std::max(planning_ > withdrawn_ ? planning_ : -1, enacting_);
  return label < 0 ? nullptr : fold.acts[IndexOf(fold, static_cast<uint32_t>(label))].act;
}

const VisibleAct* FoldOverTime::LastGiving(const Fold& fold, Given given) const {
  const int64_t label = giving_last_[static_cast<size_t>(given)];
  return label < 0 ? nullptr : fold.acts[IndexOf(fold, static_cast<uint32_t>(label))].act;
}

}  // namespace decree
