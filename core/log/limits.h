// Every limit of the log on what comes from outside, and the check that holds a call to them.
#ifndef DECREE_CORE_LOG_LIMITS_H_
#define DECREE_CORE_LOG_LIMITS_H_

#include <cstddef>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "core/log/event_log.h"

namespace decree {

inline constexpr size_t kRecordIdBytesMax = 128;
inline constexpr size_t kStreamBytesMax = 512;
inline constexpr size_t kStreamsPerEventMax = 256;  // with those of the target
inline constexpr size_t kEventsPerCallMax = 65'536;
inline constexpr size_t kBytesPerCallMax = 64ull << 20;  // bodies, ids and stream names together
inline constexpr int64_t kClockLagMaxUs = 5ll * 60 * 1'000'000;

// Errors: InvalidArgument naming the event of the call (counted from 0; AppendErrorOf) and the
// limit.
absl::Status CheckCallLimits(absl::Span<const AppendRequest> requests);

// Bodies, ids and stream names of one event, in bytes.
size_t RequestBytes(const AppendRequest& request);

}  // namespace decree

#endif  // DECREE_CORE_LOG_LIMITS_H_
