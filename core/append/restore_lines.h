// A store made again from the lines of `export jsonl --record`: the same events at the same
// positions and recorded instants, so the same leaves and the same root.
#ifndef DECREE_CORE_APPEND_RESTORE_LINES_H_
#define DECREE_CORE_APPEND_RESTORE_LINES_H_

#include <functional>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "core/backup/restore.h"
#include "core/codec/record_line.h"

namespace decree {

// The next line; nullopt at the end. Its errors end the restore.
using RecordLines = std::function<absl::StatusOr<std::optional<RecordLine>>()>;

// As RestoreStore. Errors besides: InvalidArgument when positions or instants are out of order, or
// when an event does not give the leaf that its line names (an altered line, or an event that this
// version or this machine's zones read otherwise); those of EventLog::Append.
absl::StatusOr<RestoreReport> RestoreFromLines(const RecordLines& next,
                                               const std::string& new_store,
                                               const RestoreOptions& options);

}  // namespace decree

#endif  // DECREE_CORE_APPEND_RESTORE_LINES_H_
