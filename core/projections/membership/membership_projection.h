// Groups: who joined and who left.
#ifndef DECREE_CORE_PROJECTIONS_MEMBERSHIP_MEMBERSHIP_PROJECTION_H_
#define DECREE_CORE_PROJECTIONS_MEMBERSHIP_MEMBERSHIP_PROJECTION_H_

#include <memory>

#include "core/projections/projection.h"

namespace decree {

std::unique_ptr<Projection> NewMembershipProjection();

}  // namespace decree

#endif  // DECREE_CORE_PROJECTIONS_MEMBERSHIP_MEMBERSHIP_PROJECTION_H_
