#include "core/log/pending_call.h"

#include <string>

#include "core/log/limits.h"
#include "core/log/thread_sha.h"

namespace decree {

void PrepareCall(absl::Span<const AppendRequest> requests, PendingCall& call) {
  Sha256& sha = ThreadSha();
  call.requests = requests;
  call.ids.reserve(requests.size());
  call.targets.reserve(requests.size());
  // Neighbouring events often share a stream: its hash is then at hand.
  absl::string_view last_name;
  Key16 last_key;
  const auto stream_key = [&](const std::string& name) {
    if (last_name != name) {
      last_name = name;
      last_key = Key16Of(sha, name);
    }
    return last_key;
  };
  for (const AppendRequest& request : requests) {
    call.bytes += RequestBytes(request);
    call.ids.push_back(Key16Of(sha, request.id));
    call.targets.push_back(request.target_id.empty() ? Key16() : Key16Of(sha, request.target_id));
    for (const std::string& stream : request.streams) call.streams.push_back(stream_key(stream));
    for (const ExpectedVersion& expected : request.expected) {
      call.expected.push_back(stream_key(expected.stream));
    }
  }
}

}  // namespace decree
