#include "core/codec/json_places.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"

namespace decree {
namespace {

class Scanner {
 public:
  explicit Scanner(absl::string_view json) : json_(json) { SkipSpace(); }

  size_t at() const { return at_; }
  bool TakeIf(char c) {
    if (at_ >= json_.size() || json_[at_] != c) return false;
    ++at_;
    SkipSpace();
    return true;
  }
  // A string with its quotes, escapes as they are.
  absl::string_view TakeString() {
    const size_t begin = at_;
    for (++at_; at_ < json_.size() && json_[at_] != '"'; ++at_) {
      if (json_[at_] == '\\') ++at_;
    }
    if (at_ < json_.size()) ++at_;
    const absl::string_view text = json_.substr(begin, at_ - begin);
    SkipSpace();
    return text;
  }
  void SkipValue() {
    size_t depth = 0;
    while (at_ < json_.size()) {
      const char c = json_[at_];
      if (c == '"') {
        TakeString();
        if (depth == 0) return;
        continue;
      }
      if (depth == 0 && (c == ',' || c == '}' || c == ']')) return;
      if (c == '{' || c == '[') ++depth;
      if (c == '}' || c == ']') --depth;
      ++at_;
      if (depth == 0 && (c == '}' || c == ']')) break;
    }
    SkipSpace();
  }

 private:
  void SkipSpace() {
    while (at_ < json_.size() && absl::ascii_isspace(static_cast<unsigned char>(json_[at_]))) ++at_;
  }

  absl::string_view json_;
  size_t at_ = 0;
};

// Goes to the member, or stays nowhere.
std::optional<JsonPlace> Member(Scanner& scanner, absl::string_view name) {
  if (!scanner.TakeIf('{')) return std::nullopt;
  while (!scanner.TakeIf('}')) {
    const size_t begin = scanner.at();
    const absl::string_view key = scanner.TakeString();
    if (key.size() < 2 || !scanner.TakeIf(':')) return std::nullopt;
    if (key.substr(1, key.size() - 2) == name) return JsonPlace{begin, scanner.at()};
    scanner.SkipValue();
    scanner.TakeIf(',');
  }
  return std::nullopt;
}

std::optional<JsonPlace> Item(Scanner& scanner, size_t index) {
  // One string stands for a list of one.
  if (!scanner.TakeIf('[')) {
    return index == 0 ? std::optional(JsonPlace{scanner.at(), scanner.at()}) : std::nullopt;
  }
  for (; index > 0; --index) {
    scanner.SkipValue();
    if (!scanner.TakeIf(',')) return std::nullopt;
  }
  return JsonPlace{scanner.at(), scanner.at()};
}

}  // namespace

std::optional<JsonPlace> JsonPlaceOf(absl::string_view json, absl::string_view path) {
  Scanner scanner(json);
  std::optional<JsonPlace> place;
  while (!path.empty()) {
    if (path.front() == '[') {
      const size_t end = path.find(']');
      size_t index = 0;
      if (end == absl::string_view::npos || !absl::SimpleAtoi(path.substr(1, end - 1), &index)) {
        return std::nullopt;
      }
      place = Item(scanner, index);
      path.remove_prefix(end + 1);
    } else {
      if (path.front() == '.') path.remove_prefix(1);
      // A field may be called by a whole path.
      Scanner whole = scanner;
      if (const auto flat = Member(whole, path)) return flat;
      const size_t end = path.find_first_of(".[");
      place = Member(scanner, path.substr(0, end));
      path.remove_prefix(std::min(end, path.size()));
    }
    if (!place) return std::nullopt;
  }
  return place;
}

}  // namespace decree
