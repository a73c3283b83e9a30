// A folder under the system's temporary folder that is removed, with all in it, at the end of the
// object's life. Secondaries keep their few private files in one.
#ifndef DECREE_CORE_STORE_TEMPORARY_FOLDER_H_
#define DECREE_CORE_STORE_TEMPORARY_FOLDER_H_

#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"

namespace decree {

class TemporaryFolder {
 public:
  // Errors: Internal when none can be made.
  static absl::StatusOr<std::unique_ptr<TemporaryFolder>> Create();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::string& path() const { return path_; }

 private:
  explicit TemporaryFolder(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

}  // namespace decree

#endif  // DECREE_CORE_STORE_TEMPORARY_FOLDER_H_
