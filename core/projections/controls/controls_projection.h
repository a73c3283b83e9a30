// Measures and instruments: every act that can change the state of a measure.
#ifndef DECREE_CORE_PROJECTIONS_CONTROLS_CONTROLS_PROJECTION_H_
#define DECREE_CORE_PROJECTIONS_CONTROLS_CONTROLS_PROJECTION_H_

#include <memory>

#include "core/projections/projection.h"

namespace decree {

std::unique_ptr<Projection> NewControlsProjection();

}  // namespace decree

#endif  // DECREE_CORE_PROJECTIONS_CONTROLS_CONTROLS_PROJECTION_H_
