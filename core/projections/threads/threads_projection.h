// Negotiations: the moves that join a thread, in the order of the record.
#ifndef DECREE_CORE_PROJECTIONS_THREADS_THREADS_PROJECTION_H_
#define DECREE_CORE_PROJECTIONS_THREADS_THREADS_PROJECTION_H_

#include <memory>

#include "core/projections/projection.h"

namespace decree {

std::unique_ptr<Projection> NewThreadsProjection();

}  // namespace decree

#endif  // DECREE_CORE_PROJECTIONS_THREADS_THREADS_PROJECTION_H_
