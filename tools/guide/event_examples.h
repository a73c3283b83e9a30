// The examples of schema/event.schema.json, and its words for the fields of an event.
#ifndef DECREE_TOOLS_GUIDE_EVENT_EXAMPLES_H_
#define DECREE_TOOLS_GUIDE_EVENT_EXAMPLES_H_

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace decree::tools {

struct EventExample {
  absl::string_view kind;
  absl::string_view json;  // laid out over several lines
};
// At least one of every kind, the plainest first.
absl::Span<const EventExample> EventExamples();

struct FieldWords {
  absl::string_view field;
  absl::string_view words;
};
absl::Span<const FieldWords> FieldDescriptions();

}  // namespace decree::tools

#endif  // DECREE_TOOLS_GUIDE_EVENT_EXAMPLES_H_
