// The walks that decide a facet at one civil instant: newest act first, forking where a boundary is
// open or a rival stands, until every state is decided. Rules: core/SEMANTICS.md.
#ifndef DECREE_CORE_QUERY_FACET_WALKS_H_
#define DECREE_CORE_QUERY_FACET_WALKS_H_

#include <cstdint>
#include <vector>

#include "core/query/fold.h"

namespace decree {

// One outcome of a walk with the acts (indices into fold.acts, -1: none) that brought it about.
struct ForceOutcome {
  Force force = Force::kPending;
  int decider = -1;         // imposing, revoking, expiring or suspending act
  int base = -1;            // the imposing act below a suspension, or the decider itself
  int end_moved_by = -1;    // the `extended` whose end the base uses
  int start_moved_by = -1;  // the `postponed` whose start the base uses
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

// Distinct outcomes by value; of equal ones that whose decider is newest.
std::vector<ForceOutcome> ForceAt(const Fold& fold, int64_t civil_us);
std::vector<LegalityOutcome> LegalityAt(const Fold& fold, int64_t civil_us);
std::vector<EnforcementOutcome> EnforcementAt(const Fold& fold, int64_t civil_us);

// Bodies that may hold what is given at the instant; 0: nothing is.
std::vector<uint64_t> GivenAt(const Fold& fold, Given given, int64_t civil_us);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_FACET_WALKS_H_
