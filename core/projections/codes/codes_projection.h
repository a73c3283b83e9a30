// Concordances: codes of a classification that were split, merged or renamed.
#ifndef DECREE_CORE_PROJECTIONS_CODES_CODES_PROJECTION_H_
#define DECREE_CORE_PROJECTIONS_CODES_CODES_PROJECTION_H_

#include <memory>

#include "core/projections/projection.h"

namespace decree {

std::unique_ptr<Projection> NewCodesProjection();

}  // namespace decree

#endif  // DECREE_CORE_PROJECTIONS_CODES_CODES_PROJECTION_H_
