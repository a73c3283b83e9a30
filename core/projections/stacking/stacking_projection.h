// Stacking rules: how the duties of a programme stand beside those of others, by `stackingRuleSet`
// events.
#ifndef DECREE_CORE_PROJECTIONS_STACKING_STACKING_PROJECTION_H_
#define DECREE_CORE_PROJECTIONS_STACKING_STACKING_PROJECTION_H_

#include <memory>

#include "core/projections/projection.h"

namespace decree {

std::unique_ptr<Projection> NewStackingProjection();

}  // namespace decree

#endif  // DECREE_CORE_PROJECTIONS_STACKING_STACKING_PROJECTION_H_
