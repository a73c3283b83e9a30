// The small files beside the log's database: the lock that keeps a second writer out and the mark
// that a write error leaves.
//
//   <dir>/lock          held with flock(2) while a writer has the log open; holds its process id
//   <dir>/needs-doctor  present after a write error: the text of the error
//   <dir>/head          core/log/head_file.h
//   <dir>/db            the database, core/store/log_database.h
#ifndef DECREE_CORE_LOG_LOG_FOLDER_H_
#define DECREE_CORE_LOG_LOG_FOLDER_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace decree {

inline std::string LogDatabaseDir(const std::string& dir) { return dir + "/db"; }

class FolderLock {
 public:
  // Makes the folder if needed and takes the lock. Errors: FailedPrecondition naming the folder and
  // the holder's process id when it is held; Internal.
  static absl::StatusOr<std::unique_ptr<FolderLock>> Take(const std::string& dir);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

  // Leaves this process's id in the lock file, for the message that another opener gets.
  void WriteHolder();

 private:
  explicit FolderLock(int descriptor) : descriptor_(descriptor) {}
  const int descriptor_;
};

// Leaves the mark, durably as far as the medium still allows.
void WriteErrorMark(const std::string& dir, const std::string& text);

// FailedPrecondition with the mark's text when there is one.
absl::Status CheckErrorMark(const std::string& dir);

// Bytes that the file system of `dir` still has for this process. Errors: Internal.
absl::StatusOr<uint64_t> FreeDiskBytes(const std::string& dir);

}  // namespace decree

#endif  // DECREE_CORE_LOG_LOG_FOLDER_H_
