// What every log can do with Read alone. Apart from the log on disk, so that programs with a log of
// their own are linked without its database.
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/log/log_reader.h"
#include "core/log/record_log.h"

namespace decree {

absl::Status CheckAscends(Position previous, Position next) {
  if (previous < next || next == 0) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("positions to read must ascend: ", next, " comes after ", previous));
}

absl::Status RecordLog::ReadMany(absl::Span<const Position> positions,
                                 const std::function<absl::Status(const LogRecord&)>& visit) const {
  Position previous = 0;
  for (const Position position : positions) {
    DECREE_RETURN_IF_ERROR(CheckAscends(previous, position));
    previous = position;
    DECREE_ASSIGN_OR_RETURN(const LogRecord record, Read(position));
    DECREE_RETURN_IF_ERROR(visit(record));
  }
  return absl::OkStatus();
}

}  // namespace decree
