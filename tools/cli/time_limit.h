// --timeout: how long a verb may take. Questions look at their deadline on the way and end with an
// error; whatever does not is ended a second later, as if the process had been killed, which harms
// no store.
#ifndef DECREE_TOOLS_CLI_TIME_LIMIT_H_
#define DECREE_TOOLS_CLI_TIME_LIMIT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace decree::tools {

// Seconds ("30", "0.5"), or with a unit ("500ms", "30s", "2m"). Errors: InvalidArgument.
absl::StatusOr<absl::Duration> ParseTimeout(const std::string& text);

// Ends the process a second after `timeout`, with what was stopped on stderr: exit status 5 where
// it may have appended (`is_append`), else 124. As long as this lives; one at a time.
class EndedLate {
 public:
  EndedLate(absl::string_view verb, bool is_append, absl::Duration timeout);
  ~EndedLate();
  EndedLate(const EndedLate&) = delete;
  EndedLate& operator=(const EndedLate&) = delete;
};

}  // namespace decree::tools

#endif  // DECREE_TOOLS_CLI_TIME_LIMIT_H_
