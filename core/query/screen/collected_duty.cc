#include "core/query/screen/collected_duty.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace decree {

std::optional<CollectedDuty> CollectedWhereItDiffers(const std::vector<ScreenedMeasure>& measures,
                                                     const std::vector<StackRule>& rules,
                                                     const Transaction& transaction) {
  const auto differs = [](const ScreenedMeasure& measure) {
    return IsDuty(measure) && measure.collected.value != measure.applies.value;
  };
  if (std::none_of(measures.begin(), measures.end(), differs)) return std::nullopt;
  std::vector<ScreenedMeasure> collected = measures;
  for (ScreenedMeasure& measure : collected) {
    if (IsDuty(measure)) measure.applies = measure.collected;
  }
  ScreenedDuties duties = DutiesOf(collected, rules, transaction);
  CollectedDuty answer{std::move(duties.answer.added), std::move(duties.answer.base),
                       std::move(duties.answer.lines)};
  for (DutyLine& line : answer.lines) {
    const auto due = std::find_if(
        measures.begin(), measures.end(),
        [&](const ScreenedMeasure& measure) { return measure.slug() == line.measure; });
    if (due == measures.end() || due->applies.value != Tri::kNo) continue;
    line.why = absl::StrCat("collected, though not due: ", absl::StrJoin(due->reasons, "; "));
    line.because = due->because;
  }
  return answer;
}

}  // namespace decree
