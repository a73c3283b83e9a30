// An OverlayStore lays changes in memory over another store that it never writes: the unapplied
// tail of a read-only store, a what-if. Reads see the changes first.
#ifndef DECREE_CORE_STORE_OVERLAY_STORE_H_
#define DECREE_CORE_STORE_OVERLAY_STORE_H_

#include <memory>

#include "core/store/ordered_store.h"

namespace decree {

// `base` must outlive the overlay and must not change while it is in use.
std::unique_ptr<OrderedStore> NewOverlayStore(const OrderedStore& base);

}  // namespace decree

#endif  // DECREE_CORE_STORE_OVERLAY_STORE_H_
