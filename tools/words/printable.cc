#include "tools/words/printable.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/str_format.h"
#include "core/base/utf8.h"

namespace decree::tools {
namespace {

struct Glyph {
  uint32_t code = 0;
  size_t bytes = 1;
  bool valid = false;
};

// The character at `at`; an invalid one is a single byte.
Glyph GlyphAt(const std::string& text, size_t at) {
  const size_t bytes = Utf8BytesAt(text, at);
  if (bytes == 0) return {};
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(text[at + i]); };
  if (bytes == 1) return {byte(0), 1, true};
  uint32_t code = byte(0) & (0x7Fu >> bytes);
  for (size_t i = 1; i < bytes; ++i) code = (code << 6) | (byte(i) & 0x3Fu);
  return {code, bytes, true};
}

size_t ColumnsOfCode(uint32_t code) {
  const auto within = [code](uint32_t first, uint32_t last) {
    return code >= first && code <= last;
  };
  if (within(0x300, 0x36F) || within(0x200B, 0x200F) || within(0xFE00, 0xFE0F)) return 0;
  const bool wide = within(0x1100, 0x115F) || within(0x2E80, 0xA4CF) || within(0xAC00, 0xD7A3) ||
                    within(0xF900, 0xFAFF) || within(0xFE30, 0xFE6F) || within(0xFF00, 0xFF60) ||
                    within(0xFFE0, 0xFFE6) || within(0x1F300, 0x1F64F) || within(0x20000, 0x3FFFD);
  return wide ? 2 : 1;
}

// Controls, and the marks that turn the direction of the text around them.
bool IsUnprintable(uint32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0x202A && code <= 0x202E) ||
         (code >= 0x2066 && code <= 0x2069);
}

// Takes no room, or looks like a plain space and is none.
bool IsInvisible(uint32_t code) {
  return code == 0xA0 || code == 0xAD || (code >= 0x2000 && code <= 0x200F) ||
         (code >= 0x2028 && code <= 0x202F) || (code >= 0x205F && code <= 0x2064) ||
         code == 0x3000 || code == 0xFEFF;
}

size_t BytesWithin(const std::string& text, size_t columns) {
  size_t at = 0, used = 0;
  while (at < text.size()) {
    const Glyph glyph = GlyphAt(text, at);
    used += glyph.valid ? ColumnsOfCode(glyph.code) : 1;
    if (used > columns) break;
    at += glyph.bytes;
  }
  return at;
}

}  // namespace

std::string Printable(const std::string& text) {
  std::string result;
  result.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const Glyph glyph = GlyphAt(text, at);
    if (glyph.valid && (glyph.code == '\n' || glyph.code == '\t' || glyph.code == '\r')) {
      result += ' ';
    } else if (!glyph.valid || IsUnprintable(glyph.code)) {
      result.append(kUtf8Replacement.data(), kUtf8Replacement.size());
    } else {
      result.append(text, at, glyph.bytes);
    }
    at += glyph.bytes;
  }
  return result;
}

std::string Visible(const std::string& text) {
  std::string result;
  result.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const Glyph glyph = GlyphAt(text, at);
    if (!glyph.valid) {
      absl::StrAppendFormat(&result, "\\x%02x", static_cast<uint8_t>(text[at]));
    } else if (glyph.code == '\n' || glyph.code == '\r') {
      result += ' ';
    } else if (IsUnprintable(glyph.code) || IsInvisible(glyph.code)) {
      absl::StrAppendFormat(&result, "\\u%04x", glyph.code);
    } else {
      result.append(text, at, glyph.bytes);
    }
    at += glyph.bytes;
  }
  return result;
}

std::string EscapedControls(const std::string& text) {
  std::string result;
  result.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const Glyph glyph = GlyphAt(text, at);
    const bool ends_line = text.compare(at, 1, "\n") == 0 || text.compare(at, 2, "\r\n") == 0;
    if (!glyph.valid) {
      result.append(kUtf8Replacement.data(), kUtf8Replacement.size());
    } else if (IsUnprintable(glyph.code) && glyph.code != '\t' && !ends_line) {
      absl::StrAppendFormat(&result, "\\u%04x", glyph.code);
    } else {
      result.append(text, at, glyph.bytes);
    }
    at += glyph.bytes;
  }
  return result;
}

size_t ColumnsOf(const std::string& text) {
  size_t columns = 0;
  for (size_t at = 0; at < text.size();) {
    const Glyph glyph = GlyphAt(text, at);
    columns += glyph.valid ? ColumnsOfCode(glyph.code) : 1;
    at += glyph.bytes;
  }
  return columns;
}

std::string PadTo(const std::string& text, size_t columns) {
  const size_t used = ColumnsOf(text);
  return used >= columns ? text : text + std::string(columns - used, ' ');
}

std::string CutTo(const std::string& text, size_t columns) {
  if (columns == 0 || ColumnsOf(text) <= columns) return text;
  return text.substr(0, BytesWithin(text, columns - 1)) + "…";
}

std::vector<std::string> WrapTo(const std::string& text, size_t columns) {
  std::vector<std::string> lines;
  std::string rest = text;
  columns = std::max<size_t>(columns, 8);
  while (ColumnsOf(rest) > columns) {
    size_t end = BytesWithin(rest, columns + 1);
    const size_t space = rest.rfind(' ', end == 0 ? 0 : end - 1);
    end = space != std::string::npos && space > 0 ? space : BytesWithin(rest, columns);
    lines.push_back(rest.substr(0, end));
    rest.erase(0, rest.find_first_not_of(' ', end));
  }
  lines.push_back(rest);
  return lines;
}

}  // namespace decree::tools
