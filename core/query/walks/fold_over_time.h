// What a fold says at any instant while acts join it: as the walks over all of its acts say it
// (facet_walks.h), in a few steps for each question and each act that joins. Made for a measure
// whose acts come one by one and which is asked, each time, about another day.
#ifndef DECREE_CORE_QUERY_WALKS_FOLD_OVER_TIME_H_
#define DECREE_CORE_QUERY_WALKS_FOLD_OVER_TIME_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/btree_set.h"
#include "core/query/fold/acts_by_edge.h"
#include "core/query/fold/handed_over.h"
#include "core/query/walks/acts_over_time.h"
#include "core/query/walks/facet_walks.h"
#include "core/query/walks/force_choices.h"

namespace decree {

// Of one of two kinds of fold. One can grow (Fold::can_grow): acts join it, none has rivals, and
// nothing comes from instruments. The other is *whole*: it holds from the start all acts that it
// may ever show, those that it does not show left out (FoldAct::is_left_out), and may have all of
// that. Of a whole fold only terms are given, and what acts inherit is looked up here, not in their
// readings.
class FoldOverTime {
 public:
  // `ever`: the records of all acts that may join, paint order.
  explicit FoldOverTime(const std::vector<ActRecord>& ever);
  // Of a whole fold, none of whose acts is shown yet. `moved_to`: edges that acts may be moved to
  // by what is not among them.
  FoldOverTime(const std::vector<FoldAct>& ever, const std::vector<int64_t>& moved_to);

  // Takes in an act of the fold that just joined it.
  void Add(const Fold& fold, size_t index) {
    SetFolded(fold, index, true);
    SetTold(fold, index, true);
  }
  // Of a whole fold, whose act must be the same when it is taken out: lets it take part, or no
  // more.
  void SetFolded(const Fold& fold, size_t index, bool is_there);
  // An act of the measure's own, visible though it may not take part (lifted, limited).
  void SetTold(const Fold& fold, size_t index, bool is_there);
  // Ties an instrument to the measure, or unties it: the whole fold, with its own, of the acts that
  // say when it is in force. It must outlive this.
  void SetTied(const Fold& instrument, bool is_tied);
  // Of a whole fold: has it look for no more terms that may be given once two of these bodies
  // differ, for one who does not ask which they are.
  using TermsDiffer = std::function<bool(uint64_t body, uint64_t other)>;
  void StopWhere(TermsDiffer terms_differ) { terms_differ_ = std::move(terms_differ); }

  // Places in the order of statement: that of an act, and the first act of a rank
  // that is stated after one.
  uint32_t StatedPlaceOf(size_t index) const { return stated_places_[index]; }
  uint32_t FirstStatedAfter(int rank, uint32_t stated_place) const;
  // The acts of a rank: from, and before.
  uint32_t FirstOfRank(int rank) const { return rank == 0 ? 0 : unofficial_; }
  uint32_t EndOfRank(int rank) const {
    return rank == 0 ? unofficial_ : static_cast<uint32_t>(ever_.size());
  }

  // Within the window, after its first instant; ascending, each once.
  std::vector<int64_t> BoundariesIn(int64_t first_civil_us, int64_t last_civil_us) const;

  // The fold must be the one whose acts were added.
  std::vector<ForceOutcome> ForceAt(const Fold& fold, int64_t civil_us) const;
  std::vector<LegalityOutcome> LegalityAt(const Fold& fold, int64_t civil_us) const;
  std::vector<EnforcementOutcome> EnforcementAt(const Fold& fold, int64_t civil_us) const;
  std::vector<uint64_t> GivenAt(const Fold& fold, Given given, int64_t civil_us) const;
  // Of a whole fold; adds the number of acts that were looked at.
  std::vector<uint64_t> TermsAt(const Fold& fold, int64_t civil_us, size_t& looked_at) const;

  // As CommitmentOf (core/query/state/resolve.h).
  Commitment CommitmentOf(const Fold& fold, const VisibleAct** decider) const;
  // The last act that gives it, whether or not it is put; nullptr: none does. No dispute's terms.
  const VisibleAct* LastGiving(const Fold& fold, Given given) const;
  // The newest act with an interval that enacts, or plans and was not withdrawn since; nullptr:
  // none.
  const VisibleAct* NewestPlan(const Fold& fold) const;

  // As NextStepAfter (core/query/state/next_step.h): the place of the act; -1: nothing is to come.
  struct Coming {
    int64_t act = -1;
    int64_t at_civil_us = 0;
    bool is_plan = false;
  };
  Coming ComingAfter(const Fold& fold, int64_t civil_us) const;
  // The newest plan that nobody enacted, withdrew or changed since; -1: none.
  int64_t NewestPlanToCome(const Fold& fold) const;
  bool is_whole() const { return is_whole_; }
  // Of a whole fold: the body of an act's terms, with what it inherits; 0: it gives none.
  uint64_t TermsOf(const Fold& fold, size_t index) const;

  // Acts that a walk of force visits at the instant.
  WalkedActs WalkedOfForceAt(const Fold& fold, int64_t civil_us) const;

 private:
  // Of a whole fold, acts that give terms only if they inherit some stand apart, by rank.
  enum Facet : uint32_t {
    kForceFacet,
    kLegalityFacet,
    kEnforcementFacet,
    kFirstGivenFacet,
    kFirstInheritingFacet = kFirstGivenFacet + kGivenCount
  };
  class AtInstant;
  using Labels = absl::btree_set<uint32_t>;

  // An act's place among all that may join; it keeps it while others join.
  uint32_t LabelOf(const Fold& fold, size_t index) const;
  size_t IndexOf(const Fold& fold, uint32_t label) const;
  WalkedActs IndicesOf(const Fold& fold, WalkedActs labels) const;
  static int64_t NewestOf(const Labels& labels);                   // -1: there is none
  const VisibleAct* ActOf(const Fold& fold, int64_t label) const;  // nullptr: for -1
  static void Put(Labels& labels, uint32_t label, bool is_there);
  FoldOverTime(std::vector<ActRecord> ever, const std::vector<int64_t>& edges, bool is_whole);
  void SetComing(const FoldAct& act, uint32_t label, bool is_there);
  void SetGiven(const FoldAct& act, uint32_t label, const std::vector<int64_t>& edges,
                bool is_there);
  // In a whole fold: the act with all that it inherits.
  FoldAct WithInherited(const Fold& fold, size_t index) const;
  // In a whole fold: the newest act below that may give terms; -1: none.
  int64_t NewestGivingTerms(int64_t civil_us, uint32_t end) const;
  InstrumentEnd EndOfInstruments(int64_t civil_us) const;
  // The first place of a rank whose plans nobody enacted or withdrew.
  uint32_t FirstLive(int rank) const;
  // Puts on the tree, or takes off it, what an act does to a facet.
  template <typename Effect>
  void Set(uint32_t facet, uint32_t label, const std::vector<int64_t>& edges, bool is_there,
           Effect effect_at);

  const std::vector<ActRecord> ever_;
  ActsOverTime acts_;
  absl::btree_map<int64_t, size_t> boundaries_;  // of the acts that take part: of how many
  std::array<Labels, 8> of_level_;               // by commitment
  Labels withdrawn_, planning_, enacting_;       // the last two with an interval
  Labels planned_, enacted_, changing_;          // plans, what enacts, what amends and eases
  ActsByEdge imposing_;                          // by their starts
  std::array<ActsByEdge, 2> plans_;              // the same of each rank
  std::array<Labels, kGivenCount> giving_;

  const bool is_whole_ = false;
  std::vector<uint32_t> stated_places_;
  uint32_t unofficial_ = 0;  // so many acts are, and paint first

  // Of a whole fold.
  HandedOver handed_over_;
  absl::btree_set<const Fold*> tied_;
  TermsDiffer terms_differ_;
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_WALKS_FOLD_OVER_TIME_H_
