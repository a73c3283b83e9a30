#include "core/audit/audit_files.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "core/base/no_room.h"
#include "core/base/status_macros.h"

namespace decree {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ > STDERR_FILENO) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  const int number_;
};

std::string Why(int error) { return std::generic_category().message(error); }

absl::Status CannotWrite(const std::string& path, int error) {
  return SystemCallError(absl::StrCat("cannot write \"", path, "\""), error);
}

absl::Status CannotRead(const std::string& path, int error) {
  const std::string text = absl::StrCat("cannot read \"", path, "\": ", Why(error));
  return error == ENOENT ? absl::NotFoundError(text) : absl::InvalidArgumentError(text);
}

// errno, or 0.
int WriteAll(int descriptor, absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return ::fsync(descriptor) == 0 ? 0 : errno;
}

absl::Status SyncFolderOf(const std::string& path) {
  const std::filesystem::path parent = std::filesystem::path(path).parent_path();
  const std::string folder = parent.empty() ? "." : parent.string();
  const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.number() < 0 || ::fsync(opened.number()) != 0) return CannotWrite(folder, errno);
  return absl::OkStatus();
}

absl::StatusOr<std::string> ReadAll(int descriptor, const std::string& path, size_t bytes_max) {
  std::string bytes;
  std::array<char, 1 << 16> part{};
  while (true) {
    const ssize_t got = ::read(descriptor, part.data(), part.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return CannotRead(path, errno);
    if (got == 0) return bytes;
    bytes.append(part.data(), static_cast<size_t>(got));
    if (bytes.size() > bytes_max) {
      return absl::InvalidArgumentError(
          absl::StrCat("\"", path, "\" holds more than ", bytes_max, " bytes"));
    }
  }
}

}  // namespace

absl::StatusOr<std::string> ReadBounded(const std::string& path, size_t bytes_max) {
  if (path == "-") return ReadAll(STDIN_FILENO, "standard input", bytes_max);
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number() < 0) return CannotRead(path, errno);
  return ReadAll(file.number(), path, bytes_max);
}

absl::Status WriteDurably(const std::string& path, absl::string_view bytes) {
  const std::filesystem::path target(path);
  const std::string beside =
      (target.parent_path() / absl::StrCat(".", target.filename().string(), ".new")).string();
  int failed = 0;
  {
    const Descriptor file(
        ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644));
    if (file.number() < 0) return CannotWrite(path, errno);
    failed = WriteAll(file.number(), bytes);
  }
  if (failed == 0 && ::rename(beside.c_str(), path.c_str()) != 0) failed = errno;
  if (failed == 0) return SyncFolderOf(path);
  ::unlink(beside.c_str());
  return CannotWrite(path, failed);
}

absl::Status WriteSecret(const std::string& path, absl::string_view bytes) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (file.number() < 0 && errno == EEXIST) {
    return absl::AlreadyExistsError(
        absl::StrCat("\"", path, "\" exists already; a key is never overwritten"));
  }
  if (file.number() < 0) return CannotWrite(path, errno);
  // Whatever the umask takes away besides.
  int failed = ::fchmod(file.number(), 0600) == 0 ? 0 : errno;
  if (failed == 0) failed = WriteAll(file.number(), bytes);
  absl::Status written = failed == 0 ? SyncFolderOf(path) : CannotWrite(path, failed);
  if (!written.ok()) ::unlink(path.c_str());  // so that it can be made once more
  return written;
}

absl::StatusOr<std::string> ReadSecret(const std::string& path, size_t bytes_max) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number() < 0) return CannotRead(path, errno);
  struct stat status {};
  if (::fstat(file.number(), &status) != 0) return CannotRead(path, errno);
  if (!S_ISREG(status.st_mode)) {
    return absl::InvalidArgumentError(absl::StrCat("\"", path, "\" is no regular file"));
  }
  if ((status.st_mode & 0177) != 0) {
    return absl::PermissionDeniedError(absl::StrCat("\"", path,
                                                    "\" holds a signing key and lets others in; "
                                                    "make it yours alone: chmod 600 ",
                                                    path));
  }
  return ReadAll(file.number(), path, bytes_max);
}

absl::StatusOr<std::unique_ptr<FileLock>> FileLock::Take(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0) return CannotWrite(path, errno);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) {
    return std::unique_ptr<FileLock>(new FileLock(descriptor));
  }
  ::close(descriptor);
  return absl::FailedPreconditionError(
      absl::StrCat("another process works with what \"", path, "\" guards; try again"));
}

FileLock::~FileLock() { ::close(descriptor_); }

}  // namespace decree
