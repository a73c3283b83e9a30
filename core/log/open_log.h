// Opening a log: what must hold before anything is written or shown.
//
// A writer takes the lock, refuses a marked log and a newer format before it touches a byte, lets
// RocksDB recover, and then holds what it finds against the head file: all acknowledged positions
// must be there and give the acknowledged root. Events beyond the head (written, not acknowledged)
// are kept. A reader takes no lock, shows what is both acknowledged and recovered, and refuses a
// log that has lost what its head acknowledges. Both hold id, size and root of the head file, and
// the mark of the last commit, against the database, in a few reads.
#ifndef DECREE_CORE_LOG_OPEN_LOG_H_
#define DECREE_CORE_LOG_OPEN_LOG_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "core/log/event_log.h"
#include "core/log/head_file.h"
#include "core/log/log_folder.h"
#include "core/merkle/right_edge.h"
#include "core/store/log_database.h"

namespace decree {

struct OpenedLog {
  std::unique_ptr<FolderLock> lock;  // writers only
  std::unique_ptr<LogDatabase> database;
  std::unique_ptr<HeadFile> head_file;  // writers only
  StoreId store{};
  LogHead head;
  RightEdge edge;      // writers only
  Position noted = 0;  // writers only: as acknowledged in the database's commit mark
};

// Errors: as EventLog::Open.
absl::StatusOr<OpenedLog> OpenLogForWriting(const std::string& dir, const LogOptions& options);
absl::StatusOr<OpenedLog> OpenLogForReading(const std::string& dir, const LogOptions& options);

// The head that a reader may show now: what the head file acknowledges. The database is synced
// before the head is written, so one that ends earlier is either read while the writer changed
// files, and is caught up with again for about 200 ms, or has lost its end. Errors: DataLoss naming
// the positions that are missing (with options.allow_lost_end: the head of what is left instead).
// A head file behind what the database knows to have been acknowledged is an older copy: then all
// that is recorded is shown.
absl::StatusOr<LogHead> FollowHead(const std::string& dir, LogDatabase& database,
                                   const LogOptions& options);

}  // namespace decree

#endif  // DECREE_CORE_LOG_OPEN_LOG_H_
