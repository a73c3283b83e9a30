#include "core/store/rocksdb_status.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace decree {
namespace {

class Silent : public rocksdb::Logger {
 public:
  Silent() : rocksdb::Logger(rocksdb::InfoLogLevel::FATAL_LEVEL) {}
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

}  // namespace

absl::Status FromRocksdb(const rocksdb::Status& status, absl::string_view where) {
  if (status.ok()) return absl::OkStatus();
  const std::string text = absl::StrCat(where, ": ", status.ToString());
  if (status.IsCorruption()) return absl::DataLossError(text);
  if (status.IsNoSpace()) return absl::ResourceExhaustedError(text);
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
