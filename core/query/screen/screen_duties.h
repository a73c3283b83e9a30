// The duties of one transaction: from the measures that reach it to what is due, line by line.
#ifndef DECREE_CORE_QUERY_SCREEN_SCREEN_DUTIES_H_
#define DECREE_CORE_QUERY_SCREEN_SCREEN_DUTIES_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/query/answers/screen_answer.h"
#include "core/query/duty/duty_stack.h"
#include "core/query/screen/screened_measure.h"

namespace decree {

// Whether the measure is a duty on goods: by its class; of class `other` or none, by its tariff.
bool IsDuty(const ScreenedMeasure& measure);

struct ScreenedDuties {
  DutyAnswer answer;
  bool is_open = false;           // something open may still change what is due
  std::set<std::string> missing;  // facts that could
  std::vector<std::string> reasons;
  std::string trouble;  // the stacking rules of a cycle; also the first of the reasons
};

// `measures`: the duties that reach the transaction, or may, sorted by slug. A fact that does not
// read as what a tariff takes it for counts as not given to it, and a reason says so.
ScreenedDuties DutiesOf(const std::vector<ScreenedMeasure>& measures,
                        const std::vector<StackRule>& rules, const Transaction& transaction);

// Adds more of those that do not count, by measure.
void AddRejected(std::vector<RejectedDuty> more, DutyAnswer& answer);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_SCREEN_SCREEN_DUTIES_H_
