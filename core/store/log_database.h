// The LogDatabase is the log's own RocksDB database: four ordered tables that change together in
// one durable batch. It knows keys and bytes only; what they mean is in core/log/key_layout.h.
//
// Do not confuse it with an OrderedStore (disposable, without WAL): this one is the truth, and any
// failed write leaves an unknown outcome, after which nothing more may be written.
// Safe for concurrent reads; Commit, Flush and Close are called by one thread at a time.
#ifndef DECREE_CORE_STORE_LOG_DATABASE_H_
#define DECREE_CORE_STORE_LOG_DATABASE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace decree {

struct FileSeam;  // core/store/file_seam.h; nullptr means the machine's file system

// Each is a column family with settings that suit its values.
enum class LogTable : uint8_t { kMeta = 0, kGroups = 1, kIds = 2, kStreams = 3 };
inline constexpr size_t kLogTables = 4;

struct LogDatabaseOptions {
  bool read_only = false;     // a secondary that follows the writer
  std::string secondary_dir;  // read_only: empty means a temporary folder, removed at the end
  bool create = false;        // make the database when it is missing
  uint64_t block_cache_bytes = 32ull << 20;
  std::shared_ptr<FileSeam> files;
};

// Puts that land together or not at all.
class LogBatch {
 public:
  virtual ~LogBatch() = default;
  virtual void Put(LogTable table, absl::string_view key, absl::string_view value) = 0;
  virtual void Clear() = 0;
  // What Commit writes ahead for it.
  virtual uint64_t Bytes() const = 0;
};

// A position in one table, over a snapshot taken when it was made. Views last until it moves.
class LogCursor {
 public:
  virtual ~LogCursor() = default;
  virtual void SeekToFirst() = 0;
  virtual void SeekToLast() = 0;
  virtual void Seek(absl::string_view key) = 0;         // the first key >= `key`
  virtual void SeekForPrev(absl::string_view key) = 0;  // the last key <= `key`
  virtual void Next() = 0;
  virtual bool Valid() const = 0;
  virtual absl::string_view key() const = 0;
  virtual absl::string_view value() const = 0;
  virtual absl::Status status() const = 0;  // DataLoss when stored blocks are damaged
};

class LogDatabase {
 public:
  virtual ~LogDatabase() = default;

  // Errors: NotFound (absent and not `create`), FailedPrecondition (locked), DataLoss, Internal.
  static absl::StatusOr<std::unique_ptr<LogDatabase>> Open(const std::string& dir,
                                                           const LogDatabaseOptions& options);

  virtual std::unique_ptr<LogBatch> NewBatch() = 0;

  // With `sync` the batch is on the medium when it returns OK. After any error the outcome is
  // unknown and the database must be closed.
  virtual absl::Status Commit(LogBatch& batch, bool sync) = 0;

  virtual absl::StatusOr<std::optional<std::string>> Get(LogTable table,
                                                         absl::string_view key) const = 0;

  // Calls `found` for each of the keys that is present, with its place in `keys`. The keys must be
  // sorted and distinct.
  virtual absl::Status MultiGet(
      LogTable table, absl::Span<const absl::string_view> keys,
      const std::function<void(size_t index, absl::string_view value)>& found) const = 0;

  // `bulk` reads ahead and keeps what it reads out of the block cache.
  virtual std::unique_ptr<LogCursor> NewCursor(LogTable table, bool bulk) const = 0;

  // Secondaries: follows the writer. Others: OK at once.
  virtual absl::Status CatchUp() = 0;

  // What was written and waits to be written anew: memtables, and tables of the first level.
  virtual uint64_t UnmergedBytes() const = 0;

  // Moves all of the WAL into tables, so that the next opening is fast.
  virtual absl::Status Flush() = 0;

  // The first error of a background flush or compaction; OK when there was none.
  virtual absl::Status BackgroundError() const = 0;

  // Reads every file and checks its checksums. Errors: DataLoss naming the file.
  virtual absl::Status VerifyFiles() const = 0;

  // Syncs the WAL and closes. No cursor may be left. Later calls are not allowed.
  virtual absl::Status Close(bool sync) = 0;
};

}  // namespace decree

#endif  // DECREE_CORE_STORE_LOG_DATABASE_H_
