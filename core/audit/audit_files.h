// Small files beside a store, of those who sign and check: read whole within a bound, written whole
// or not at all, and durable when the call returns. What lies in a store's own folder goes through
// core/store/plain_files.h instead; `decree-verify` has these and no database.
#ifndef DECREE_CORE_AUDIT_AUDIT_FILES_H_
#define DECREE_CORE_AUDIT_AUDIT_FILES_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace decree {

// `-` is standard input. Errors: NotFound; InvalidArgument when it cannot be read or holds more
// than `bytes_max`.
absl::StatusOr<std::string> ReadBounded(const std::string& path, size_t bytes_max);

// Writes beside, syncs, renames over `path` and syncs the folder. Errors: Internal naming the file,
// or no room (core/base/no_room.h).
absl::Status WriteDurably(const std::string& path, absl::string_view bytes);

// A file that only its owner may read or write (mode 0600). Writing makes it anew. Errors:
// AlreadyExists; PermissionDenied when the file lets others in, saying what to do; those above.
absl::Status WriteSecret(const std::string& path, absl::string_view bytes);
absl::StatusOr<std::string> ReadSecret(const std::string& path, size_t bytes_max);

// Keeps other processes out as long as it lives, by flock(2) on a file of its own.
class FileLock {
 public:
  // Makes the file. Errors: FailedPrecondition when another process holds it; Internal.
  static absl::StatusOr<std::unique_ptr<FileLock>> Take(const std::string& path);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  const int descriptor_;
};

}  // namespace decree

#endif  // DECREE_CORE_AUDIT_AUDIT_FILES_H_
