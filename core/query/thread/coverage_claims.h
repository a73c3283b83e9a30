// The claims of what is monitored. A later claim (in paint order) for the same issuer and domain
// replaces an earlier one from its start on, also beyond its own end: a claim that ends says that
// the watch ends.
#ifndef DECREE_CORE_QUERY_THREAD_COVERAGE_CLAIMS_H_
#define DECREE_CORE_QUERY_THREAD_COVERAGE_CLAIMS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/projections/event_reader.h"
#include "core/query/answers/record_answers.h"
#include "core/query/context.h"

namespace decree {

struct CoverageClaim {
  CoverageRow row;
  int64_t from_earliest = 0, from_latest = 0;
  int64_t to_earliest = kAxisMax, to_latest = kAxisMax;
};

// Whether the claim may hold in the window; sets `row.certain` when it holds in all of it.
bool HoldsIn(const CivilWindow& window, CoverageClaim& claim);

class CoverageClaims {
 public:
  // Both must outlive it.
  CoverageClaims(const QuestionContext& context, EventReader& events)
      : context_(context), events_(events) {}

  // Of which anything is recorded, visible or not; sorted.
  absl::StatusOr<std::vector<std::string>> Issuers() const;
  // The claims of one issuer that hold for some time, each cut where the first of the later ones
  // begins; by domain, then date.
  absl::StatusOr<std::vector<CoverageClaim>> Of(const std::string& issuer);

  int not_known() const { return not_known_; }  // claims seen that were published too late

 private:
  absl::StatusOr<CoverageClaim> ClaimOf(const VisibleAct& act);

  const QuestionContext& context_;
  EventReader& events_;
  int not_known_ = 0;
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_THREAD_COVERAGE_CLAIMS_H_
