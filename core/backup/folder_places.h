// Where folders lie in one another, by what they are on the medium and not by their names: through
// symbolic links and mounts as well. A backup in the store that it is of is lost with it, and a
// store in another one's folder, or in a backup, is in the way of both.
#ifndef DECREE_CORE_BACKUP_FOLDER_PLACES_H_
#define DECREE_CORE_BACKUP_FOLDER_PLACES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace decree {

// Whether `path`, which need not be there, is `folder` or lies somewhere below it. Errors: Internal
// where it cannot be told.
absl::StatusOr<bool> LiesIn(const std::string& path, const std::string& folder);

// The innermost store that `path`, which need not be there, is or lies in; empty when there is
// none.
absl::StatusOr<std::string> StoreAround(const std::string& path);

// InvalidArgument where a backup of the store may not lie in `dir`, or a new store in `new_store`
// beside the backup that it comes from (`backup_dir`, empty for none).
absl::Status CheckBackupPlace(const std::string& store_dir, const std::string& dir);
absl::Status CheckNewStorePlace(const std::string& new_store, const std::string& backup_dir);

}  // namespace decree

#endif  // DECREE_CORE_BACKUP_FOLDER_PLACES_H_
