// The seam through which the log's database and head file reach the medium. Production uses the
// machine's file system; tests pass one that loses what was not synced or that fails on purpose.
#ifndef DECREE_CORE_STORE_FILE_SEAM_H_
#define DECREE_CORE_STORE_FILE_SEAM_H_

#include <rocksdb/file_system.h>

#include <memory>

namespace decree {

struct FileSeam {
  std::shared_ptr<rocksdb::FileSystem> file_system;
};

}  // namespace decree

#endif  // DECREE_CORE_STORE_FILE_SEAM_H_
