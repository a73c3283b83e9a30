#include "core/backup/log_copy.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/log/head_file.h"
#include "core/merkle/sha256.h"

namespace decree {

absl::StatusOr<LogCopy> CheckLogCopy(const std::string& log_dir, const Progress& progress) {
  DECREE_ASSIGN_OR_RETURN(const std::optional<HeadSlot> slot, ReadHeadFile(log_dir));
  if (!slot.has_value()) return absl::DataLossError("the copy of the log has no valid head");
  LogOptions options;
  options.read_only = true;
  // All that is recorded is shown, also what no head acknowledges yet; the head is held against it
  // below.
  options.check_head = false;
  options.allow_lost_end = true;
  LogCopy copy;
  DECREE_ASSIGN_OR_RETURN(copy.log, EventLog::Open(log_dir, options));
  copy.store = copy.log->Id();
  copy.head = copy.log->Head();
  if (copy.store != slot->store) {
    return absl::DataLossError("head file and database of the log are of two different stores");
  }
  const LogHead& acknowledged = slot->head;
  if (copy.head.size < acknowledged.size) {
    return absl::DataLossError(absl::StrCat("the log lacks the acknowledged positions ",
                                            copy.head.size + 1, " to ", acknowledged.size));
  }
  DECREE_ASSIGN_OR_RETURN(const Hash256 root, copy.log->RootAt(acknowledged.size));
  if (root != acknowledged.root) {
    return absl::DataLossError(
        absl::StrCat("the first ", acknowledged.size, " events of the log give the root ",
                     ToHex(root), ", not ", ToHex(acknowledged.root), " as acknowledged"));
  }
  DECREE_ASSIGN_OR_RETURN(const std::vector<LogFinding> findings, copy.log->Check(progress));
  if (findings.empty()) return copy;
  return absl::DataLossError(
      absl::StrCat("the log is damaged: ", findings[0].what, " (", findings.size(), " findings)"));
}

}  // namespace decree
