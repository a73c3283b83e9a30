// Keeps a table that only grows at its end from lying in hundreds of small files: RocksDB would
// move each flushed file down a level as it is, since nothing overlaps it, and opening takes a
// few steps a file. Internal to core/store.
#ifndef DECREE_CORE_STORE_MERGED_TABLES_H_
#define DECREE_CORE_STORE_MERGED_TABLES_H_

#include <rocksdb/sst_partitioner.h>

#include <memory>

namespace decree {

// Files reach the first level by being written anew, as many in one as a compaction takes; below it
// they move as they are.
std::shared_ptr<rocksdb::SstPartitionerFactory> MergeOnTheFirstLevel();

}  // namespace decree

#endif  // DECREE_CORE_STORE_MERGED_TABLES_H_
