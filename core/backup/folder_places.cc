#include "core/backup/folder_places.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/log/head_file.h"
#include "core/log/log_folder.h"
#include "core/store/plain_files.h"

namespace decree {
namespace {

namespace fs = std::filesystem;

// Links resolved as far as the path is there.
absl::StatusOr<fs::path> WholePath(const std::string& path) {
  std::error_code error;
  fs::path whole = fs::weakly_canonical(fs::absolute(path, error), error);
  if (error) {
    return absl::InternalError(absl::StrCat(path, ": cannot be looked at: ", error.message()));
  }
  if (!whole.has_filename()) whole = whole.parent_path();
  return whole;
}

}  // namespace

absl::StatusOr<bool> LiesIn(const std::string& path, const std::string& folder) {
  struct stat wanted {};
  if (::stat(folder.c_str(), &wanted) != 0) {
    if (errno == ENOENT || errno == ENOTDIR) return false;
    return absl::InternalError(
        absl::StrCat(folder, ": cannot be looked at: ", std::strerror(errno)));
  }
  DECREE_ASSIGN_OR_RETURN(fs::path at, WholePath(path));
  for (;; at = at.parent_path()) {
    struct stat found {};
    if (::stat(at.c_str(), &found) == 0 && found.st_dev == wanted.st_dev &&
        found.st_ino == wanted.st_ino) {
      return true;
    }
    if (at == at.parent_path()) return false;
  }
}

absl::StatusOr<std::string> StoreAround(const std::string& path) {
  DECREE_ASSIGN_OR_RETURN(fs::path at, WholePath(path));
  for (;; at = at.parent_path()) {
    const std::string log = (at / "log").string();
    DECREE_ASSIGN_OR_RETURN(const bool has_head, IsThere(absl::StrCat(log, "/", kHeadFileName)));
    DECREE_ASSIGN_OR_RETURN(const bool has_database, IsThere(LogDatabaseDir(log)));
    if (has_head && has_database) return at.string();
    if (at == at.parent_path()) return std::string();
  }
}

absl::Status CheckBackupPlace(const std::string& store_dir, const std::string& dir) {
  DECREE_ASSIGN_OR_RETURN(const bool is_in_store, LiesIn(dir, store_dir));
  DECREE_ASSIGN_OR_RETURN(const std::string around, StoreAround(dir));
  if (is_in_store || !around.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "'", dir, "' lies in the folder of a store (", is_in_store ? store_dir : around,
        "), and a backup there is lost with it; name a folder outside"));
  }
  DECREE_ASSIGN_OR_RETURN(const bool holds_store, LiesIn(store_dir, dir));
  if (!holds_store) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("the store '", store_dir, "' lies in '", dir,
                                                 "'; name a folder of its own for the backup"));
}

absl::Status CheckNewStorePlace(const std::string& new_store, const std::string& backup_dir) {
  DECREE_ASSIGN_OR_RETURN(const std::string around, StoreAround(new_store));
  // One that is the store itself is told to be there already.
  DECREE_ASSIGN_OR_RETURN(const bool is_store,
                          around.empty() ? absl::StatusOr<bool>(false) : LiesIn(around, new_store));
  if (!around.empty() && !is_store) {
    return absl::InvalidArgumentError(absl::StrCat(
        "'", new_store, "' lies in the folder of a store (", around, "); name a folder outside"));
  }
  if (backup_dir.empty()) return absl::OkStatus();
  DECREE_ASSIGN_OR_RETURN(const bool is_in_backup, LiesIn(new_store, backup_dir));
  if (!is_in_backup) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("'", new_store,
                                                 "' lies in the folder of the "
                                                 "backup ('",
                                                 backup_dir, "'); name a folder outside"));
}

}  // namespace decree
