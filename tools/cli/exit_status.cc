#include "tools/cli/exit_status.h"

#include <iostream>
#include <string>

#include "tools/cli/terminal.h"

namespace decree::cli {

bool IsRefusal(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kOutOfRange:
      return true;
    default:
      return false;
  }
}

ExitStatus ExitStatusOf(const absl::Status& status, Stage stage) {
  if (status.ok()) return kAnswered;
  if (IsRefusal(status)) return stage == Stage::kAppend ? kRefused : kUsage;
  if (stage == Stage::kAsk && status.code() == absl::StatusCode::kDeadlineExceeded) {
    return kOutOfTime;
  }
  switch (status.code()) {
    case absl::StatusCode::kResourceExhausted:  // the disk reserve: nothing was stored
      return stage == Stage::kAppend ? kRefused : kStoreFault;
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kDataLoss:
    case absl::StatusCode::kUnimplemented:
    case absl::StatusCode::kPermissionDenied:
      return kStoreFault;
    default:  // what is not known to have failed may have happened
      return stage == Stage::kAppend ? kOutcomeUnknown : kStoreFault;
  }
}

ExitStatus Fail(const absl::Status& status, Stage stage) {
  std::cout.flush();
  std::cerr << "decree: " << Printable(std::string(status.message())) << "\n";
  return ExitStatusOf(status, stage);
}

}  // namespace decree::cli
