// A Clock tells the instant at which the store records an event. Only the log reads it; projections
// and codec never do. Tests pass a ManualClock.
#ifndef DECREE_CORE_BASE_CLOCK_H_
#define DECREE_CORE_BASE_CLOCK_H_

#include <cstdint>

namespace decree {

class Clock {
 public:
  virtual ~Clock() = default;

  // Microseconds since 1970-01-01T00:00:00Z. May go backwards: callers guard against it.
  // Safe for concurrent use.
  virtual int64_t NowMicros() const = 0;
};

// The machine's clock; lives for the whole process.
const Clock& SystemClock();

}  // namespace decree

#endif  // DECREE_CORE_BASE_CLOCK_H_
