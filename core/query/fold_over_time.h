// What a fold says at any instant while acts join it: as the walks over all of its acts say it
// (facet_walks.h), in a few steps for each question and each act that joins. Made for a measure
// whose acts come one by one and which is asked, each time, about another day.
#ifndef DECREE_CORE_QUERY_FOLD_OVER_TIME_H_
#define DECREE_CORE_QUERY_FOLD_OVER_TIME_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/container/btree_set.h"
#include "core/query/acts_over_time.h"
#include "core/query/facet_walks.h"
#include "core/query/force_choices.h"

namespace decree {

// Of a fold that can grow (Fold::can_grow): no act has rivals, and nothing comes from instruments.
class FoldOverTime {
 public:
  // `ever`: the records of all acts that may join, paint order.
  explicit FoldOverTime(std::vector<ActRecord> ever);

  // Takes in an act of the fold that just joined it.
  void Add(const Fold& fold, size_t index);

  // Within the window, after its first instant; ascending, each once.
  std::vector<int64_t> BoundariesIn(int64_t first_civil_us, int64_t last_civil_us) const;

  // The fold must be the one whose acts were added.
  std::vector<ForceOutcome> ForceAt(const Fold& fold, int64_t civil_us) const;
  std::vector<LegalityOutcome> LegalityAt(const Fold& fold, int64_t civil_us) const;
  std::vector<EnforcementOutcome> EnforcementAt(const Fold& fold, int64_t civil_us) const;
  std::vector<uint64_t> GivenAt(const Fold& fold, Given given, int64_t civil_us) const;

  // As CommitmentOf (resolve.h).
  Commitment CommitmentOf(const Fold& fold, const VisibleAct** decider) const;
  // The last act that gives it, whether or not it is put; nullptr: none does. No dispute's terms.
  const VisibleAct* LastGiving(const Fold& fold, Given given) const;
  // The newest act with an interval that enacts, or plans and was not withdrawn since; nullptr:
  // none.
  const VisibleAct* NewestPlan(const Fold& fold) const;

  // Acts that a walk of force visits at the instant.
  WalkedActs WalkedOfForceAt(const Fold& fold, int64_t civil_us) const;

 private:
  class AtInstant;
  using Labels = absl::btree_set<uint32_t>;

  // An act's place among all that may join; it keeps it while others join.
  uint32_t LabelOf(const ActRecord& record) const;
  size_t IndexOf(const Fold& fold, uint32_t label) const;
  WalkedActs IndicesOf(const Fold& fold, WalkedActs labels) const;
  // The labels of what moves an imposing act's end and start; -1: nothing does.
  int64_t MoverOf(const Labels& movers, uint32_t imposing) const;
  ForceMovers MoversOf(const Fold& fold, uint32_t imposing) const;
  void AddForce(const Fold& fold, size_t index, uint32_t label);
  // Puts on the tree, or takes off it, what an act does to force.
  void SetForce(const Fold& fold, uint32_t label, bool is_there);
  template <typename Effect>
  void Set(uint32_t facet, uint32_t label, const std::vector<int64_t>& edges, bool is_there,
           Effect effect_at);

  const std::vector<ActRecord> ever_;
  ActsOverTime acts_;
  absl::btree_set<int64_t> boundaries_;  // of the acts that joined
  Labels imposing_, extended_, postponed_;
  std::array<int64_t, 16> of_level_{};  // the newest of each commitment; -1: none
  // The newest of each, -1: none; those with an interval.
  int64_t withdrawn_ = -1, planning_ = -1, enacting_ = -1;
  std::array<int64_t, kGivenCount> giving_last_;  // -1: none
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_FOLD_OVER_TIME_H_
