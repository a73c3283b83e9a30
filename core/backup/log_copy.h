// What a copy of a log holds, found out by opening it as a reader and checking every byte of it.
#ifndef DECREE_CORE_BACKUP_LOG_COPY_H_
#define DECREE_CORE_BACKUP_LOG_COPY_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "core/log/event_log.h"

namespace decree {

struct LogCopy {
  StoreId store{};
  LogHead head;  // of everything recorded in it, so at least what its head file acknowledges
  std::shared_ptr<EventLog> log;  // open for reading
};

// Opens the log in `log_dir` without writing to it and runs its full check. Errors: DataLoss with
// the first finding; those of EventLog::Open.
absl::StatusOr<LogCopy> CheckLogCopy(const std::string& log_dir, const Progress& progress);

}  // namespace decree

#endif  // DECREE_CORE_BACKUP_LOG_COPY_H_
