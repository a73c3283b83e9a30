#include "tools/input/line_reader.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"

namespace decree::tools {
namespace {

constexpr size_t kReadBytes = 1u << 20;

}  // namespace

LineReader::LineReader(int descriptor, bool owned, uint64_t bytes_total)
    : descriptor_(descriptor), owned_(owned), bytes_total_(bytes_total) {}

LineReader::~LineReader() {
  if (owned_) close(descriptor_);
}

absl::StatusOr<std::unique_ptr<LineReader>> LineReader::Open(const std::string& path) {
  if (path == "-") return std::unique_ptr<LineReader>(new LineReader(STDIN_FILENO, false, 0));
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const int open_error = errno;
  if (descriptor < 0) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": ", std::strerror(open_error),
                                                   "; give a file of JSON Lines, or - for stdin"));
  }
  struct stat about {};
  if (fstat(descriptor, &about) != 0 || S_ISDIR(about.st_mode)) {
    close(descriptor);
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": is no file; give a file, or - for stdin"));
  }
  const uint64_t size = S_ISREG(about.st_mode) ? static_cast<uint64_t>(about.st_size) : 0;
  return std::unique_ptr<LineReader>(new LineReader(descriptor, true, size));
}

absl::Status LineReader::Refill() {
  buffer_.resize(kReadBytes);
  ssize_t count = 0;
  do {
    count = read(descriptor_, buffer_.data(), kReadBytes);
  } while (count < 0 && errno == EINTR);
  if (count < 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("reading the input failed: ", std::strerror(errno)));
  }
  buffer_.resize(static_cast<size_t>(count));
  at_ = 0;
  return absl::OkStatus();
}

absl::StatusOr<bool> LineReader::Next(InputLine& line) {
  line.text.clear();
  line.too_long = false;
  uint64_t line_bytes = 0;
  while (true) {
    if (at_ == buffer_.size()) {
      DECREE_RETURN_IF_ERROR(Refill());
    }
    const bool ended = buffer_.empty();
    const size_t newline = buffer_.find('\n', at_);
    const size_t stop = newline == std::string::npos ? buffer_.size() : newline;
    line.text.append(buffer_, at_, stop - at_);
    const size_t next = newline == std::string::npos ? stop : newline + 1;
    bytes_read_ += next - at_;
    line_bytes += stop - at_;
    at_ = next;
    line.too_long = line.too_long || line.text.size() > kLineBytesMax;
    if (line.too_long) line.text.clear();
    if (line_bytes > kLineBytesEver) {
      return absl::InvalidArgumentError(absl::StrCat("line ", line_number_ + 1,
                                                     " has no end within ", kLineBytesEver >> 30,
                                                     " GiB; give JSON Lines"));
    }
    if (newline == std::string::npos && !ended) continue;
    ++line_number_;
    if (line_number_ == 1 && line.text.rfind(kByteOrderMark, 0) == 0) line.text.erase(0, 3);
    if (line.too_long || !absl::StripAsciiWhitespace(line.text).empty()) {
      line.number = line_number_;
      return true;
    }
    if (ended) return false;
    line.text.clear();
    line_bytes = 0;
  }
}

}  // namespace decree::tools
