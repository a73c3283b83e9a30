// UTF-8, a character at a time.
#ifndef DECREE_CORE_BASE_UTF8_H_
#define DECREE_CORE_BASE_UTF8_H_

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"

namespace decree {

// U+FFFD, which stands for a byte that is none of UTF-8.
inline constexpr absl::string_view kUtf8Replacement = "\xEF\xBF\xBD";

// The bytes of the character that starts at `at` (< text.size()), 0 when there is none: a stray or
// missing continuation, an overlong form, a surrogate, or a code beyond U+10FFFF.
inline size_t Utf8BytesAt(absl::string_view text, size_t at) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(text[at + i]); };
  const uint8_t first = byte(0);
  if (first < 0x80) return 1;
  const size_t bytes = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() - at < bytes) return 0;
  for (size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  const uint8_t second = byte(1);
  const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
  const bool outside = (first == 0xED && second > 0x9F) || (first == 0xF4 && second > 0x8F);
  return overlong || outside ? 0 : bytes;
}

}  // namespace decree

#endif  // DECREE_CORE_BASE_UTF8_H_
