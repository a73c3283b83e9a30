// When events were recorded as another system claims (Event::formerly), read from the log as a
// question comes upon them, and which of these claims it rests on.
#ifndef DECREE_CORE_PROJECTIONS_CLAIMED_INSTANTS_H_
#define DECREE_CORE_PROJECTIONS_CLAIMED_INSTANTS_H_

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "core/log/record_log.h"

namespace decree {

// Keeps some 50 bytes of each event that it is asked about; make one per question. Safe for
// concurrent use.
class ClaimedInstants {
 public:
  // `log` must outlive it.
  explicit ClaimedInstants(const RecordLog& log) : log_(log) {}

  // Whether the event was recorded by then (inclusive, UTC microseconds): by the store, or earlier
  // as another system claims. An event that cannot be read counts by nothing; status() tells.
  bool IsRecordedBy(uint64_t position, int64_t recorded_us_max);

  // Of the events that were found to be recorded by a claim alone, how many each system claims.
  std::map<std::string, uint64_t> CountedBySystem() const;

  // The first error of reading.
  absl::Status status() const;

 private:
  struct Claim {
    int64_t own_us = 0, claimed_us = 0;
    uint32_t system = 0;  // into `systems_`
    bool counts = false;
  };

  absl::StatusOr<Claim> Read(uint64_t position, std::string& system) const;
  uint32_t NumberOf(const std::string& system);

  const RecordLog& log_;
  mutable std::mutex mutex_;
  absl::flat_hash_map<uint64_t, Claim> claims_;
  std::vector<std::string> systems_;
  std::map<std::string, uint32_t> numbers_;
  absl::Status status_;
};

}  // namespace decree

#endif  // DECREE_CORE_PROJECTIONS_CLAIMED_INSTANTS_H_
