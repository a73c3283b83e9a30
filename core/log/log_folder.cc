#include "core/log/log_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/no_room.h"
#include "core/base/status_macros.h"
#include "core/log/event_log.h"
#include "core/store/plain_files.h"

namespace decree {
namespace {

constexpr size_t kTextBytesMax = 4'096;  // of the mark or the lock, as it is shown

std::string MarkPath(const std::string& dir) { return dir + "/needs-doctor"; }

std::string ReadText(const std::string& path) {
  std::ifstream in(path);
  std::string text(kTextBytesMax, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(in.gcount()));
  return std::string(absl::StripSuffix(text, "\n"));
}

absl::Status SystemError(const std::string& what) { return SystemCallError(what, errno); }

void SyncPath(const std::string& path, int flags) {
  const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

}  // namespace

absl::StatusOr<std::unique_ptr<FolderLock>> FolderLock::Take(const std::string& dir) {
  std::error_code error;
  std::filesystem::create_directories(dir, error);
  if (error) return SystemCallError(dir, error.value());
  const std::string path = dir + "/lock";
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0) return SystemError(path);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    const bool held = errno == EWOULDBLOCK;
    const absl::Status failed = SystemError(path);
    ::close(descriptor);
    if (!held) return failed;
    return absl::FailedPreconditionError(absl::StrCat(
        "the log in '", dir, "' is open for writing already, by process ", ReadText(path)));
  }
  return std::unique_ptr<FolderLock>(new FolderLock(descriptor));
}

FolderLock::~FolderLock() { ::close(descriptor_); }

void FolderLock::WriteHolder() {
  char text[32];
  const int length = std::snprintf(text, sizeof(text), "%ld\n", static_cast<long>(::getpid()));
  // Only a hint for people: a failure here changes nothing.
  if (::ftruncate(descriptor_, 0) == 0) {
    [[maybe_unused]] const auto written =
        ::pwrite(descriptor_, text, static_cast<size_t>(length), 0);
  }
}

void WriteErrorMark(const std::string& dir, const std::string& text) {
  {
    std::ofstream out(MarkPath(dir), std::ios::trunc);
    out << text << "\n";
  }
  SyncPath(MarkPath(dir), O_RDONLY);
  SyncPath(dir, O_RDONLY | O_DIRECTORY);
}

absl::Status CheckErrorMark(const std::string& dir) {
  DECREE_ASSIGN_OR_RETURN(const bool is_marked, IsThere(MarkPath(dir)));
  if (!is_marked) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("the log in '", dir, "' stopped after a write error (", ReadText(MarkPath(dir)),
                   "); run doctor before writing again"));
}

absl::Status ClearErrorMark(const std::string& dir) {
  // Looked for first: where nothing may be written, taking away what is not there fails as well.
  DECREE_ASSIGN_OR_RETURN(const bool is_marked, IsThere(MarkPath(dir)));
  if (!is_marked) return absl::OkStatus();
  if (::unlink(MarkPath(dir).c_str()) != 0 && errno != ENOENT) return SystemError(MarkPath(dir));
  SyncPath(dir, O_RDONLY | O_DIRECTORY);
  return absl::OkStatus();
}

absl::StatusOr<uint64_t> FreeDiskBytes(const std::string& dir) {
  struct statvfs info;
  if (::statvfs(dir.c_str(), &info) != 0) return SystemError(dir);
  return uint64_t{info.f_bavail} * uint64_t{info.f_frsize};
}

}  // namespace decree
