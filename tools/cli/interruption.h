// Ctrl-C (SIGINT) and SIGTERM: the process ends at once, as if it had been killed, which harms no
// store, and says what is stored, what is not, and how to go on. It dies of the signal, so that
// shells and scripts see what happened.
#ifndef DECREE_TOOLS_CLI_INTERRUPTION_H_
#define DECREE_TOOLS_CLI_INTERRUPTION_H_

#include <string>

#include "absl/strings/string_view.h"

namespace decree::tools {

// As long as this lives, an interruption tells of `verb`; of several, of the first.
class Interruption {
 public:
  explicit Interruption(absl::string_view verb);
  ~Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

 private:
  const bool is_outermost_;
};

// What is running changes nothing after all, and is called otherwise.
void RenameInterruption(absl::string_view name);

// What an interruption is to call stored from now on; see Stored. Called by one thread at a time.
void TellInterruptionOf(const std::string& stored);

}  // namespace decree::tools

#endif  // DECREE_TOOLS_CLI_INTERRUPTION_H_
