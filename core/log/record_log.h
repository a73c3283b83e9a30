// A RecordLog is a log as it is read: an append-only, gap-free sequence of opaque canonical event
// bodies with their position, recorded instant, streams and leaf hash. The log of a store is one
// (core/log/event_log.h), and so is one with drafts laid over it, or with no more than a bundle
// proves.
//
// It knows nothing of what a body means. Do not confuse a stream (an ordered, versioned list of
// positions kept by the log) with a strand (act records kept by a projection).
//
// Positions are 1, 2, 3 ... in commit order. `recorded_us` is microseconds since the epoch, UTC,
// one instant a group, never backwards. The stored bytes are described in schema/FORMAT.md.
#ifndef DECREE_CORE_LOG_RECORD_LOG_H_
#define DECREE_CORE_LOG_RECORD_LOG_H_

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace decree {

using Position = uint64_t;  // 0 means "none"
using Hash256 = std::array<uint8_t, 32>;

struct StreamVersion {
  std::string stream;
  uint64_t version = 0;  // 1 for the stream's first event
  friend bool operator==(const StreamVersion&, const StreamVersion&) = default;
};

// One record as stored; what the leaf hash covers.
struct LogRecord {
  Position position = 0;
  std::string id;
  int64_t recorded_us = 0;
  std::vector<StreamVersion> streams;
  Position target = 0;
  std::string body;
  Hash256 leaf{};
};

struct LogHead {
  uint64_t size = 0;  // the highest position
  Hash256 root{};     // RFC 6962 root over the leaves 1..size
  int64_t recorded_us = 0;
};

// Safe for concurrent use by any number of threads.
class RecordLog {
 public:
  virtual ~RecordLog() = default;

  virtual LogHead Head() const = 0;
  // The size of the head, without waiting for a commit under way.
  virtual uint64_t Size() const { return Head().size; }

  // Errors: NotFound; DataLoss when the stored bytes do not give the leaf hash.
  virtual absl::StatusOr<LogRecord> Read(Position position) const = 0;

  // Reads each of `positions`, which must ascend, as Read does, and calls `visit` with it in order,
  // until it returns an error, which is returned; what neighbours share is read once. The record
  // is valid until `visit` returns. Errors: as Read, at the position concerned; InvalidArgument
  // where the positions do not ascend.
  virtual absl::Status ReadMany(absl::Span<const Position> positions,
                                const std::function<absl::Status(const LogRecord&)>& visit) const;

  // Calls `visit` for positions first..last (inclusive, clipped to the head) in order, until it
  // returns an error, which is returned. `verify_leaves` re-hashes each record.
  virtual absl::Status Scan(Position first, Position last, bool verify_leaves,
                            const std::function<absl::Status(const LogRecord&)>& visit) const = 0;

  // The position of an id, or NotFound.
  virtual absl::StatusOr<Position> Find(absl::string_view id) const = 0;

  // Number of events in a stream (0 when unknown) and the positions it holds, ascending.
  virtual absl::StatusOr<uint64_t> StreamLength(absl::string_view stream) const = 0;
  virtual absl::StatusOr<std::vector<Position>> StreamPositions(absl::string_view stream) const = 0;
};

}  // namespace decree

#endif  // DECREE_CORE_LOG_RECORD_LOG_H_
