#include "core/store/log_database_options.h"

#include <rocksdb/file_checksum.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/memtablerep.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>

#include "core/store/merged_tables.h"
#include "core/store/rocksdb_status.h"

namespace decree {
namespace {

constexpr uint64_t kWalBytesMax = 16ull << 20;  // bounds the time of recovery after a crash
constexpr int kFlushesMerged = 8;               // some 25 MB of groups in a file

rocksdb::BlockBasedTableOptions TableOptions(const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.no_block_cache = cache == nullptr;
  table.checksum = rocksdb::kXXH3;  // Debian's build has no hardware CRC32C
  table.format_version = 5;
  // Indexes and filters live in the cache, so that memory does not grow with the log.
  table.cache_index_and_filter_blocks = cache != nullptr;
  table.pin_l0_filter_and_index_blocks_in_cache = cache != nullptr;
  return table;
}

rocksdb::ColumnFamilyOptions Family(const rocksdb::BlockBasedTableOptions& table,
                                    rocksdb::CompressionType compression) {
  rocksdb::ColumnFamilyOptions family;
  family.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  family.compression = compression;
  family.write_buffer_size = kWalBytesMax;
  family.max_write_buffer_number = 4;  // a burst does not wait for the flush before
  family.force_consistency_checks = true;
  return family;
}

}  // namespace

rocksdb::DBOptions LogDbOptions() {
  rocksdb::DBOptions options;
  // A torn tail is an honest power cut; anything worse is seen by the head file.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  options.max_total_wal_size = kWalBytesMax;
  options.recycle_log_file_num = 0;  // an old record must never look like a new one
  options.atomic_flush = true;       // tables never disagree after a crash
  options.paranoid_checks = true;
  options.max_bgerror_resume_count = 0;  // after an error nothing is retried behind our back
  options.max_open_files = -1;           // secondaries keep deleted files readable
  options.wal_compression = rocksdb::kNoCompression;
  options.file_checksum_gen_factory = rocksdb::GetFileChecksumGenCrc32cFactory();
  options.skip_stats_update_on_db_open = true;  // faster opening; only a compaction hint
  options.info_log = SilentLogger();
  options.allow_concurrent_memtable_write = false;  // there is one writer
  options.max_background_jobs = 2;
  options.max_file_opening_threads = 2;  // the files are few; 16 threads cost more than they
  return options;
}

std::vector<rocksdb::ColumnFamilyDescriptor> LogTableDescriptors(
    const std::shared_ptr<rocksdb::Cache>& block_cache) {
  rocksdb::BlockBasedTableOptions plain = TableOptions(block_cache);
  rocksdb::BlockBasedTableOptions groups = plain;
  groups.block_size = 32 << 10;  // groups of one event are packed, full ones stand alone
  rocksdb::BlockBasedTableOptions hashed = plain;
  hashed.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));  // most new ids need no read
  rocksdb::ColumnFamilyOptions ids = Family(hashed, rocksdb::kNoCompression);
  rocksdb::ColumnFamilyOptions streams = Family(hashed, rocksdb::kLZ4Compression);
  for (rocksdb::ColumnFamilyOptions* family : {&ids, &streams}) {
    family->prefix_extractor.reset(rocksdb::NewFixedPrefixTransform(16));
    family->memtable_factory.reset(rocksdb::NewHashLinkListRepFactory(1 << 16));
  }
  rocksdb::ColumnFamilyOptions packed = Family(groups, rocksdb::kZSTD);
  packed.compression_opts.level = 1;  // level 3 saves 2% of the bytes for twice the time
  packed.sst_partitioner_factory = MergeOnTheFirstLevel();
  packed.level0_file_num_compaction_trigger = kFlushesMerged;
  return {{rocksdb::kDefaultColumnFamilyName, Family(plain, rocksdb::kNoCompression)},
          {"groups", packed},
          {"ids", ids},  // hashes do not compress
          {"streams", streams}};
}

}  // namespace decree
