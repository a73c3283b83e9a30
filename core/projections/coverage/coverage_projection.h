// What is monitored: the claims of each issuer, by `coverageSet` events.
#ifndef DECREE_CORE_PROJECTIONS_COVERAGE_COVERAGE_PROJECTION_H_
#define DECREE_CORE_PROJECTIONS_COVERAGE_COVERAGE_PROJECTION_H_

#include <memory>

#include "core/projections/projection.h"

namespace decree {

std::unique_ptr<Projection> NewCoverageProjection();

}  // namespace decree

#endif  // DECREE_CORE_PROJECTIONS_COVERAGE_COVERAGE_PROJECTION_H_
