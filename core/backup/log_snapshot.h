// A LogSnapshot holds the files of a log as they are at one moment, beside whatever writes to it:
// no lock, no help from the writer, no byte changed. It works from any process.
//
// Tables never change once they are there; the WAL and the manifest of the database only grow. All
// are opened, then the folder is listed again: if no name came or went meanwhile, the files open
// now belong together, and they stay readable though the writer removes them. Otherwise it is tried
// again. The head is read first, so that what it acknowledges is in the files.
#ifndef DECREE_CORE_BACKUP_LOG_SNAPSHOT_H_
#define DECREE_CORE_BACKUP_LOG_SNAPSHOT_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/log/head_file.h"
#include "core/store/plain_files.h"

namespace decree {

struct SnapshotFile {
  std::string path;  // below the store's folder, "log/db/000012.sst"
  std::unique_ptr<FileSource> source;
};

struct LogSnapshot {
  HeadSlot head;
  std::string head_bytes;           // of the head file, as it was read
  std::vector<SnapshotFile> files;  // those of the database
};

// `store_dir`/log is the log. Errors: NotFound (no log, no valid head), Unimplemented (newer
// format), Unavailable when the folder did not stand still for a moment, Internal (e.g. too many
// open files).
absl::StatusOr<LogSnapshot> TakeLogSnapshot(const PlainFiles& files, const std::string& store_dir);

}  // namespace decree

#endif  // DECREE_CORE_BACKUP_LOG_SNAPSHOT_H_
