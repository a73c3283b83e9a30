#include "core/log/limits.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "core/base/append_error.h"
#include "core/base/no_room.h"
#include "core/base/status_macros.h"

namespace decree {
namespace {

absl::Status CheckLength(absl::string_view field, absl::string_view what, size_t bytes,
                         size_t max) {
  if (bytes >= 1 && bytes <= max) return absl::OkStatus();
  return WithField(absl::InvalidArgumentError(
                       absl::StrCat(what, " has ", bytes, " bytes, 1 to ", max, " are allowed")),
                   field);
}

// Which field of the event gives a stream its name is not known here.
absl::Status CheckLengths(const AppendRequest& request) {
  DECREE_RETURN_IF_ERROR(CheckLength("id", "the id", request.id.size(), kRecordIdBytesMax));
  if (!request.target_id.empty()) {
    DECREE_RETURN_IF_ERROR(
        CheckLength("target", "the target's id", request.target_id.size(), kRecordIdBytesMax));
  }
  for (const std::string& stream : request.streams) {
    DECREE_RETURN_IF_ERROR(CheckLength("", "a stream's name", stream.size(), kStreamBytesMax));
  }
  for (const ExpectedVersion& expected : request.expected) {
    DECREE_RETURN_IF_ERROR(
        CheckLength("", "an expected stream's name", expected.stream.size(), kStreamBytesMax));
  }
  return absl::OkStatus();
}

absl::Status CheckRequest(size_t event, const AppendRequest& request) {
  if (request.streams.size() > kStreamsPerEventMax) {
    const std::string joins = absl::StrCat("joins ", request.streams.size(), " streams, at most ",
                                           kStreamsPerEventMax, " are allowed");
    return Reworded(WithIndex(absl::InvalidArgumentError(joins), event),
                    absl::StrCat("event ", event, " of the call ", joins));
  }
  return InCall(event, CheckLengths(request));
}

}  // namespace

size_t RequestBytes(const AppendRequest& request) {
  size_t bytes = request.id.size() + request.target_id.size() + request.body.size();
  for (const std::string& stream : request.streams) bytes += stream.size();
  return bytes;
}

absl::Status CheckCallLimits(absl::Span<const AppendRequest> requests) {
  if (requests.size() > kEventsPerCallMax) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the call has ", requests.size(), " events, at most ", kEventsPerCallMax, " are allowed"));
  }
  size_t bytes = 0;
  for (size_t i = 0; i < requests.size(); ++i) {
    DECREE_RETURN_IF_ERROR(CheckRequest(i, requests[i]));
    bytes += RequestBytes(requests[i]);
  }
  if (bytes > kBytesPerCallMax) {
    return absl::InvalidArgumentError(
        absl::StrCat("the call has ", bytes, " bytes, at most ", kBytesPerCallMax, " are allowed"));
  }
  return absl::OkStatus();
}

}  // namespace decree
