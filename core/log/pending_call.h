// One call of Append on its way through the committer, with the hashes that its own thread
// computed.
#ifndef DECREE_CORE_LOG_PENDING_CALL_H_
#define DECREE_CORE_LOG_PENDING_CALL_H_

#include <condition_variable>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "core/log/event_log.h"
#include "core/log/key_layout.h"

namespace decree {

struct PendingCall {
  absl::Span<const AppendRequest> requests;
  size_t bytes = 0;

  std::vector<Key16> ids;       // one a request
  std::vector<Key16> targets;   // one a request; zero without a target
  std::vector<Key16> streams;   // those of all requests, in order
  std::vector<Key16> expected;  // likewise

  absl::StatusOr<std::vector<AppendResult>> answer = absl::UnknownError("not committed");
  bool done = false;              // guarded by the committer's mutex
  std::condition_variable ready;  // notified when done or at the front of the queue
};

// Hashes what the committer will look up. The requests must outlive the call.
void PrepareCall(absl::Span<const AppendRequest> requests, PendingCall& call);

}  // namespace decree

#endif  // DECREE_CORE_LOG_PENDING_CALL_H_
