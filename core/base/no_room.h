// No room on the medium: told apart from every other bound that ResourceExhausted speaks of, such
// as the rows of an answer or the size of a bundle.
//
// The mark is a payload of the status, so it goes lost where a new status is made of the text of an
// old one: change words with Reworded, put words in front with Prefixed.
#ifndef DECREE_CORE_BASE_NO_ROOM_H_
#define DECREE_CORE_BASE_NO_ROOM_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace decree {

// ResourceExhausted, marked.
absl::Status NoRoomError(absl::string_view text);
bool IsNoRoom(const absl::Status& status);

// Whether a system call failed with `error` (an errno) because of a full disk, a quota that is used
// up, or the limit on the size of a file.
bool IsNoRoomErrno(int error);

// "WHAT: No space left on device" and the like: marked where it is one, else Internal.
absl::Status SystemCallError(absl::string_view what, int error);

// `status` with another text: the same code and payloads, this mark and all others
// (core/base/append_error.h).
absl::Status Reworded(const absl::Status& status, absl::string_view text);

// `status` with `before` in front of its text; OK stays OK.
absl::Status Prefixed(absl::string_view before, const absl::Status& status);

}  // namespace decree

#endif  // DECREE_CORE_BASE_NO_ROOM_H_
