#include "tools/cli/line_reader.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace decree::cli {
namespace {

constexpr size_t kReadBytes = 1u << 20;
constexpr char kByteOrderMark[] = "\xEF\xBB\xBF";

}  // namespace

LineReader::LineReader(std::FILE* file, bool owned, uint64_t bytes_total)
    : file_(file), owned_(owned), bytes_total_(bytes_total) {}

LineReader::~LineReader() {
  if (owned_) std::fclose(file_);
}

absl::StatusOr<std::unique_ptr<LineReader>> LineReader::Open(const std::string& path) {
  if (path == "-") return std::unique_ptr<LineReader>(new LineReader(stdin, false, 0));
  std::FILE* file = std::fopen(path.c_str(), "rb");
  const int open_error = errno;
  if (file == nullptr) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": ", std::strerror(open_error),
                                                   "; give a file of JSON Lines, or - for stdin"));
  }
  struct stat about {};
  if (fstat(fileno(file), &about) != 0 || S_ISDIR(about.st_mode)) {
    std::fclose(file);
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": is no file; give a file, or - for stdin"));
  }
  const uint64_t size = S_ISREG(about.st_mode) ? static_cast<uint64_t>(about.st_size) : 0;
  return std::unique_ptr<LineReader>(new LineReader(file, true, size));
}

absl::StatusOr<bool> LineReader::Next(InputLine& line) {
  line.text.clear();
  line.too_long = false;
  while (true) {
    if (at_ == buffer_.size()) {
      buffer_.resize(kReadBytes);
      buffer_.resize(std::fread(buffer_.data(), 1, kReadBytes, file_));
      at_ = 0;
      if (std::ferror(file_) != 0) return absl::InvalidArgumentError("reading the input failed");
    }
    const bool ended = buffer_.empty();
    const size_t newline = buffer_.find('\n', at_);
    const size_t stop = newline == std::string::npos ? buffer_.size() : newline;
    line.text.append(buffer_, at_, stop - at_);
    const size_t next = newline == std::string::npos ? stop : newline + 1;
    bytes_read_ += next - at_;
    at_ = next;
    line.too_long = line.too_long || line.text.size() > kLineBytesMax;
    if (line.too_long) line.text.clear();
    if (newline == std::string::npos && !ended) continue;
    ++line_number_;
    if (line_number_ == 1 && line.text.rfind(kByteOrderMark, 0) == 0) line.text.erase(0, 3);
    if (line.too_long || !absl::StripAsciiWhitespace(line.text).empty()) {
      line.number = line_number_;
      return true;
    }
    if (ended) return false;
    line.text.clear();
  }
}

}  // namespace decree::cli
