#include "tools/input/utf16_text.h"

namespace decree::tools {
namespace {

constexpr uint32_t kHighFirst = 0xD800, kLowFirst = 0xDC00, kSurrogatesEnd = 0xE000;

void AppendUtf8(uint32_t c, std::string& text) {
  const auto put = [&text](uint32_t byte) { text.push_back(static_cast<char>(byte)); };
  if (c < 0x80) return put(c);
  if (c < 0x800) {
    put(0xC0 | c >> 6);
  } else {
    if (c < 0x10000) {
      put(0xE0 | c >> 12);
    } else {
      put(0xF0 | c >> 18);
      put(0x80 | (c >> 12 & 0x3F));
    }
    put(0x80 | (c >> 6 & 0x3F));
  }
  put(0x80 | (c & 0x3F));
}

}  // namespace

void Utf16Text::Begin(absl::string_view& bytes) {
  const absl::string_view mark = bytes.substr(0, 2);
  if (mark != "\xFF\xFE" && mark != "\xFE\xFF") return;
  is_used_ = true;
  is_big_endian_ = mark == "\xFE\xFF";
  bytes.remove_prefix(2);
}

bool Utf16Text::Convert(absl::string_view bytes, bool is_end, std::string& text) {
  std::string joined;
  if (!rest_.empty()) {
    joined = rest_;
    joined.append(bytes.data(), bytes.size());
    bytes = joined;
  }
  size_t at = 0;
  for (; at + 1 < bytes.size(); at += 2) {
    const auto first = static_cast<uint8_t>(bytes[at]),
               second = static_cast<uint8_t>(bytes[at + 1]);
    const uint32_t unit =
        is_big_endian_ ? uint32_t{first} << 8 | second : uint32_t{second} << 8 | first;
    const bool is_low = unit >= kLowFirst && unit < kSurrogatesEnd;
    if (is_low != (high_ != 0)) return false;
    if (unit >= kHighFirst && unit < kLowFirst) {
      high_ = unit;
      continue;
    }
    AppendUtf8(is_low ? 0x10000 + ((high_ - kHighFirst) << 10) + (unit - kLowFirst) : unit, text);
    high_ = 0;
  }
  rest_ = std::string(bytes.substr(at));
  return !is_end || (rest_.empty() && high_ == 0);
}

}  // namespace decree::tools
