#include "core/names/party_name.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "core/base/utf8.h"

namespace decree {
namespace {

// Folded. Some registers write "-0-" where there is nothing (the SDN list), forms "n/a" or "none".
constexpr std::array<absl::string_view, 23> kPlaceholders = {"-0-",
                                                             "0",
                                                             "-",
                                                             "--",
                                                             "---",
                                                             ".",
                                                             "?",
                                                             "n/a",
                                                             "n.a.",
                                                             "n.a",
                                                             "na",
                                                             "none",
                                                             "null",
                                                             "nil",
                                                             "tbd",
                                                             "tba",
                                                             "unknown",
                                                             "not applicable",
                                                             "not available",
                                                             "not known",
                                                             "not provided",
                                                             "(none)",
                                                             "no party"};

bool IsAscii(absl::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// White_Space of Unicode, beside what NFKC makes a plain space of.
bool IsSpace(utf8proc_int32_t code) {
  if (code == ' ' || (code >= '\t' && code <= '\r') || code == 0x85) return true;
  const utf8proc_category_t category = utf8proc_category(code);
  return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
         category == UTF8PROC_CATEGORY_ZP;
}

// Each stretch of white space inside becomes one space, at the ends none.
std::string Collapsed(absl::string_view text) {
  std::string kept;
  kept.reserve(text.size());
  bool owes_space = false;
  for (size_t at = 0; at < text.size();) {
    const size_t bytes = std::max<size_t>(1, Utf8BytesAt(text, at));
    utf8proc_int32_t code = static_cast<unsigned char>(text[at]);
    if (bytes > 1) {
      utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at),
                       static_cast<utf8proc_ssize_t>(bytes), &code);
    }
    const bool is_space = (bytes > 1 || code < 0x80) && IsSpace(code);
    if (is_space) {
      owes_space = !kept.empty();
    } else {
      if (owes_space) kept.push_back(' ');
      owes_space = false;
      kept.append(text.data() + at, bytes);
    }
    at += bytes;
  }
  return kept;
}

}  // namespace

std::string FoldedName(absl::string_view name) {
  if (IsAscii(name)) return Collapsed(absl::AsciiStrToLower(name));
  constexpr auto kNfkcCasefold = static_cast<utf8proc_option_t>(
      UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
  utf8proc_uint8_t* folded = nullptr;
  const utf8proc_ssize_t bytes =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(name.data()),
                   static_cast<utf8proc_ssize_t>(name.size()), &folded, kNfkcCasefold);
  if (bytes < 0) return Collapsed(absl::AsciiStrToLower(name));
  std::string text = Collapsed({reinterpret_cast<const char*>(folded), static_cast<size_t>(bytes)});
  std::free(folded);  // NOLINT(cppcoreguidelines-no-malloc): the library's own allocation
  return text;
}

GivenName ReadGivenName(absl::string_view given) {
  GivenName name;
  name.whole = FoldedName(given);
  if (name.whole.find(';') == std::string::npos) return name;
  for (const absl::string_view part : absl::StrSplit(name.whole, ';')) {
    std::string folded = Collapsed(part);
    const bool is_known =
        std::find(name.parts.begin(), name.parts.end(), folded) != name.parts.end();
    if (!folded.empty() && !is_known && folded != name.whole) name.parts.push_back(folded);
  }
  return name;
}

bool IsPlaceholder(absl::string_view given) {
  const auto stands_for_none = [](absl::string_view folded) {
    return std::find(kPlaceholders.begin(), kPlaceholders.end(), folded) != kPlaceholders.end();
  };
  constexpr size_t kLongest = 200;  // of several, too; no need to fold whole books
  if (given.size() > kLongest) return false;
  const GivenName name = ReadGivenName(given);
  if (name.whole.empty() || stands_for_none(name.whole)) return true;
  return !name.parts.empty() && std::all_of(name.parts.begin(), name.parts.end(), stands_for_none);
}

uint32_t UnicodeVersionNumber() {
  uint32_t number = 0;
  int parts = 0;
  for (const absl::string_view part : absl::StrSplit(utf8proc_unicode_version(), '.')) {
    uint32_t value = 0;
    if (!absl::SimpleAtoi(part, &value)) value = 0;
    number = number * 100 + value;
    ++parts;
  }
  for (; parts < 3; ++parts) number *= 100;
  return number;
}

}  // namespace decree
