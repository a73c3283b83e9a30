#include "core/store/rocksdb_status.h"

#include <cerrno>
#include <cstring>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/no_room.h"

namespace decree {
namespace {

class Silent : public rocksdb::Logger {
 public:
  Silent() : rocksdb::Logger(rocksdb::InfoLogLevel::FATAL_LEVEL) {}
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

// Beyond a full disk, whose errno it knows: a quota and the limit on the size of a file.
bool SaysNoRoom(const rocksdb::Status& status) {
  if (!status.IsIOError()) return false;
  const std::string text = status.ToString();
  return absl::StrContains(text, std::strerror(EDQUOT)) ||
         absl::StrContains(text, std::strerror(EFBIG));
}

}  // namespace

absl::Status FromRocksdb(const rocksdb::Status& status, absl::string_view where) {
  if (status.ok()) return absl::OkStatus();
  const std::string text = absl::StrCat(where, ": ", status.ToString());
  if (status.IsCorruption()) return absl::DataLossError(text);
  if (status.IsNoSpace() || SaysNoRoom(status)) return NoRoomError(text);
  if (status.IsNotFound()) return absl::NotFoundError(text);
  if (status.IsIOError() && (absl::StrContains(text, "lock hold by current process") ||
                             absl::StrContains(text, "While lock file"))) {
    return absl::FailedPreconditionError(absl::StrCat(where, ": another process has it open"));
  }
  if (status.IsPathNotFound() || absl::StrContains(text, "No such file or directory")) {
    return absl::NotFoundError(text);
  }
  return absl::InternalError(text);
}

std::shared_ptr<rocksdb::Logger> SilentLogger() { return std::make_shared<Silent>(); }

}  // namespace decree
