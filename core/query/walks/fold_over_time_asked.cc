// What a fold says at an instant, found over time.

#include <algorithm>
#include <functional>
#include <utility>

#include "core/query/fold/rival_readings.h"
#include "core/query/walks/fold_over_time.h"
#include "core/query/walks/walked_acts.h"

namespace decree {

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

WalkedActs FoldOverTime::IndicesOf(const Fold& fold, WalkedActs labels) const {
  for (int& label : labels) label = static_cast<int>(IndexOf(fold, static_cast<uint32_t>(label)));
  return labels;
}

int64_t FoldOverTime::NewestOf(const Labels& labels) {
  return labels.empty() ? -1 : int64_t{*labels.rbegin()};
}

const VisibleAct* FoldOverTime::ActOf(const Fold& fold, int64_t label) const {
  return label < 0 ? nullptr : fold.acts[IndexOf(fold, static_cast<uint32_t>(label))].act;
}

std::vector<int64_t> FoldOverTime::BoundariesIn(int64_t first_civil_us,
                                                int64_t last_civil_us) const {
  std::vector<int64_t> at;
  for (auto it = boundaries_.upper_bound(first_civil_us);
       it != boundaries_.end() && it->first <= last_civil_us; ++it) {
    at.push_back(it->first);
  }
  for (const Fold* const instrument : tied_) {
    const std::vector<int64_t> more =
        instrument->over_time->BoundariesIn(first_civil_us, last_civil_us);
    at.insert(at.end(), more.begin(), more.end());
  }
  if (tied_.empty()) return at;
  std::sort(at.begin(), at.end());
  at.erase(std::unique(at.begin(), at.end()), at.end());
  return at;
}

WalkedActs FoldOverTime::WalkedOfForceAt(const Fold& fold, int64_t civil_us) const {
  return IndicesOf(fold, WalkedOfForce(AtInstant(acts_, kForceFacet, civil_us), ever_.size()));
}

InstrumentEnd FoldOverTime::EndOfInstruments(int64_t civil_us) const {
  InstrumentEnd end;
  for (const Fold* const instrument : tied_) {
    const FoldOverTime& over_time = *instrument->over_time;
    const WalkedActs walked = over_time.WalkedOfForceAt(*instrument, civil_us);
    AddEnd(InstrumentEndAt(instrument->acts, civil_us, &walked), end);
  }
  return end;
}

std::vector<ForceOutcome> FoldOverTime::ForceAt(const Fold& fold, int64_t civil_us) const {
  const InstrumentEnd end = EndOfInstruments(civil_us);
  const WalkedActs walked = WalkedOfForceAt(fold, civil_us);
  return decree::ForceAt(fold, civil_us, &walked, end);
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

int64_t FoldOverTime::NewestGivingTerms(int64_t civil_us, uint32_t end) const {
  const auto below = [&](uint32_t facet) {
    return acts_.NewestBelow(civil_us, facet, end, [](uint32_t) { return true; }).act;
  };
  int64_t newest = below(kFirstGivenFacet);
  for (const int rank : {0, 1}) {
    const int64_t act = below(kFirstInheritingFacet + static_cast<uint32_t>(rank));
    // Those before have nothing to inherit.
    if (act >= int64_t{FirstStatedAfter(rank, handed_over_.first())}) {
      newest = std::max(newest, act);
    }
  }
  return newest;
}

FoldAct FoldOverTime::WithInherited(const Fold& fold, size_t index) const {
  FoldAct act = fold.acts[index];
  if (!act.of_instrument && Inherits(act.act->record)) {
    Inherit(act, Given::kTerms, handed_over_.Before(stated_places_[index]));
  }
  return act;
}

std::vector<uint64_t> FoldOverTime::TermsAt(const Fold& fold, int64_t civil_us,
                                            size_t& looked_at) const {
  BodyList bodies;
  bool is_sure = false, is_enough = false;
  auto end = static_cast<uint32_t>(ever_.size());
  while (!is_sure && !is_enough) {
    const int64_t act = NewestGivingTerms(civil_us, end);
    if (act < 0) break;
    ++looked_at;
    end = static_cast<uint32_t>(act);
    const size_t known = bodies.bodies().size();
    is_sure = AddGiven(WithInherited(fold, end), Given::kTerms, civil_us, bodies);
    for (size_t i = known; i < bodies.bodies().size() && terms_differ_ != nullptr; ++i) {
      is_enough = is_enough || terms_differ_(bodies.bodies().front(), bodies.bodies()[i]);
    }
  }
  if (!is_sure) bodies.Add(0);
  return bodies.Take();
}

std::vector<uint64_t> FoldOverTime::GivenAt(const Fold& fold, Given given, int64_t civil_us) const {
  if (is_whole_) {
    size_t looked_at = 0;
    return given == Given::kTerms ? TermsAt(fold, civil_us, looked_at) : std::vector<uint64_t>{0};
  }
  const uint32_t facet = kFirstGivenFacet + static_cast<uint32_t>(given);
  const WalkedActs walked =
      IndicesOf(fold, WalkedOfGiven(AtInstant(acts_, facet, civil_us), ever_.size()));
  return decree::GivenAt(fold, given, civil_us, &walked);
}

Commitment FoldOverTime::CommitmentOf(const Fold& fold, const VisibleAct** decider) const {
  const int64_t withdrawn = NewestOf(withdrawn_);
  for (auto level = static_cast<size_t>(Commitment::kEnacted);
       level > static_cast<size_t>(Commitment::kNone); --level) {
    const int64_t newest = NewestOf(of_level_[level]);
    if (newest < 0) continue;
    const auto commitment = static_cast<Commitment>(level);
    if (commitment < Commitment::kEnacted && newest < withdrawn) continue;
    *decider = ActOf(fold, newest);
    return commitment;
  }
  *decider = ActOf(fold, withdrawn);
  return withdrawn < 0 ? Commitment::kNone : Commitment::kWithdrawn;
}

const VisibleAct* FoldOverTime::NewestPlan(const Fold& fold) const {
  const int64_t plan = NewestOf(planning_);
  return ActOf(fold, std::max(plan > NewestOf(withdrawn_) ? plan : -1, NewestOf(enacting_)));
}

const VisibleAct* FoldOverTime::LastGiving(const Fold& fold, Given given) const {
  return ActOf(fold, NewestOf(giving_[static_cast<size_t>(given)]));
}

uint32_t FoldOverTime::FirstLive(int rank) const {
  uint32_t first = std::max(FirstOfRank(rank), static_cast<uint32_t>(NewestOf(withdrawn_) + 1));
  // Within a rank what paints last is stated last.
  for (const int of_rank : {0, 1}) {
    const auto end = enacted_.lower_bound(EndOfRank(of_rank));
    if (end == enacted_.begin()) continue;
    const uint32_t newest = *std::prev(end);
    if (newest < FirstOfRank(of_rank)) continue;
    first = std::max(first, FirstStatedAfter(rank, stated_places_[newest]));
  }
  return first;
}

FoldOverTime::Coming FoldOverTime::ComingAfter(const Fold& fold, int64_t civil_us) const {
  Coming coming;
  const auto take = [&](int label, bool is_plan) {
    if (label < 0) return;
    const size_t index = IndexOf(fold, static_cast<uint32_t>(label));
    const int64_t at = fold.acts[index].readings.front().record.from_latest;
    if (coming.act >= 0 && at > coming.at_civil_us) return;
    coming = {static_cast<int64_t>(index), at, is_plan};
  };
  take(imposing_.NewestAtEarliest(civil_us + 1, 0), false);
  if (coming.act >= 0) return coming;
  for (const int rank : {0, 1}) {
    const ActsByEdge& plans = plans_[static_cast<size_t>(rank)];
    take(plans.NewestAtEarliest(civil_us + 1, static_cast<int>(FirstLive(rank))), true);
  }
  return coming;
}

int64_t FoldOverTime::NewestPlanToCome(const Fold& fold) const {
  for (const int rank : {1, 0}) {
    const auto end = planned_.lower_bound(EndOfRank(rank));
    if (end == planned_.begin() || *std::prev(end) < FirstLive(rank)) continue;
    const uint32_t newest = *std::prev(end);
    const bool is_changed = NewestOf(changing_) > int64_t{newest};
    return is_changed ? -1 : static_cast<int64_t>(IndexOf(fold, newest));
  }
  return -1;
}

uint64_t FoldOverTime::TermsOf(const Fold& fold, size_t index) const {
  return WithInherited(fold, index).readings.front().body[static_cast<size_t>(Given::kTerms)];
}

}  // namespace decree
