// The facets of one fold at many instants in turn. A walk (core/query/walks/facet_walks.h) costs a
// step an act; here only what an instant begins or ends is looked at anew, and the walk visits only
// acts that change something, found by what they do. The outcomes are those of the walks over all
// acts.
//
// Not safe for concurrent use.
#ifndef DECREE_CORE_QUERY_STATE_FACET_SWEEP_H_
#define DECREE_CORE_QUERY_STATE_FACET_SWEEP_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "core/query/fold/fold.h"
#include "core/query/state/index_set.h"
#include "core/query/walks/facet_walks.h"
#include "core/query/walks/force_choices.h"

namespace decree {

// The acts of a list by what they do at an instant: a number, 0 for nothing.
class ActsByEffect {
 public:
  explicit ActsByEffect(size_t acts) : effects_(acts, 0) {}

  // False: it did that already.
  bool Set(size_t act, uint32_t effect);
  uint32_t EffectOf(size_t act) const { return effects_[act]; }
  // The newest act below `end` whose effect `changes` approves of; -1: none.
  template <typename Changes>
  int NewestBelow(size_t end, Changes changes) const {
    int newest = -1;
    for (const auto& [effect, acts] : acts_) {
      if (acts.empty() || !changes(effect)) continue;
      const int act = acts.LastBelow(end);
      if (act > newest) newest = act;
    }
    return newest;
  }

 private:
  std::vector<uint32_t> effects_;
  absl::flat_hash_map<uint32_t, IndexSet> acts_;
};

// The force facet of a list of acts: a measure's, or those that say an instrument's interval.
class ForceSweep {
 public:
  // The acts must outlive it.
  explicit ForceSweep(const std::vector<FoldAct>& acts) : acts_(acts), effects_(acts.size()) {}

  // Looks at an act again at an instant. False: the outcomes stay what they were.
  bool Look(size_t act, int64_t civil_us);
  // What a walk need visit.
  const WalkedActs* Walked();

 private:
  const std::vector<FoldAct>& acts_;
  ActsByEffect effects_;
  WalkedActs walked_;
};

class FacetSweep {
 public:
  // The fold must outlive it, and leave out what it leaves out. It must not be laid apart.
  explicit FacetSweep(const Fold& fold);

  // Instants in ascending order.
  void MoveTo(int64_t civil_us);

  const std::vector<ForceOutcome>& Force();
  const std::vector<LegalityOutcome>& Legality();
  const std::vector<EnforcementOutcome>& Enforcement();
  // As GivenAt.
  std::vector<uint64_t> GivenNow(Given given);
  // Those of GivenNow that it has not told before, in that order. Costs no more than they are.
  std::vector<uint64_t> NewlyGiven(Given given);

 private:
  struct Edge {
    int64_t at = 0;
    int instrument = -1;  // -1: the measure's own acts
    uint32_t act = 0;
    friend bool operator<(const Edge& a, const Edge& b) { return a.at < b.at; }
  };
  struct GivenActs {
    explicit GivenActs(size_t acts) : effects(acts), fresh(acts) {}
    ActsByEffect effects;
    IndexSet fresh;  // what may give something that was not told yet
    absl::flat_hash_set<uint64_t> told;
  };
  struct NewestFirst {
    bool operator()(const VisibleAct* a, const VisibleAct* b) const {
      return PaintsBefore(b->record, a->record);
    }
  };

  void LookAtOwn(size_t act);
  void LookAtInstrument(size_t instrument);
  InstrumentEnd EndOfInstruments() const;

  const Fold& fold_;
  int64_t at_ = kAxisMin;
  std::vector<Edge> edges_;
  size_t next_edge_ = 0;

  ForceSweep force_;
  ActsByEffect legality_, enforcement_;
  std::vector<GivenActs> given_;
  std::vector<ForceSweep> instruments_;
  std::vector<InstrumentEnd> ends_;  // of each instrument
  size_t ended_ = 0;                 // instruments that cannot last
  std::multiset<const VisibleAct*, NewestFirst> end_acts_;

  // What stands since the last change.
  std::optional<std::vector<ForceOutcome>> force_now_;
  std::optional<std::vector<LegalityOutcome>> legality_now_;
  std::optional<std::vector<EnforcementOutcome>> enforcement_now_;
};

// The same by walks where there are few instants or acts, by a sweep where there are many; by what
// the fold finds over time where it does.
class FacetsInTurn {
 public:
  FacetsInTurn(const Fold& fold, size_t instants);

  void MoveTo(int64_t civil_us);
  const std::vector<ForceOutcome>& force() const { return force_; }
  const std::vector<LegalityOutcome>& legality() const { return legality_; }
  const std::vector<EnforcementOutcome>& enforcement() const { return enforcement_; }
  std::vector<uint64_t> GivenNow(Given given);
  // Adds what is given now and is not in the list yet, which holds what was given before; 0 where
  // nothing may be.
  void AddGiven(Given given, std::vector<uint64_t>& united);

 private:
  // Before the changes of lists.
  std::vector<uint64_t> WrittenNow(Given given);

  const Fold& fold_;
  const FoldOverTime* const over_time_;
  int64_t at_ = kAxisMin;
  std::optional<FacetSweep> sweep_;
  std::vector<ForceOutcome> force_;
  std::vector<LegalityOutcome> legality_;
  std::vector<EnforcementOutcome> enforcement_;
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_STATE_FACET_SWEEP_H_
