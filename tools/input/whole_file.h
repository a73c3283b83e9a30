// Writing a file so that it is there whole or not at all.
#ifndef DECREE_TOOLS_INPUT_WHOLE_FILE_H_
#define DECREE_TOOLS_INPUT_WHOLE_FILE_H_

#include <string>

#include "absl/status/status.h"

namespace decree::tools {

// Writes under a temporary name in the same folder, syncs, and renames over `path`; what a symbolic
// link names is replaced, not the link. Errors: InvalidArgument names `path`, the cause and what to
// do; no room, Internal when the medium fails; a file that was there is then unchanged.
absl::Status WriteWholeFile(const std::string& path, const std::string& text);

}  // namespace decree::tools

#endif  // DECREE_TOOLS_INPUT_WHOLE_FILE_H_
