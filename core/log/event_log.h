// The EventLog is the truth: the log of a store, which appends write to. Everything else can be
// rebuilt from it. Reading it is RecordLog's, proving from it LogProver's.
//
// Callers pass the canonical bytes, the id, the streams that the event joins and the id of the
// event that it targets.
#ifndef DECREE_CORE_LOG_EVENT_LOG_H_
#define DECREE_CORE_LOG_EVENT_LOG_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "core/base/clock.h"
#include "core/base/progress.h"
#include "core/log/log_prover.h"

namespace decree {

struct FileSeam;  // core/store/file_seam.h: how tests stand between the log and the medium

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

struct LogFinding {
  std::string what;  // what is damaged, where, and what can be done
};

// Safe for concurrent use by any number of threads.
class EventLog : public LogProver {
 public:
  // Opens or creates the log in `dir`. Errors: FailedPrecondition when another process holds the
  // lock (names it), or a mark left by an earlier write error asks for `doctor`; DataLoss when
  // acknowledged positions are missing (names them); Unimplemented for a newer format (untouched).
  static absl::StatusOr<std::unique_ptr<EventLog>> Open(const std::string& dir,
                                                        const LogOptions& options);

  // All or nothing, in order; durable when it returns OK. Errors: AlreadyExists (same id, other
  // body: names both hashes), NotFound (target), Aborted (expected version: names the actual one),
  // InvalidArgument (limits: 64 MiB, 65,536 events, ids), no room (core/base/no_room.h; nothing of
  // the call is stored), FailedPrecondition (read only, clock lags more than 5 minutes, stopped by
  // an earlier error), Unknown (may have been recorded: repeat with the same ids). Where one event
  // of the call is at fault, AppendErrorOf (core/base/append_error.h) tells which, and of "id" and
  // "target" that it is them.
  virtual absl::StatusOr<std::vector<AppendResult>> Append(
      absl::Span<const AppendRequest> requests) = 0;

  // Read-only logs: follows the writer, to what it had acknowledged before the call, in about a
  // microsecond where that is nothing new; others: OK at once. Errors: DataLoss when acknowledged
  // positions are missing (names them; unless allow_lost_end), after waiting for about 200 ms.
  virtual absl::Status CatchUp() = 0;

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
