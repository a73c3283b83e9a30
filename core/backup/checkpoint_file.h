// What a signed checkpoint says of the log's size and root. The signature is not looked at here:
// whoever relies on it has it checked by `audit`.
//
// It is a signed note: the origin, the size and the base64 of the root, a line each; maybe further
// lines; an empty line; signatures.
#ifndef DECREE_CORE_BACKUP_CHECKPOINT_FILE_H_
#define DECREE_CORE_BACKUP_CHECKPOINT_FILE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/log/event_log.h"
#include "core/store/plain_files.h"

namespace decree {

inline constexpr uint64_t kCheckpointBytesMax = 1 << 20;

struct SignedHead {
  std::string origin;
  uint64_t size = 0;
  Hash256 root{};
};

// Errors: InvalidArgument saying which line does not read.
absl::StatusOr<SignedHead> ParseCheckpointFile(absl::string_view text);

// Where a store keeps what it has signed: "audit/epoch-0001/00000000000000000124", the number being
// the size, and "audit/epoch-0001/vkey" (core/audit/checkpoint_folder.h). What else lies there can
// be made again.
bool IsCheckpointPath(absl::string_view path);
// Those paths in a store, ascending. Errors: Internal.
absl::StatusOr<std::vector<std::string>> CheckpointPaths(const PlainFiles& files,
                                                         const std::string& store_dir);
// Of the newest epoch; "" when nothing was signed.
absl::StatusOr<std::string> NewestCheckpointPath(const PlainFiles& files,
                                                 const std::string& store_dir);

// Whether a log may go on under the origin of `signed_head`: it must hold that many events, and
// they must give that root. Errors: FailedPrecondition when it ends earlier or is of another
// history: going on would fork what was signed; those of EventLog::RootAt.
absl::Status CheckContinues(const EventLog& log, const SignedHead& signed_head);

}  // namespace decree

#endif  // DECREE_CORE_BACKUP_CHECKPOINT_FILE_H_
