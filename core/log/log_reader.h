// The LogReader answers from the stored bytes, for writers and secondaries alike, and shows nothing
// beyond the size it was last told. Safe for concurrent use.
#ifndef DECREE_CORE_LOG_LOG_READER_H_
#define DECREE_CORE_LOG_LOG_READER_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "core/log/event_log.h"
#include "core/log/group_starts.h"
#include "core/store/log_database.h"

namespace decree {

// The last event that the database holds, acknowledged or not.
struct LogEnd {
  Position position = 0;
  int64_t recorded_us = 0;
};
absl::StatusOr<LogEnd> ReadLogEnd(const LogDatabase& database);

// Of positions that are read in one go. Errors: InvalidArgument.
absl::Status CheckAscends(Position previous, Position next);

class LogReader {
 public:
  explicit LogReader(const LogDatabase& database) : database_(database) {}

  uint64_t size() const { return size_.load(std::memory_order_acquire); }
  void SetSize(uint64_t size) { size_.store(size, std::memory_order_release); }

  // These are as in core/log/event_log.h.
  absl::StatusOr<LogRecord> Read(Position position) const;
  absl::Status ReadMany(absl::Span<const Position> positions,
                        const std::function<absl::Status(const LogRecord&)>& visit) const;
  absl::Status Scan(Position first, Position last, bool verify_leaves,
                    const std::function<absl::Status(const LogRecord&)>& visit) const;
  absl::StatusOr<Position> Find(absl::string_view id) const;
  absl::StatusOr<uint64_t> StreamLength(absl::string_view stream) const;
  absl::StatusOr<std::vector<Position>> StreamPositions(absl::string_view stream) const;

 private:
  const LogDatabase& database_;
  std::atomic<uint64_t> size_{0};
  mutable GroupStarts starts_;
};

}  // namespace decree

#endif  // DECREE_CORE_LOG_LOG_READER_H_
