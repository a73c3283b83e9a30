// The full check of a log, for `doctor`: every stored byte is read, every hash recomputed, and
// every index held against the records. Opening checks only the head; this is what finds the rest.
//
// Memory grows with the number of streams (about 100 bytes each), not with the events.
#ifndef DECREE_CORE_LOG_LOG_CHECK_H_
#define DECREE_CORE_LOG_LOG_CHECK_H_

#include <vector>

#include "absl/status/statusor.h"
#include "core/log/event_log.h"
#include "core/store/log_database.h"

namespace decree {

inline constexpr size_t kFindingsMax = 100;  // the check ends there: the log is lost anyway

// Checks positions 1..head.size. Empty when sound. Events beyond the head may be there. `progress`
// counts the records whose hashes and ids are checked.
absl::StatusOr<std::vector<LogFinding>> CheckLog(const LogDatabase& database, const LogHead& head,
                                                 const Progress& progress);

}  // namespace decree

#endif  // DECREE_CORE_LOG_LOG_CHECK_H_
