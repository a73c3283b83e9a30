// What a signed checkpoint says of the log's size and root. The signature is not looked at here:
// whoever relies on it has it checked by `audit`.
//
// It is a signed note: the origin, the size and the base64 of the root, a line each; maybe further
// lines; an empty line; signatures.
#ifndef DECREE_CORE_BACKUP_CHECKPOINT_FILE_H_
#define DECREE_CORE_BACKUP_CHECKPOINT_FILE_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/log/event_log.h"

namespace decree {

inline constexpr uint64_t kCheckpointBytesMax = 1 << 20;

struct SignedHead {
  std::string origin;
  uint64_t size = 0;
  Hash256 root{};
};

// Errors: InvalidArgument saying which line does not read.
absl::StatusOr<SignedHead> ParseCheckpointFile(absl::string_view text);

// Whether a log may go on under the origin of `signed_head`: it must hold that many events, and
// they must give that root. Errors: FailedPrecondition when it ends earlier or is of another
// history: going on would fork what was signed; those of EventLog::RootAt.
absl::Status CheckContinues(const EventLog& log, const SignedHead& signed_head);

}  // namespace decree

#endif  // DECREE_CORE_BACKUP_CHECKPOINT_FILE_H_
