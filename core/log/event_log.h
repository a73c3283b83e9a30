// The EventLog is the truth: an append-only, gap-free sequence of opaque canonical event bodies
// with their position, recorded instant, streams and leaf hash. Everything else can be rebuilt from
// it.
//
// It knows nothing of what a body means: callers pass the canonical bytes, the id, the streams that
// the event joins and the id of the event that it targets. Do not confuse a stream (an ordered,
// versioned list of positions kept by the log) with a strand (act records kept by a projection).
//
// Positions are 1, 2, 3 ... in commit order. `recorded_us` is microseconds since the epoch, UTC,
// one instant a group, never backwards. The stored bytes are described in schema/FORMAT.md.
#ifndef DECREE_CORE_LOG_EVENT_LOG_H_
#define DECREE_CORE_LOG_EVENT_LOG_H_

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/base/clock.h"

namespace decree {

struct FileSeam;  // core/store/file_seam.h: how tests stand between the log and the medium

// Told how far long work has come: steps done, which never fall, of a total that stays the same
// during one piece of work. Runs in the thread that does the work, which may hold locks: it must
// return soon and must not call the object that calls it. Empty: nobody wants to know.
using Progress = std::function<void(uint64_t done, uint64_t total)>;

using Position = uint64_t;  // 0 means "none"
using Hash256 = std::array<uint8_t, 32>;

struct ExpectedVersion {
  std::string stream;
  uint64_t version = 0;  // number of events that the stream must hold before this one
};

struct AppendRequest {
  std::string id;    // idempotency key, 1..128 bytes
  std::string body;  // canonical event bytes
  std::vector<std::string>
      streams;            // e.g. "m/us/additional-100-cn"; the target's streams are added
  std::string target_id;  // empty: none; else must exist before (or earlier in the call)
  std::vector<ExpectedVersion> expected;
};

struct AppendResult {
  Position position = 0;
  int64_t recorded_us = 0;
  bool repeated = false;  // the same id with the same body was there already: its old position
};

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

struct LogOptions {
  const Clock* clock = nullptr;  // nullptr: the machine's
  bool read_only = false;        // opens as a RocksDB secondary: no lock, CatchUp() follows
  std::string secondary_dir;     // read_only: where the secondary keeps its info log; empty: a
                                 // temporary folder
  uint64_t disk_reserve_bytes = 64ull << 20;  // left free on the disk: besides what an append needs
  bool sync = true;                           // off only in tests that must then go red
  bool check_head = true;                     // likewise
  bool allow_lost_end = false;  // read_only: what is left of a log that has lost acknowledged
                                // positions, so that Check can name them; otherwise DataLoss
  uint64_t block_cache_bytes = 32ull << 20;
  std::shared_ptr<FileSeam> files;  // nullptr: the machine's file system
};

// Which store this is, made at random when it is created.
using StoreId = std::array<uint8_t, 16>;

struct LogFinding {
  std::string what;  // what is damaged, where, and what can be done
};

// Safe for concurrent use by any number of threads.
class EventLog {
 public:
  virtual ~EventLog() = default;

  // Opens or creates the log in `dir`. Errors: FailedPrecondition when another process holds the
  // lock (names it), or a mark left by an earlier write error asks for `doctor`; DataLoss when
  // acknowledged positions are missing (names them); Unimplemented for a newer format (untouched).
  static absl::StatusOr<std::unique_ptr<EventLog>> Open(const std::string& dir,
                                                        const LogOptions& options);

  // All or nothing, in order; durable when it returns OK. Errors: AlreadyExists (same id, other
  // body: names both hashes), NotFound (target), Aborted (expected version: names the actual one),
  // InvalidArgument (limits: 64 MiB, 65,536 events, ids), no room (core/base/no_room.h; nothing of
  // the call is stored), FailedPrecondition (read only, clock lags more than 5 minutes, stopped by
  // an earlier error), Unknown (may have been recorded: repeat with the same ids).
  virtual absl::StatusOr<std::vector<AppendResult>> Append(
      absl::Span<const AppendRequest> requests) = 0;

  virtual LogHead Head() const = 0;
  // The size of the head, without waiting for a commit under way.
  virtual uint64_t Size() const { return Head().size; }

  // Read-only logs: follows the writer, to what it had acknowledged before the call, in about a
  // microsecond where that is nothing new; others: OK at once. Errors: DataLoss when acknowledged
  // positions are missing (names them; unless allow_lost_end), after waiting for about 200 ms.
  virtual absl::Status CatchUp() = 0;

  // Errors: NotFound; DataLoss when the stored bytes do not give the leaf hash.
  virtual absl::StatusOr<LogRecord> Read(Position position) const = 0;

  // Reads each of `positions`, which must ascend, as Read does, and calls `visit` with it in order,
  // until it returns an error, which is returned; what neighbours share is read once. The record
  // lasts until `visit` returns. Errors: as Read, at the position concerned; InvalidArgument where
  // the positions do not ascend.
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

  // RFC 6962 proofs from the stored nodes; leaf = position - 1 (core/merkle/proof.h verifies them).
  // Errors: OutOfRange beyond the head; DataLoss.
  virtual absl::StatusOr<Hash256> RootAt(uint64_t size) const = 0;
  virtual absl::StatusOr<std::vector<Hash256>> InclusionProof(Position position,
                                                              uint64_t size) const = 0;
  virtual absl::StatusOr<std::vector<Hash256>> ConsistencyProof(uint64_t first_size,
                                                                uint64_t second_size) const = 0;

  virtual StoreId Id() const = 0;

  // Checks every stored record: positions, leaf hashes, stream versions, id index, Merkle nodes,
  // root against the head. Returns what is wrong; empty means sound. Each record is a step of the
  // progress.
  virtual absl::StatusOr<std::vector<LogFinding>> Check(const Progress& progress) const = 0;
  absl::StatusOr<std::vector<LogFinding>> Check() const { return Check(nullptr); }

  // Syncs and closes; later calls answer FailedPrecondition. The destructor closes too.
  virtual absl::Status Close() = 0;
};

// Takes away the mark that a write error left, so that the log in `dir` can be opened for writing
// again. Only for `doctor`, after a Check of the log opened read-only found nothing.
// Errors: Internal. OK when there is no mark.
absl::Status ClearErrorMark(const std::string& dir);

}  // namespace decree

#endif  // DECREE_CORE_LOG_EVENT_LOG_H_
