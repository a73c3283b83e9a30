// Who wins each facet of a measure over a window, and by whom the others are beaten there: what an
// explanation says of an act beside what it decides.
#ifndef DECREE_CORE_QUERY_CONTROL_FACET_RACE_H_
#define DECREE_CORE_QUERY_CONTROL_FACET_RACE_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/projections/composed_lists.h"
#include "core/query/fold/fold.h"
#include "core/query/state/resolve.h"

namespace decree {

// Of one act and one facet.
struct FacetFate {
  enum class Fate : uint8_t { kDecides, kContributes, kLoses };
  const char* facet = "";  // "force", "terms", "include", "exclude", "legality", "enforcement"
  Fate fate = Fate::kLoses;
  // Where it loses: the act that beats it there, which paints later, or is a stay that outranks it.
  const VisibleAct* by = nullptr;
  bool by_rank = false;
};

// The facets on which an act of the fold does something at an end of the window.
class FacetRace {
 public:
  // All must outlive it.
  FacetRace(const Fold& fold, const Resolved& resolved, const ComposedLists& lists,
            const CivilWindow& window);

  // In the order of the facets.
  const std::vector<FacetFate>& Of(const VisibleAct& act) const;

 private:
  void RunForce();
  void RunGiven(Given given, const std::vector<uint64_t>& bodies);
  void RunRulings();
  void RunEnforcement();
  void Set(const VisibleAct& act, const char* facet, FacetFate::Fate fate,
           const VisibleAct* by = nullptr, bool by_rank = false);
  template <typename Covers>
  bool AtAnEnd(Covers covers) const {
    return covers(window_.first_civil_us) || covers(window_.last_civil_us);
  }

  const Fold& fold_;
  const Resolved& resolved_;
  const ComposedLists& lists_;
  const CivilWindow window_;
  absl::flat_hash_map<const VisibleAct*, std::vector<FacetFate>> fates_;
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_CONTROL_FACET_RACE_H_
