#include "tools/input/whole_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "core/base/no_room.h"

namespace decree::tools {
namespace {

absl::Status CannotWrite(const std::string& path, const std::string& why) {
  return absl::InvalidArgumentError(
      absl::StrCat("cannot write \"", path, "\": ", why,
                   "; name a file in a folder that exists "
                   "and may be written to, or `-` for standard output"));
}

// Of a place that the command line names wrongly, or of one that failed.
absl::Status CannotWrite(const std::string& path, int error) {
  if (IsNoRoomErrno(error) || error == EIO) {
    return SystemCallError(absl::StrCat("cannot write \"", path, "\""), error);
  }
  return CannotWrite(path, std::generic_category().message(error));
}

// errno, or 0.
int WriteAll(int descriptor, const std::string& text) {
  for (size_t at = 0; at < text.size();) {
    const ssize_t written = ::write(descriptor, text.data() + at, text.size() - at);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    at += static_cast<size_t>(written);
  }
  return ::fsync(descriptor) == 0 ? 0 : errno;
}

}  // namespace

absl::Status WriteWholeFile(const std::string& path, const std::string& text) {
  namespace fs = std::filesystem;
  std::error_code error;
  fs::path target = path;
  if (fs::is_symlink(target, error)) {
    target = fs::weakly_canonical(target, error);
    if (error) return CannotWrite(path, error.message());
  }
  const fs::file_status status = fs::status(target, error);
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    return CannotWrite(path, fs::is_directory(status) ? "it is a folder" : "it is no regular file");
  }
  if (target.filename().empty()) return CannotWrite(path, "it names no file");
  const std::string temporary =
      (target.parent_path() /
       absl::StrCat(".", target.filename().string().substr(0, 200), ".", ::getpid(), ".tmp"))
          .string();
  const int descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (descriptor < 0) return CannotWrite(path, errno);
  int failed = WriteAll(descriptor, text);
  if (::close(descriptor) != 0 && failed == 0) failed = errno;
  if (failed == 0 && ::rename(temporary.c_str(), target.c_str()) != 0) failed = errno;
  if (failed == 0) return absl::OkStatus();
  ::unlink(temporary.c_str());
  return CannotWrite(path, failed);
}

}  // namespace decree::tools
