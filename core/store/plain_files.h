// Whole files, for backups, restores and documents: read from front to back, made whole or not
// at all, never changed in place. It knows nothing of what they hold.
//
// Do not confuse it with a SlotFile, which is overwritten in place. All goes through the seam, so
// that tests can lose or fail any of it. Safe for concurrent use on different files.
#ifndef DECREE_CORE_STORE_PLAIN_FILES_H_
#define DECREE_CORE_STORE_PLAIN_FILES_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace decree {

struct FileSeam;  // core/store/file_seam.h; nullptr means the machine's file system

// A file open for reading. It can be read to its end after its name is gone.
class FileSource {
 public:
  virtual ~FileSource() = default;

  virtual const std::string& path() const = 0;
  virtual uint64_t size() const = 0;  // when it was opened; what came later is not read

  // Hands the bytes over in order, in pieces of at most 1 MiB, until `visit` returns an error,
  // which is returned. Each call begins at the front. Errors: DataLoss when the file has become
  // shorter; Internal.
  virtual absl::Status Read(const std::function<absl::Status(absl::string_view)>& visit) const = 0;
};

class PlainFiles {
 public:
  explicit PlainFiles(std::shared_ptr<FileSeam> files = nullptr) : files_(std::move(files)) {}

  // Errors: NotFound, Internal.
  absl::StatusOr<std::unique_ptr<FileSource>> Open(const std::string& path) const;

  // Errors: NotFound; DataLoss when it is longer than `bytes_max`; Internal.
  absl::StatusOr<std::string> ReadAll(const std::string& path, uint64_t bytes_max) const;

  // Makes `path` from the pieces that `produce` passes to its argument: under a temporary name in
  // the same folder, synced, and renamed when `produce` returns OK; otherwise no trace is left,
  // unless the process dies: names that end in kTemporaryEnding are then left over. Nothing is
  // durable before SyncFolder. Errors: those of `produce`; no room, Internal.
  using Sink = std::function<absl::Status(absl::string_view)>;
  absl::Status Make(const std::string& path,
                    const std::function<absl::Status(const Sink& sink)>& produce) const;
  static constexpr char kTemporaryEnding[] = ".tmp";

  // The folder, and those above it that are missing. Errors: Internal.
  absl::Status MakeFolder(const std::string& dir) const;

  // Makes the entries of the folder durable. Errors: Internal.
  absl::Status SyncFolder(const std::string& dir) const;

  // What was written to this file by anybody is on the medium when it returns OK. Errors: NotFound,
  // Internal.
  absl::Status SyncFile(const std::string& path) const;

  // Names of the files and folders in it, sorted. Errors: NotFound, Internal.
  absl::StatusOr<std::vector<std::string>> List(const std::string& dir) const;

  absl::Status Rename(const std::string& from, const std::string& to) const;
  absl::Status Remove(const std::string& path) const;  // OK when it is not there

  const std::shared_ptr<FileSeam>& seam() const { return files_; }

 private:
  std::shared_ptr<FileSeam> files_;
};

// Whether anything has this name. What cannot be told, as in a folder that may not be searched, is
// an error and never absence. Errors: Internal.
absl::StatusOr<bool> IsThere(const std::string& path);

// The folder that holds `path`, whether it ends in a slash or not.
std::string FolderAbove(const std::string& path);

}  // namespace decree

#endif  // DECREE_CORE_STORE_PLAIN_FILES_H_
