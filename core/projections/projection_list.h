// The projections of this program: which streams each makes strands of.
#ifndef DECREE_CORE_PROJECTIONS_PROJECTION_LIST_H_
#define DECREE_CORE_PROJECTIONS_PROJECTION_LIST_H_

#include "core/projections/projection.h"

namespace decree {

ProjectionList AllProjections();

}  // namespace decree

#endif  // DECREE_CORE_PROJECTIONS_PROJECTION_LIST_H_
