// Lines of a file or of standard input, numbered from 1, in bounded memory.
#ifndef DECREE_TOOLS_INPUT_LINE_READER_H_
#define DECREE_TOOLS_INPUT_LINE_READER_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace decree::tools {

inline constexpr char kByteOrderMark[] = "\xEF\xBB\xBF";  // of UTF-8

struct InputLine {
  uint64_t number = 0;
  std::string text;       // without its end; a UTF-8 byte order mark on line 1 is left out
  bool too_long = false;  // over kLineBytesMax: `text` is empty
  // Of what begins within a line (EventTexts): characters in front of it.
  uint64_t columns_before = 0;
};

class LineReader {
 public:
  static constexpr size_t kLineBytesMax = 16u << 20;
  static constexpr uint64_t kLineBytesEver = 1ull << 30;  // beyond, it is no file of lines

  // "-" is standard input. Errors: InvalidArgument when it cannot be opened.
  static absl::StatusOr<std::unique_ptr<LineReader>> Open(const std::string& path);
  ~LineReader();
  LineReader(const LineReader&) = delete;
  LineReader& operator=(const LineReader&) = delete;

  // False at the end; empty lines are skipped. Errors: InvalidArgument when reading fails, or a
  // line does not end.
  absl::StatusOr<bool> Next(InputLine& line);

  uint64_t bytes_read() const { return bytes_read_; }
  uint64_t bytes_total() const { return bytes_total_; }  // 0: unknown
  bool can_be_read_again() const { return bytes_total_ > 0; }

 private:
  LineReader(int descriptor, bool owned, uint64_t bytes_total);

  // Fills the buffer with what there is: of a pipe that may be little, and is not waited for.
  absl::Status Refill();

  const int descriptor_;
  const bool owned_;
  const uint64_t bytes_total_;
  uint64_t bytes_read_ = 0;
  uint64_t line_number_ = 0;
  std::string buffer_;
  size_t at_ = 0;
};

}  // namespace decree::tools

#endif  // DECREE_TOOLS_INPUT_LINE_READER_H_
