#include "tools/input/event_texts.h"

#include <algorithm>
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
  size_t EndIn(absl::string_view text) {
    for (size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      if (in_string_) {
        in_string_ = is_escaped_ || c != '"';
        is_escaped_ = !is_escaped_ && c == '\\';
      } else if (c == '"') {
        in_string_ = true;
      } else if (c == '{' || c == '[') {
        ++depth_;
      } else if ((c == '}' || c == ']') && --depth_ <= 0) {
        return i + 1;
      }
    }
    return absl::string_view::npos;
  }

 private:
  int64_t depth_ = 0;
  bool in_string_ = false, is_escaped_ = false;
};

}  // namespace

absl::StatusOr<std::unique_ptr<EventTexts>> EventTexts::Open(const std::string& path) {
  DECREE_ASSIGN_OR_RETURN(std::unique_ptr<LineReader> lines, LineReader::Open(path));
  return std::unique_ptr<EventTexts>(new EventTexts(std::move(lines)));
}

absl::StatusOr<bool> EventTexts::TakeLine(InputLine& line) {
  if (!has_ahead_) return lines_->Next(line);
  has_ahead_ = false;
  line = std::move(ahead_);
  return true;
}

void EventTexts::StripList(std::string& text) {
  absl::string_view rest = absl::StripAsciiWhitespace(text);
  if (!has_begun_ && !rest.empty() && rest.front() == '[') {
    is_list_ = true;
    rest.remove_prefix(1);
  }
  has_begun_ = true;
  if (!is_list_) return;
  rest = absl::StripAsciiWhitespace(rest);
  if (!rest.empty() && rest.front() == ',' && !has_list_ended_) rest.remove_prefix(1);
  rest = absl::StripAsciiWhitespace(rest);
  if (!rest.empty() && rest.front() == ']' && !has_list_ended_) {
    rest.remove_prefix(1);
    has_list_ended_ = true;
  }
  text = std::string(absl::StripAsciiWhitespace(rest));
}

absl::StatusOr<bool> EventTexts::Next(InputLine& object) {
  do {
    DECREE_ASSIGN_OR_RETURN(const bool more, TakeLine(object));
    if (!more && is_list_ && !has_list_ended_) {
      return absl::InvalidArgumentError("the list of events has no end (]); the file is cut off");
    }
    if (!more) return false;
    if (object.too_long) return true;
    StripList(object.text);
  } while (object.text.empty());
  if (has_list_ended_) {
    return absl::InvalidArgumentError(
        absl::StrCat("line ", object.number, ": more stands behind the end of the list of events"));
  }
  // One a line ends on its line, which is told without reading it.
  if (!is_list_ && object.text.back() == '}') return true;
  Nesting nesting;
  size_t end = nesting.EndIn(object.text);
  while (end == absl::string_view::npos) {
    DECREE_ASSIGN_OR_RETURN(const bool more, TakeLine(ahead_));
    if (!more) return true;
    const bool is_next = ahead_.too_long || ahead_.text.front() == '{';
    if (is_next || object.text.size() + ahead_.text.size() > LineReader::kLineBytesMax) {
      has_ahead_ = true;
      return true;
    }
    const size_t end_in_line = nesting.EndIn(ahead_.text);
    object.text += '\n';
    if (end_in_line != absl::string_view::npos) end = object.text.size() + end_in_line;
    object.text += ahead_.text;
    last_line_ = ahead_.number;
  }
  if (!is_list_) return true;
  ahead_.text = object.text.substr(end);
  ahead_.number = std::max(last_line_, object.number);
  ahead_.too_long = false;
  has_ahead_ = !absl::StripAsciiWhitespace(ahead_.text).empty();
  object.text.resize(end);
  return true;
}

}  // namespace decree::tools
