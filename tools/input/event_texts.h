// The JSON objects of a file of events, one after the other in bounded memory: one a line, or laid
// out over several, or the items of one list.
#ifndef DECREE_TOOLS_INPUT_EVENT_TEXTS_H_
#define DECREE_TOOLS_INPUT_EVENT_TEXTS_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "tools/input/line_reader.h"

namespace decree::tools {

class EventTexts {
 public:
  // As LineReader::Open.
  static absl::StatusOr<std::unique_ptr<EventTexts>> Open(const std::string& path);

  // False at the end. `number` is the line on which the object begins, `text` the object with the
  // line ends inside it. What does not end before the next object begins on the left is given as it
  // is, so that one object too few does not hide those behind it. Errors: as LineReader::Next;
  // InvalidArgument where a list is cut off or more stands behind it.
  absl::StatusOr<bool> Next(InputLine& object);

  uint64_t bytes_read() const { return lines_->bytes_read(); }
  uint64_t bytes_total() const { return lines_->bytes_total(); }
  bool can_be_read_again() const { return lines_->can_be_read_again(); }

 private:
  explicit EventTexts(std::unique_ptr<LineReader> lines) : lines_(std::move(lines)) {}

  // Takes a line that was looked at before, or the next.
  absl::StatusOr<bool> TakeLine(InputLine& line);
  // Takes away the brackets and commas of a list of objects around what a line holds.
  void StripList(std::string& text);

  std::unique_ptr<LineReader> lines_;
  InputLine ahead_;
  bool has_ahead_ = false;
  uint64_t last_line_ = 0;  // that was put behind the beginning of an object
  bool is_list_ = false, has_list_ended_ = false;
  bool has_begun_ = false;
};

}  // namespace decree::tools

#endif  // DECREE_TOOLS_INPUT_EVENT_TEXTS_H_
