// The JSON objects of a file of events, one after the other in bounded memory: one a line, or laid
// out over several, or the items of one list.
#ifndef DECREE_TOOLS_INPUT_EVENT_TEXTS_H_
#define DECREE_TOOLS_INPUT_EVENT_TEXTS_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "tools/input/line_reader.h"

namespace decree::tools {

class EventTexts {
 public:
  // As LineReader::Open.
  static absl::StatusOr<std::unique_ptr<EventTexts>> Open(const std::string& path);

  // False at the end. `number` is the line on which the object begins, `text` the object with the
  // line ends inside it. Outside a list, what does not end before the next object begins on the
  // left is given as it is, so that one that is cut off does not hide those behind it. Errors: as
  // LineReader::Next; InvalidArgument where a list is cut off, holds what is no object, or more
  // stands behind it.
  absl::StatusOr<bool> Next(InputLine& object);

  uint64_t bytes_read() const { return lines_->bytes_read(); }
  uint64_t bytes_total() const { return lines_->bytes_total(); }
  bool can_be_read_again() const { return lines_->can_be_read_again(); }

 private:
  explicit EventTexts(std::unique_ptr<LineReader> lines) : lines_(std::move(lines)) {}

  // The next line into `line_`, to be read from its beginning.
  absl::StatusOr<bool> TakeLine();
  // To the next item of the list, or behind its end (false).
  absl::StatusOr<bool> GoToItem();
  absl::StatusOr<bool> NextItem(InputLine& object);
  absl::Status Refuse(absl::string_view why) const;

  std::unique_ptr<LineReader> lines_;
  InputLine line_;
  size_t at_ = 0;         // in `line_`, where a list is read
  size_t counted_ = 0;    // bytes of `line_`, which are
  uint64_t columns_ = 0;  // characters
  bool is_held_ = false;  // `line_` is still to be read
  bool is_list_ = false, has_list_ended_ = false, has_begun_ = false;
};

}  // namespace decree::tools

#endif  // DECREE_TOOLS_INPUT_EVENT_TEXTS_H_
