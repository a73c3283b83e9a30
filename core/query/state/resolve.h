// Resolve: the state of one measure over a window of the civil axis, as a fold gives it. Every
// facet is the set of its possibilities; who decided comes along as indices, so that words are
// fetched once.
#ifndef DECREE_CORE_QUERY_STATE_RESOLVE_H_
#define DECREE_CORE_QUERY_STATE_RESOLVE_H_

#include <cstdint>
#include <vector>

#include "core/model/view.h"
#include "core/query/fold/fold.h"
#include "core/query/walks/facet_walks.h"

namespace decree {

struct Resolved {
  Possible<Answer> applies;         // kYes and kNo only; both: undetermined
  std::vector<ForceOutcome> force;  // distinct values
  std::vector<LegalityOutcome> legality;
  std::vector<EnforcementOutcome> enforcement;
  std::vector<uint64_t> terms, include, exclude;  // bodies; 0: nothing given under some reading
  Commitment commitment = Commitment::kNone;
  const VisibleAct* commitment_act = nullptr;
  Evidence evidence = Evidence::kNone;
  // The first instant inside the window at which a decided answer changes; kAxisMin: none.
  int64_t changes_at_civil_us = kAxisMin;

  Possible<Force> force_values() const;
  Possible<Legality> legality_values() const;
  Possible<Enforcement> enforcement_values() const;
};

// `facets`: of the fold, for questions about one instant after the other; the window is then one
// that is not before the last. nullptr: looked at anew.
class FacetsInTurn;
Resolved Resolve(const Fold& fold, const VisibleStrand& own, const CivilWindow& window,
                 const View& view, FacetsInTurn* facets = nullptr);

// What the facets at one instant make of it together; kYes and kNo only.
Possible<Answer> AppliesGiven(const std::vector<ForceOutcome>& force,
                              const std::vector<LegalityOutcome>& legality,
                              const std::vector<EnforcementOutcome>& enforcement);

// The display facets, also used apart. `left_out`: as Fold::left_out.
Commitment CommitmentOf(const VisibleStrand& own, const VisibleAct** decider,
                        uint64_t left_out = 0);
Evidence EvidenceOf(const VisibleAct& act, const Fold& fold);

// Every boundary value inside (first, last], ascending.
std::vector<int64_t> BoundariesIn(const Fold& fold, const CivilWindow& window);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_STATE_RESOLVE_H_
