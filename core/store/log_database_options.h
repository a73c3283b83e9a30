// The RocksDB settings of the log's database; each that guards durability says why. Internal to
// core/store.
#ifndef DECREE_CORE_STORE_LOG_DATABASE_OPTIONS_H_
#define DECREE_CORE_STORE_LOG_DATABASE_OPTIONS_H_

#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/options.h>

#include <memory>
#include <vector>

#include "core/store/log_database.h"

namespace decree {

inline constexpr size_t kBatchProtectionBytes = 8;  // a checksum on every entry on its way in

// Everything but the environment and the listeners.
rocksdb::DBOptions LogDbOptions();

// One descriptor a table, in the order of LogTable. Without a cache for what is read once.
std::vector<rocksdb::ColumnFamilyDescriptor> LogTableDescriptors(
    const std::shared_ptr<rocksdb::Cache>& block_cache);

}  // namespace decree

#endif  // DECREE_CORE_STORE_LOG_DATABASE_OPTIONS_H_
