#include "core/base/no_room.h"

#include <cerrno>
#include <system_error>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"

namespace decree {
namespace {

constexpr char kMark[] = "decree/no-room";

}  // namespace

absl::Status NoRoomError(absl::string_view text) {
  absl::Status status = absl::ResourceExhaustedError(text);
  status.SetPayload(kMark, absl::Cord());
  return status;
}

bool IsNoRoom(const absl::Status& status) {
  return absl::IsResourceExhausted(status) && status.GetPayload(kMark).has_value();
}

bool IsNoRoomErrno(int error) { return error == ENOSPC || error == EDQUOT || error == EFBIG; }

absl::Status SystemCallError(absl::string_view what, int error) {
  const std::string text = absl::StrCat(what, ": ", std::generic_category().message(error));
  return IsNoRoomErrno(error) ? NoRoomError(text) : absl::InternalError(text);
}

absl::Status Reworded(const absl::Status& status, absl::string_view text) {
  absl::Status reworded(status.code(), text);
  status.ForEachPayload([&](absl::string_view name, const absl::Cord& payload) {
    reworded.SetPayload(name, payload);
  });
  return reworded;
}

absl::Status Prefixed(absl::string_view before, const absl::Status& status) {
  return status.ok() ? status : Reworded(status, absl::StrCat(before, status.message()));
}

}  // namespace decree
