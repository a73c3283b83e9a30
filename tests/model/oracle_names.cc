#include "tests/model/oracle_names.h"

#include <algorithm>
#include <utility>

namespace decree::oracle {

std::string PlainName(const std::string& name) {
  static const std::vector<std::pair<std::string, std::string>> kWritten = {
      {"\xC2\xA0", " "}, {"\xEF\xBC\xA1", "a"}, {"\xEF\xBD\x83", "c"}};
  std::string letters = name;
  for (const auto& [written, as] : kWritten) {
    for (size_t at = letters.find(written); at != std::string::npos; at = letters.find(written)) {
      letters.replace(at, written.size(), as);
    }
  }
  std::string plain;
  for (const char c : letters) {
    const bool doubles = c == ' ' && (plain.empty() || plain.back() == ' ');
    if (!doubles) plain.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  }
  if (!plain.empty() && plain.back() == ' ') plain.pop_back();
  return plain;
}

std::vector<std::string> TextsOf(const std::string& given) {
  std::vector<std::string> texts = {PlainName(given)};
  for (size_t from = 0; given.find(';') != std::string::npos && from <= given.size();) {
    const size_t to = std::min(given.find(';', from), given.size());
    texts.push_back(PlainName(given.substr(from, to - from)));
    from = to + 1;
  }
  return texts;
}

}  // namespace decree::oracle
