// JSON for people: over several lines, indented, what is short on one.
#ifndef DECREE_TOOLS_JSON_LAID_OUT_H_
#define DECREE_TOOLS_JSON_LAID_OUT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace decree::tools {

// Of a text without white space between its values, as the writer of this program makes it; ends
// with a line end.
std::string LaidOut(absl::string_view json);

}  // namespace decree::tools

#endif  // DECREE_TOOLS_JSON_LAID_OUT_H_
