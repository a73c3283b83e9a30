// What the controls that reach a transaction make of it: allowed, licence required, prohibited. A
// pure function over plain structs.
#ifndef DECREE_CORE_QUERY_DUTY_LICENCE_DECISION_H_
#define DECREE_CORE_QUERY_DUTY_LICENCE_DECISION_H_

#include <optional>
#include <vector>

#include "core/model/event.h"

namespace decree {

// How hard a measure bites; the numbers rise with hardness.
enum class Bite : uint8_t {
  kNone = 0,
  kLicence = 1,  // of a policy that is not stated
  kApproval = 2,
  kCaseByCase = 3,
  kPresumptionOfDenial = 4,
  kProhibited = 5
};

// By terms where they name a policy, else by class. `terms`: nullptr when none are given.
Bite BiteOf(MeasureClass measure_class, const Terms* terms);
std::optional<LicencePolicy> PolicyOf(Bite bite);

// The least and the most that a measure, or several, may come to.
struct BiteRange {
  Bite least = Bite::kNone, most = Bite::kNone;
};
BiteRange Hardest(const std::vector<BiteRange>& measures);

enum class LicenceOutcome : uint8_t { kAllowed, kLicenceRequired, kProhibited, kOpen };
// kOpen where what is open may still change the word.
LicenceOutcome OutcomeOf(const BiteRange& all);
// Whether this measure can still raise what is certain: the word or the policy.
bool CanRaise(const BiteRange& measure, const BiteRange& all);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_DUTY_LICENCE_DECISION_H_
