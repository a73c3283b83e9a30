// Translation of RocksDB's outcomes and the settings that both databases share. Internal to
// core/store: no other folder sees a RocksDB type.
#ifndef DECREE_CORE_STORE_ROCKSDB_STATUS_H_
#define DECREE_CORE_STORE_ROCKSDB_STATUS_H_

#include <rocksdb/env.h>
#include <rocksdb/slice.h>
#include <rocksdb/status.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace decree {

// Corruption becomes DataLoss, a held lock FailedPrecondition, no room
// (core/base/no_room.h), a missing database NotFound, all else Internal. The text names `where`,
// usually the folder.
absl::Status FromRocksdb(const rocksdb::Status& status, absl::string_view where);

inline rocksdb::Slice ToSlice(absl::string_view bytes) { return {bytes.data(), bytes.size()}; }
inline absl::string_view ToView(const rocksdb::Slice& bytes) {
  return {bytes.data(), bytes.size()};
}

// A log that keeps nothing: the library writes no files of its own wording.
std::shared_ptr<rocksdb::Logger> SilentLogger();

}  // namespace decree

#endif  // DECREE_CORE_STORE_ROCKSDB_STATUS_H_
