#include "core/audit/newest_signed.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "core/audit/checkpoint_folder.h"
#include "core/base/status_macros.h"
#include "core/store/plain_files.h"

namespace decree {
namespace {

constexpr char kWhatToDo[] =
    ". Put back the log that belongs to what was signed (log/head and log/db together; if log/head "
    "alone is an older copy, opening the store for writing mends it), or restore a backup; to go "
    "on "
    "with the log as it is, begin a new epoch under another origin (decree audit checkpoint "
    "--new-epoch --key FILE)";

}  // namespace

absl::Status HoldAgainstNewestSigned(const std::string& dir, const std::string& log_dir,
                                     EventLog& log) {
  DECREE_ASSIGN_OR_RETURN(const std::vector<KeptEpoch> epochs, ListEpochs(dir));
  if (epochs.empty()) return absl::OkStatus();
  const PlainFiles files;
  const KeptEpoch& newest = epochs.back();
  const uint64_t size = newest.sizes.back();
  const std::string path = newest.CheckpointPath(size);
  // One that was signed since the log was opened is of records that it does not show yet.
  if (size > log.Head().size) DECREE_RETURN_IF_ERROR(log.CatchUp());
  const uint64_t end = log.Head().size;
  if (size <= end) {
    const auto key = ReadEpochKey(files, newest);
    if (!key.ok()) return absl::OkStatus();
    const auto checkpoint = ReadCheckpoint(files, newest, size, *key);
    const auto root = log.RootAt(size);
    if (!checkpoint.ok() || !root.ok() || *root == checkpoint->checkpoint.root) {
      return absl::OkStatus();
    }
  }
  const auto named = ReadSignedLog(files, dir);
  if (named.ok() && named->has_value() && **named != log.Id()) {
    return absl::DataLossError(SignedOfAnother(dir, log_dir));
  }
  if (size > end) {
    return absl::DataLossError(absl::StrCat("the log in '", log_dir, "' ends at position ", end,
                                            ", yet ", size, " were signed (", path,
                                            "): it is older than what was signed", kWhatToDo));
  }
  return absl::DataLossError(absl::StrCat("the first ", size, " positions of the log in '", log_dir,
                                          "' give another root than was signed (", path,
                                          "): it is another log, or has grown otherwise",
                                          kWhatToDo));
}

}  // namespace decree
