// The walks that decide a facet at one civil instant: newest act first, forking where a boundary is
// open or a rival stands, until every state is decided. Rules: core/SEMANTICS.md.
#ifndef DECREE_CORE_QUERY_WALKS_FACET_WALKS_H_
#define DECREE_CORE_QUERY_WALKS_FACET_WALKS_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "core/query/fold/fold.h"

namespace decree {

// One outcome of a walk with the acts (indices into fold.acts, -1: none) that brought it about.
struct ForceOutcome {
  Force force = Force::kPending;
  int decider = -1;  // imposing, revoking, expiring or suspending act
  int base = -1;     // the imposing act below a suspension, or the decider itself
  // Who moved the bounds of the decider; nullptr: nobody.
  const VisibleAct* end_moved_by = nullptr;
  const VisibleAct* start_moved_by = nullptr;
  const VisibleAct* instrument_end = nullptr;  // the instrument's act whose end ended this
  bool interval_unknown = false;  // in_force only if an `enacted` without interval covers
};
struct LegalityOutcome {
  Legality legality = Legality::kUnchallenged;
  int decider = -1;
};
struct EnforcementOutcome {
  Enforcement enforcement = Enforcement::kEnforced;
  int decider = -1;
};

// The act that an outcome names as its decider: the instrument's where that ended it; nullptr:
// none.
const VisibleAct* DeciderOf(const Fold& fold, const ForceOutcome& outcome);
// Adds an outcome; of two with the same value the one with the newer decider stays.
void AddOutcome(const Fold& fold, const ForceOutcome& outcome, std::vector<ForceOutcome>& outcomes);

// The places in a list of acts that a walk visits, newest first, where it is known that the others
// would change nothing; nullptr: all of them.
using WalkedActs = std::vector<int>;

// Until `visit` (of a place) gives false. Acts that are left out are not visited.
template <typename Visit>
void VisitNewestFirst(const std::vector<FoldAct>& acts, const WalkedActs* walked, Visit visit) {
  const size_t count = walked != nullptr ? walked->size() : acts.size();
  for (size_t k = 0; k < count; ++k) {
    const size_t i = walked != nullptr ? static_cast<size_t>((*walked)[k]) : count - 1 - k;
    if (!acts[i].is_left_out && !visit(static_cast<int>(i))) return;
  }
}

// Whether the intervals of instruments may last at an instant, and may have ended.
struct InstrumentEnd {
  bool may_last = true, may_have_ended = false;
  const VisibleAct* act = nullptr;  // whose interval ended, the newest
};
// Adds one instrument's to that of those before it.
void AddEnd(const InstrumentEnd& one, InstrumentEnd& all);
// Of one instrument: the acts that say its interval.
InstrumentEnd InstrumentEndAt(const std::vector<FoldAct>& instrument, int64_t civil_us,
                              const WalkedActs* walked);

// Distinct outcomes by value; of equal ones that whose decider is newest. Where a list of walked
// acts is given, the fold must not be laid apart.
std::vector<ForceOutcome> ForceAt(const Fold& fold, int64_t civil_us);
std::vector<ForceOutcome> ForceAt(const Fold& fold, int64_t civil_us, const WalkedActs* walked,
                                  const InstrumentEnd& end);
std::vector<LegalityOutcome> LegalityAt(const Fold& fold, int64_t civil_us,
                                        const WalkedActs* walked = nullptr);
std::vector<EnforcementOutcome> EnforcementAt(const Fold& fold, int64_t civil_us,
                                              const WalkedActs* walked = nullptr);

// Bodies that may hold what is given at the instant; 0: nothing is. Of lists those that are written
// out, before acts that change them (scope_changes.h).
std::vector<uint64_t> GivenAt(const Fold& fold, Given given, int64_t civil_us,
                              const WalkedActs* walked = nullptr);

// The same of one way of laying the acts.
std::vector<uint64_t> GivenIn(const FoldLayers& layers, Given given, int64_t civil_us);

// Bodies once each, in the order in which they come.
class BodyList {
 public:
  void Add(uint64_t body);
  const std::vector<uint64_t>& bodies() const { return bodies_; }
  std::vector<uint64_t> Take() { return std::move(bodies_); }

 private:
  static constexpr size_t kSearchedMax = 16;  // a longer list is looked up
  std::vector<uint64_t> bodies_;
  absl::flat_hash_set<uint64_t> told_;
};
// Adds what one act may give at the instant. True: it surely gives something, so that older acts
// give nothing.
bool AddGiven(const FoldAct& act, Given given, int64_t civil_us, BodyList& bodies);

// Whether an `enacted` stands whose interval nobody says.
bool IsUnknownInterval(const FoldAct& act, const ActRecord& record);

// Which kinds say something of legality and of enforcement.
bool IsRuling(EventKind kind);
bool SaysEnforcement(EventKind kind);
// Whether an act covers the instant, or gives something at it, in some reading; and not in some.
struct Covering {
  bool may_cover = false, may_miss = false;
};
Covering CoveringAt(const FoldAct& act, int64_t civil_us);
Covering GivingAt(const FoldAct& act, Given given, int64_t civil_us);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_WALKS_FACET_WALKS_H_
