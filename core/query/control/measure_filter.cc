#include "core/query/control/measure_filter.h"

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/query/state/measure_state.h"

namespace decree {

bool IsOneMeasure(const std::string& measure) {
  return !measure.empty() && measure.find_first_of("*?") == std::string::npos;
}

absl::StatusOr<std::vector<std::string>> SlugsMatching(const std::string& measure,
                                                       const StrandReader& strands) {
  if (IsOneMeasure(measure)) return std::vector<std::string>{measure};
  DECREE_ASSIGN_OR_RETURN(const std::vector<std::string> entities,
                          strands.Entities("controls", "m/"));
  std::vector<std::string> slugs;
  for (const std::string& entity : entities) {
    std::string slug = entity.substr(2);
    if (measure.empty() || MatchesGlob(measure, slug)) slugs.push_back(std::move(slug));
  }
  return slugs;
}

}  // namespace decree
