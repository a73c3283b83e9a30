// What is collected in fact beside what is due: the same stacking over the measures that operate,
// void or not. Rules: core/SEMANTICS.md, "Duties collected".
#ifndef DECREE_CORE_QUERY_SCREEN_COLLECTED_DUTY_H_
#define DECREE_CORE_QUERY_SCREEN_COLLECTED_DUTY_H_

#include <optional>
#include <vector>

#include "core/query/screen/screen_duties.h"

namespace decree {

// `measures`: as Screener::Screen leaves them. nullopt: what is collected is what is due.
std::optional<CollectedDuty> CollectedWhereItDiffers(const std::vector<ScreenedMeasure>& measures,
                                                     const std::vector<StackRule>& rules,
                                                     const Transaction& transaction);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_SCREEN_COLLECTED_DUTY_H_
