#include "core/check/store_parts.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/audit/checkpoint_folder.h"
#include "core/audit/newest_signed.h"
#include "core/backup/restore.h"
#include "core/base/status_macros.h"
#include "core/log/head_file.h"
#include "core/log/log_folder.h"
#include "core/store/plain_files.h"

namespace decree {
namespace {

// The folders of `dir`, other than its log, that only a store with a log has something in.
absl::StatusOr<std::vector<std::string>> OtherParts(const std::string& dir) {
  std::vector<std::string> parts;
  const auto add = [&](bool is_there, const std::string& name) {
    if (is_there) parts.push_back(absl::StrCat(dir, "/", name));
  };
  DECREE_ASSIGN_OR_RETURN(const std::vector<KeptEpoch> epochs, ListEpochs(dir + "/audit"));
  add(!epochs.empty(), "audit");
  DECREE_ASSIGN_OR_RETURN(const bool has_views, IsThere(dir + "/views/current"));
  add(has_views, "views");
  DECREE_ASSIGN_OR_RETURN(const bool has_compiled, IsThere(dir + "/image/CURRENT"));
  add(has_compiled, "image");
  const auto documents = PlainFiles().List(dir + "/documents");
  if (!documents.ok() && !absl::IsNotFound(documents.status())) return documents.status();
  add(documents.ok() && !documents->empty(), "documents");
  return parts;
}

}  // namespace

absl::StatusOr<bool> HasLog(const std::string& dir) {
  const std::string log = dir + "/log";
  DECREE_ASSIGN_OR_RETURN(const bool has_head, IsThere(absl::StrCat(log, "/", kHeadFileName)));
  DECREE_ASSIGN_OR_RETURN(const bool has_database, IsThere(LogDatabaseDir(log) + "/CURRENT"));
  if (has_head || has_database) return true;
  DECREE_ASSIGN_OR_RETURN(const std::vector<std::string> others, OtherParts(dir));
  if (others.empty()) return false;
  return absl::DataLossError(absl::StrCat(
      log, " holds no log, yet other parts of a store are there (", absl::StrJoin(others, ", "),
      "): was it moved away, or is its volume not mounted? Put it back, or restore a backup into a "
      "new folder (`decree restore`); to begin a new store here, take those folders away first"));
}

absl::Status HoldLogAgainstSigned(const std::string& dir, EventLog& log, bool read_only) {
  DECREE_ASSIGN_OR_RETURN(const bool awaits_epoch, IsThere(absl::StrCat(dir, "/", kNewEpochName)));
  if (awaits_epoch) return absl::OkStatus();
  const absl::Status held = HoldAgainstNewestSigned(dir + "/audit", dir + "/log", log);
  return read_only && !absl::IsDataLoss(held) ? absl::OkStatus() : held;
}

}  // namespace decree
