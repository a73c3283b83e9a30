// Series of observations: one record a point.
#ifndef DECREE_CORE_PROJECTIONS_OBSERVATIONS_OBSERVATIONS_PROJECTION_H_
#define DECREE_CORE_PROJECTIONS_OBSERVATIONS_OBSERVATIONS_PROJECTION_H_

#include <memory>

#include "core/projections/projection.h"

namespace decree {

std::unique_ptr<Projection> NewObservationsProjection();

}  // namespace decree

#endif  // DECREE_CORE_PROJECTIONS_OBSERVATIONS_OBSERVATIONS_PROJECTION_H_
