#include "tools/cli/exit_status.h"

#include <iostream>
#include <string>

#include "core/base/no_room.h"
#include "tools/input/refusal.h"
#include "tools/text/terminal.h"
#include "tools/words/printable.h"

namespace decree::tools {

ExitStatus ExitStatusOf(const absl::Status& status, Stage stage) {
  if (status.ok()) return kAnswered;
  if (IsNoRoom(status)) return kNoRoom;
  if (IsRefusal(status)) return stage == Stage::kAppend ? kRefused : kUsage;
  if (stage == Stage::kAsk && status.code() == absl::StatusCode::kDeadlineExceeded) {
    return kOutOfTime;
  }
  switch (status.code()) {
    case absl::StatusCode::kResourceExhausted:  // more than a question or a call may hold
      return stage == Stage::kAppend ? kRefused : kUsage;
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kDataLoss:
    case absl::StatusCode::kUnimplemented:
    case absl::StatusCode::kPermissionDenied:
      return kStoreFault;
    case absl::StatusCode::kUnknown:
      return kOutcomeUnknown;
    default:  // what is not known to have failed may have happened
      return stage == Stage::kAppend ? kOutcomeUnknown : kStoreFault;
  }
}

ExitStatus Fail(const absl::Status& status, Stage stage) {
  std::cout.flush();
  std::cerr << "decree: " << Visible(std::string(status.message())) << "\n";
  return ExitStatusOf(status, stage);
}

void TellNotes(const std::vector<std::string>& notes) {
  for (const std::string& note : notes) std::cerr << "decree: note: " << note << "\n";
}

ExitStatus FailAfter(const Stored& stored, const absl::Status& status, Stage stage) {
  if (stored.empty()) return Fail(status, stage);
  std::cout.flush();
  std::cerr << "decree: " << Visible(std::string(status.message())) << "\n"
            << "decree: stored all the same: " << Visible(stored.Text()) << "\n";
  return kStoredButFailed;
}

ExitStatus FailedOutput(const absl::Status& status) {
  const ExitStatus failed = Fail(status, Stage::kAsk);
  return failed == kUsage || failed == kNoRoom ? failed : kOutputFailed;
}

int EndOutput(const Stored& stored, int status) {
  if (std::cout.flush()) return status;
  std::cerr << "decree: the output could not be written in full (is the disk full, or its reader "
               "gone?)";
  if (stored.empty()) {
    std::cerr << "; nothing was stored: mend that and run it again\n";
    return status == kAnswered ? kOutputFailed : status;
  }
  std::cerr << "; stored all the same: " << Visible(stored.Text())
            << "; there is no need to run it again\n";
  return status == kStoreFault || status == kOutcomeUnknown ? status : kStoredButFailed;
}

}  // namespace decree::tools
