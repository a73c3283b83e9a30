// Turns UTF-16 that comes in pieces into UTF-8: what spreadsheets call "Unicode text".
#ifndef DECREE_TOOLS_INPUT_UTF16_TEXT_H_
#define DECREE_TOOLS_INPUT_UTF16_TEXT_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace decree::tools {

class Utf16Text {
 public:
  // The first bytes of a file; takes off the mark that tells the order of bytes, where one is
  // there.
  void Begin(absl::string_view& bytes);
  bool is_used() const { return is_used_; }
  // Appends the text of the bytes; a character that they break off waits for the next. False: they
  // are no UTF-16, or the end of the file breaks one off.
  bool Convert(absl::string_view bytes, bool is_end, std::string& text);

 private:
  bool is_used_ = false, is_big_endian_ = false;
  std::string rest_;   // bytes of a unit that was broken off
  uint32_t high_ = 0;  // a high surrogate that waits for the low one; 0: none does
};

}  // namespace decree::tools

#endif  // DECREE_TOOLS_INPUT_UTF16_TEXT_H_
