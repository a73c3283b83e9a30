#include "tools/input/whole_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/no_room.h"
#include "core/base/status_macros.h"

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

// The file that a path means: of a symbolic link what it names.
absl::StatusOr<std::filesystem::path> TargetOf(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code error;
  fs::path target = path;
  constexpr int kLinksMax = 40;  // as the system has it
  for (int links = 0; fs::is_symlink(target, error); ++links) {
    const fs::path next = fs::read_symlink(target, error);
    if (error) return CannotWrite(path, error.message());
    if (links == kLinksMax) return CannotWrite(path, "it is a link that leads to itself");
    target = next.is_absolute() ? next : target.parent_path() / next;
  }
  const fs::file_status status = fs::status(target, error);
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    return CannotWrite(path, fs::is_directory(status) ? "it is a folder" : "it is no regular file");
  }
  if (target.filename().empty()) return CannotWrite(path, "it names no file");
  if (fs::exists(status) && ::access(target.c_str(), W_OK) != 0) return CannotWrite(path, errno);
  return target;
}

// Why a stream that writes to the file failed, which it does not tell: what a write at its end
// meets.
int WhyNothingFits(int descriptor) {
  const std::string some(size_t{1} << 16, '\0');
  if (::lseek(descriptor, 0, SEEK_END) < 0) return errno;
  return ::write(descriptor, some.data(), some.size()) < 0 ? errno : EIO;
}

// Its name, for a handler of signals; empty: none is being written.
std::array<char, 4096> g_unfinished{};

}  // namespace

absl::Status WriteWholeFile(const std::string& path, const std::string& text) {
  DECREE_RETURN_IF_ERROR(TargetOf(path).status());
  DECREE_ASSIGN_OR_RETURN(const std::unique_ptr<WholeFileWriter> writer,
                          WholeFileWriter::Begin(path));
  writer->stream() << text;
  return writer->Commit();
}

absl::StatusOr<std::unique_ptr<WholeFileWriter>> WholeFileWriter::Begin(const std::string& path) {
  std::error_code ignored;
  const std::filesystem::file_status status = std::filesystem::status(path, ignored);
  const bool is_device = std::filesystem::exists(status) &&
                         !std::filesystem::is_directory(status) &&
                         !std::filesystem::is_regular_file(status);
  if (is_device) {
    const int opened = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (opened < 0) return CannotWrite(path, errno);
    return std::unique_ptr<WholeFileWriter>(new WholeFileWriter(path, "", path, opened));
  }
  DECREE_ASSIGN_OR_RETURN(const std::filesystem::path target, TargetOf(path));
  constexpr size_t kNameBytesMax = 200;
  std::string temporary =
      (target.parent_path() / absl::StrCat(".", target.filename().string().substr(0, kNameBytesMax),
                                           ".", ::getpid(), ".tmp"))
          .string();
  const int descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (descriptor < 0) return CannotWrite(path, errno);
  // Who may read the file that is there may read the new one.
  struct stat before {};
  if (::stat(target.c_str(), &before) == 0) {
    const bool is_kept = ::fchown(descriptor, before.st_uid, before.st_gid) == 0;
    constexpr mode_t kPermissions = 07777, kOfGroupAndOthers = 077;
    const mode_t mode = before.st_mode & kPermissions;
    if (::fchmod(descriptor, is_kept ? mode : mode & ~kOfGroupAndOthers) != 0) {
      const int failed = errno;
      ::close(descriptor);
      ::unlink(temporary.c_str());
      return CannotWrite(path, failed);
    }
  }
  return std::unique_ptr<WholeFileWriter>(
      new WholeFileWriter(path, target.string(), std::move(temporary), descriptor));
}

WholeFileWriter::WholeFileWriter(std::string path, std::string target, std::string temporary,
                                 int descriptor)
    : path_(std::move(path)),
      target_(std::move(target)),
      temporary_(std::move(temporary)),
      descriptor_(descriptor),
      stream_(temporary_, std::ios::binary | std::ios::trunc) {
  is_committed_ = target_.empty();  // nothing to take away
  if (!target_.empty() && temporary_.size() < g_unfinished.size()) {
    std::copy(temporary_.begin(), temporary_.end(), g_unfinished.begin());
    g_unfinished[temporary_.size()] = '\0';
  }
}

WholeFileWriter::~WholeFileWriter() {
  g_unfinished[0] = '\0';
  ::close(descriptor_);
  if (!is_committed_) ::unlink(temporary_.c_str());
}

absl::Status WholeFileWriter::Commit() {
  stream_.close();
  if (!stream_) return CannotWrite(path_, WhyNothingFits(descriptor_));
  if (target_.empty()) return absl::OkStatus();
  if (::fsync(descriptor_) != 0 || ::rename(temporary_.c_str(), target_.c_str()) != 0) {
    return CannotWrite(path_, errno);
  }
  is_committed_ = true;
  return absl::OkStatus();
}

void RemoveUnfinishedFile() {
  if (g_unfinished[0] != '\0') ::unlink(g_unfinished.data());
}

}  // namespace decree::tools
