#include "tools/input/event_texts.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/base/status_macros.h"

namespace decree::tools {
namespace {

// Where brackets that begin a text are closed again, over as many lines as that takes.
class Nesting {
 public:
  // Reads on; where in `text` what was opened ends, behind its bracket; npos: not in it.
  size_t EndIn(absl::string_view text, size_t begin = 0) {
    for (size_t i = begin; i < text.size(); ++i) {
      const char c = text[i];
      if (in_string_) {
        in_string_ = is_escaped_ || c != '"';
        is_escaped_ = !is_escaped_ && c == '\\';
      } else if (c == '"') {
        in_string_ = true;
      } else if (c == '{' || c == '[') {
        open_.push_back(c);
      } else if (c == '}' || c == ']') {
        if (open_.size() <= 1) return i + 1;
        open_.pop_back();
      }
      if (!absl::ascii_isspace(static_cast<unsigned char>(c))) last_ = c;
    }
    return absl::string_view::npos;
  }

  // Whether an object may begin here: as a value, or in a list.
  bool takes_object() const {
    const bool in_list = !open_.empty() && open_.back() == '[';
    return in_string_ || last_ == ':' || last_ == '[' || (last_ == ',' && in_list);
  }

 private:
  std::string open_;  // brackets
  bool in_string_ = false, is_escaped_ = false;
  char last_ = ' ';
};

uint64_t CharactersIn(absl::string_view text) {
  return static_cast<uint64_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<uint8_t>(c) & 0xC0u) != 0x80u; }));
}

// Puts a line behind what was read before it, with the empty lines between them.
void AddLine(const InputLine& line, uint64_t& last_number, std::string& text) {
  text.append(line.number - last_number, '\n');
  text += line.text;
  last_number = line.number;
}

}  // namespace

absl::StatusOr<std::unique_ptr<EventTexts>> EventTexts::Open(const std::string& path) {
  DECREE_ASSIGN_OR_RETURN(std::unique_ptr<LineReader> lines, LineReader::Open(path));
  return std::unique_ptr<EventTexts>(new EventTexts(std::move(lines)));
}

absl::Status EventTexts::Refuse(absl::string_view why) const {
  return absl::InvalidArgumentError(absl::StrCat("line ", line_.number, ": ", why));
}

absl::StatusOr<bool> EventTexts::TakeLine() {
  at_ = counted_ = 0;
  columns_ = 0;
  if (std::exchange(is_held_, false)) return true;
  return lines_->Next(line_);
}

absl::StatusOr<bool> EventTexts::Next(InputLine& object) {
  if (is_list_) return NextItem(object);
  DECREE_ASSIGN_OR_RETURN(bool more, TakeLine());
  if (!more) return false;
  object = line_;
  object.columns_before = 0;
  const absl::string_view text = absl::StripAsciiWhitespace(object.text);
  if (!std::exchange(has_begun_, true) && !text.empty() && text.front() == '[') {
    is_list_ = true;
    at_ = object.text.find('[') + 1;
    return NextItem(object);
  }
  // One a line ends on its line, which is told without reading it.
  if (object.too_long || text.empty() || text.front() != '{' || text.back() == '}') return true;
  Nesting nesting;
  uint64_t last_number = object.number;
  for (absl::string_view next = object.text; nesting.EndIn(next) == absl::string_view::npos;
       next = line_.text) {
    DECREE_ASSIGN_OR_RETURN(more, TakeLine());
    if (!more) return true;
    const bool is_next = line_.too_long || (line_.text.front() == '{' && !nesting.takes_object());
    if (is_next || object.text.size() + line_.text.size() > LineReader::kLineBytesMax) {
      is_held_ = true;
      return true;
    }
    AddLine(line_, last_number, object.text);
  }
  return true;
}

absl::StatusOr<bool> EventTexts::GoToItem() {
  while (true) {
    const absl::string_view text = line_.text;
    while (at_ < text.size() && (absl::ascii_isspace(static_cast<unsigned char>(text[at_])) ||
                                 (text[at_] == ',' && !has_list_ended_))) {
      ++at_;
    }
    if (at_ < text.size() && text[at_] == ']' && !has_list_ended_) {
      has_list_ended_ = true;
      ++at_;
      continue;
    }
    if (at_ < text.size()) return true;
    DECREE_ASSIGN_OR_RETURN(const bool more, TakeLine());
    if (!more) return false;
    if (line_.too_long) return true;
  }
}

absl::StatusOr<bool> EventTexts::NextItem(InputLine& object) {
  DECREE_ASSIGN_OR_RETURN(const bool is_there, GoToItem());
  if (!is_there) {
    if (has_list_ended_) return false;
    return absl::InvalidArgumentError("the list of events has no end (]); the file is cut off");
  }
  if (line_.too_long) {
    return Refuse("is too long for a line; write one event a line, without the list around them");
  }
  if (has_list_ended_) return Refuse("more stands behind the end of the list of events");
  if (line_.text[at_] != '{') return Refuse("a list of events holds objects, and this is none");
  object.number = line_.number;
  object.too_long = false;
  columns_ += CharactersIn(absl::string_view(line_.text).substr(counted_, at_ - counted_));
  counted_ = at_;
  object.columns_before = columns_;
  object.text.clear();
  Nesting nesting;
  uint64_t last_number = line_.number;
  while (true) {
    const size_t end = nesting.EndIn(line_.text, at_);
    const size_t stop = std::min(end, line_.text.size());
    object.text.append(line_.text, at_, stop - at_);
    at_ = stop;
    if (end != absl::string_view::npos) return true;
    if (object.text.size() > LineReader::kLineBytesMax) {
      object.text.clear();
      object.too_long = true;
      return true;
    }
    DECREE_ASSIGN_OR_RETURN(const bool more, TakeLine());
    if (!more) return true;  // cut off, which reading it tells
    object.text.append(line_.number - last_number, '\n');
    last_number = line_.number;
  }
}

}  // namespace decree::tools
