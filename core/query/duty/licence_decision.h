// What the controls that reach a transaction make of it: allowed, licence required, prohibited. A
// pure function over plain structs.
#ifndef DECREE_CORE_QUERY_DUTY_LICENCE_DECISION_H_
#define DECREE_CORE_QUERY_DUTY_LICENCE_DECISION_H_

#include <optional>
#include <vector>

#include "core/model/event.h"

namespace decree {

// How hard a measure comes down on a transaction; a greater number restricts more.
enum class Restrictiveness : uint8_t {
  kNone = 0,
  kLicence = 1,  // of a policy that is not stated
  kApproval = 2,
  kCaseByCase = 3,
  kPresumptionOfDenial = 4,
  kProhibited = 5
};

// By terms where they name a policy, else by class. `terms`: nullptr when none are given.
Restrictiveness RestrictivenessOf(MeasureClass measure_class, const Terms* terms);
std::optional<LicencePolicy> PolicyOf(Restrictiveness restrictiveness);

// The least and the most that a measure, or several, may come to.
struct RestrictivenessRange {
  Restrictiveness least = Restrictiveness::kNone, most = Restrictiveness::kNone;
};
RestrictivenessRange Hardest(const std::vector<RestrictivenessRange>& measures);

enum class LicenceOutcome : uint8_t { kAllowed, kLicenceRequired, kProhibited, kOpen };
// kOpen where what is open may still change the word.
LicenceOutcome OutcomeOf(const RestrictivenessRange& all);
// Whether this measure can still raise what is certain: the word or the policy.
bool CanRaise(const RestrictivenessRange& measure, const RestrictivenessRange& all);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_DUTY_LICENCE_DECISION_H_
