// What the process tells its caller. The numbers are part of the interface: scripts rely on them.
//
// One place turns a library status into an exit status; the same code can mean different things in
// different stages: NotFound is a usage error when asked for, a refusal when appended.
#ifndef DECREE_TOOLS_CLI_EXIT_STATUS_H_
#define DECREE_TOOLS_CLI_EXIT_STATUS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "tools/cli/stored.h"

namespace decree::tools {

enum ExitStatus : int {
  kAnswered = 0,
  kOutputFailed = 1,     // nothing was stored, and the output could not be written
  kUsage = 2,            // the command line asks for what does not exist or makes no sense
  kRefused = 3,          // input refused: nothing of what is refused is stored
  kStoreFault = 4,       // store damaged, locked, or of a newer format
  kOutcomeUnknown = 5,   // repeat with the same ids
  kNoRoom = 6,           // nothing of what the text names is stored
  kStoredButFailed = 7,  // stored; the output, or what follows the storing, failed
  kOutOfTime = 124,      // not answered in the time given (--timeout), as timeout(1) has it
};

enum class Stage { kOpen, kAsk, kAppend };

ExitStatus ExitStatusOf(const absl::Status& status, Stage stage);

// Prints `decree: MESSAGE` to stderr and returns the exit status.
ExitStatus Fail(const absl::Status& status, Stage stage);

// Prints `decree: note: NOTE` to stderr, of each: beside answers whose form has no place for them.
void TellNotes(const std::vector<std::string>& notes);

// As Fail, of what failed after something was stored, if it was: says so and returns
// kStoredButFailed.
ExitStatus FailAfter(const Stored& stored, const absl::Status& status, Stage stage);

// As Fail, of a file that an answer was to go to: kUsage where the command line names an impossible
// place, else kOutputFailed or kNoRoom.
ExitStatus FailedOutput(const absl::Status& status);

// Writes out what is left of standard output, once a verb has ended with `status`. Where that fails
// it is told together with what is stored, and the exit status is kStoredButFailed (kOutputFailed
// where nothing is), unless `status` tells of a fault of the store or an unknown outcome.
int EndOutput(const Stored& stored, int status);

}  // namespace decree::tools

#endif  // DECREE_TOOLS_CLI_EXIT_STATUS_H_
