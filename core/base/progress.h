#ifndef DECREE_CORE_BASE_PROGRESS_H_
#define DECREE_CORE_BASE_PROGRESS_H_

#include <cstdint>
#include <functional>

namespace decree {

// Told how far long work has come: steps done, which never fall, of a total that stays the same
// during one piece of work. Runs in the thread that does the work, which may hold locks: it must
// return soon and must not call the object that calls it. Empty: nobody wants to know.
using Progress = std::function<void(uint64_t done, uint64_t total)>;

}  // namespace decree

#endif  // DECREE_CORE_BASE_PROGRESS_H_
