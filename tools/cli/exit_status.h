// What the process tells its caller. The numbers are part of the interface: scripts rely on them.
//
// One place turns a library status into an exit status; the same code can mean different things in
// different stages: NotFound is a usage error when asked for, a refusal when appended.
#ifndef DECREE_TOOLS_CLI_EXIT_STATUS_H_
#define DECREE_TOOLS_CLI_EXIT_STATUS_H_

#include "absl/status/status.h"

namespace decree::cli {

enum ExitStatus : int {
  kAnswered = 0,
  kUsage = 2,           // the command line asks for what does not exist or makes no sense
  kRefused = 3,         // input refused: nothing of it is stored
  kStoreFault = 4,      // store damaged, locked, or of a newer format
  kOutcomeUnknown = 5,  // repeat with the same ids
  kOutOfTime = 124,     // not answered in the time given (--timeout), as timeout(1) has it
};

enum class Stage { kOpen, kAsk, kAppend };

ExitStatus ExitStatusOf(const absl::Status& status, Stage stage);

// True when the status speaks of the events given, so that others may still be appended.
bool IsRefusal(const absl::Status& status);

// Prints `decree: MESSAGE` to stderr and returns the exit status.
ExitStatus Fail(const absl::Status& status, Stage stage);

}  // namespace decree::cli

#endif  // DECREE_TOOLS_CLI_EXIT_STATUS_H_
