#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/sst_file_writer.h>
#include <rocksdb/table.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "core/base/no_room.h"
#include "core/base/status_macros.h"
#include "core/store/ordered_store.h"
#include "core/store/plain_files.h"
#include "core/store/rocksdb_status.h"
#include "core/store/temporary_folder.h"
#include "core/store/torn_tail.h"

namespace decree {
namespace {

class RocksdbStore : public OrderedStore {
 public:
  RocksdbStore(std::string dir, std::unique_ptr<rocksdb::DB> db,
               std::unique_ptr<TemporaryFolder> folder, bool read_only)
      : dir_(std::move(dir)),
        folder_(std::move(folder)),
        db_(std::move(db)),
        read_only_(read_only) {}

  absl::StatusOr<std::optional<std::string>> Get(absl::string_view key) const override {
    std::string value;
    const rocksdb::Status status = db_->Get(rocksdb::ReadOptions(), ToSlice(key), &value);
    if (status.IsNotFound()) return std::optional<std::string>();
    if (!status.ok()) return FromRocksdb(status, dir_);
    return std::optional<std::string>(std::move(value));
  }

  absl::Status MultiGet(
      absl::Span<const std::string> keys,
      const std::function<void(size_t, std::optional<absl::string_view>)>& found) const override {
    const std::vector<rocksdb::Slice> slices(keys.begin(), keys.end());
    std::vector<rocksdb::PinnableSlice> values(keys.size());
    std::vector<rocksdb::Status> statuses(keys.size());
    db_->MultiGet(rocksdb::ReadOptions(), db_->DefaultColumnFamily(), keys.size(), slices.data(),
                  values.data(), statuses.data());
    for (size_t i = 0; i < keys.size(); ++i) {
      if (!statuses[i].ok() && !statuses[i].IsNotFound()) return FromRocksdb(statuses[i], dir_);
      found(i,
            statuses[i].ok() ? std::optional<absl::string_view>(ToView(values[i])) : std::nullopt);
    }
    return absl::OkStatus();
  }

  absl::Status Scan(
      absl::string_view first, absl::string_view last,
      const std::function<bool(absl::string_view, absl::string_view)>& visit) const override {
    rocksdb::ReadOptions options;
    const rocksdb::Slice upper = ToSlice(last);
    if (!last.empty()) options.iterate_upper_bound = &upper;
    // An iterator is a consistent snapshot by itself.
    const std::unique_ptr<rocksdb::Iterator> it(db_->NewIterator(options));
    for (it->Seek(ToSlice(first)); it->Valid(); it->Next()) {
      if (!visit(ToView(it->key()), ToView(it->value()))) break;
    }
    return FromRocksdb(it->status(), dir_);
  }

  absl::Status Write(const WriteSet& writes) override {
    if (read_only_) return absl::FailedPreconditionError(absl::StrCat(dir_, ": opened read-only"));
    rocksdb::WriteBatch batch;  // without checksums an entry: what is written can be made anew
    for (const auto& [key, value] : writes.entries) {
      const rocksdb::Status status =
          value.has_value() ? batch.Put(ToSlice(key), ToSlice(*value)) : batch.Delete(ToSlice(key));
      if (!status.ok()) return FromRocksdb(status, dir_);
    }
    rocksdb::WriteOptions options;
    options.disableWAL = true;
    return FromRocksdb(db_->Write(options, &batch), dir_);
  }

  // As a table file of its own, made outside and taken in whole: nothing passes through a memtable.
  absl::Status Load(WriteSet&& writes) override {
    if (writes.entries.empty()) return absl::OkStatus();
    if (read_only_) return absl::FailedPreconditionError(absl::StrCat(dir_, ": opened read-only"));
    std::stable_sort(writes.entries.begin(), writes.entries.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    rocksdb::SstFileWriter file(rocksdb::EnvOptions(), db_->GetOptions());
    const std::string path = absl::StrCat(dir_, "/load.tmp");
    rocksdb::Status status = file.Open(path);
    for (size_t i = 0; status.ok() && i < writes.entries.size(); ++i) {
      const auto& [key, value] = writes.entries[i];
      // Of equal keys the last one counts.
      if (i + 1 < writes.entries.size() && writes.entries[i + 1].first == key) continue;
      status = value ? file.Put(ToSlice(key), ToSlice(*value)) : file.Delete(ToSlice(key));
    }
    if (status.ok()) status = file.Finish();
    rocksdb::IngestExternalFileOptions options;
    options.move_files = true;
    if (status.ok()) status = db_->IngestExternalFile({path}, options);
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
    return FromRocksdb(status, dir_);
  }

  absl::Status Flush() override {
    if (read_only_) return absl::OkStatus();
    return FromRocksdb(db_->Flush(rocksdb::FlushOptions()), dir_);
  }

  absl::Status CatchUp() override {
    if (!read_only_ || folder_ == nullptr) return absl::OkStatus();
    return FromRocksdb(db_->TryCatchUpWithPrimary(), dir_);
  }

 private:
  const std::string dir_;
  const std::unique_ptr<TemporaryFolder> folder_;  // outlives the database
  const std::unique_ptr<rocksdb::DB> db_;
  const bool read_only_;
};

rocksdb::Options StoreOptions(const RocksdbStoreOptions& options) {
  rocksdb::Options db_options;
  db_options.create_if_missing = true;
  db_options.atomic_flush = true;
  db_options.paranoid_checks = true;
  db_options.max_open_files = -1;
  db_options.max_file_opening_threads = 1;  // the files are few; threads cost more than they save
  db_options.max_bgerror_resume_count = 0;
  db_options.write_buffer_size = 32ull << 20;
  db_options.compression = rocksdb::kZSTD;
  db_options.compression_opts.level = 1;  // level 3 saves 1% of the bytes for a fifth more time
  db_options.info_log = SilentLogger();
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(options.block_cache_bytes);
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.format_version = 5;
  table.cache_index_and_filter_blocks = options.cached_indexes;
  table.block_size = options.block_bytes;
  db_options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return db_options;
}

absl::StatusOr<std::unique_ptr<OrderedStore>> OpenStrictly(const std::string& dir,
                                                           const rocksdb::Options& options) {
  rocksdb::DB* raw = nullptr;
  rocksdb::Status status = rocksdb::DB::OpenForReadOnly(options, dir, &raw);
  std::unique_ptr<rocksdb::DB> db(raw);
  if (status.ok()) status = db->VerifyChecksum();
  if (!status.ok()) return FromRocksdb(status, dir);
  return std::unique_ptr<OrderedStore>(
      std::make_unique<RocksdbStore>(dir, std::move(db), nullptr, /*read_only=*/true));
}

}  // namespace

absl::StatusOr<std::unique_ptr<OrderedStore>> OpenRocksdbStore(const std::string& dir,
                                                               const RocksdbStoreOptions& options) {
  const rocksdb::Options db_options = StoreOptions(options);
  rocksdb::DB* raw = nullptr;
  std::unique_ptr<TemporaryFolder> folder;
  if (options.read_only) {
    DECREE_ASSIGN_OR_RETURN(const bool is_there, IsThere(dir + "/CURRENT"));
    if (!is_there) return absl::NotFoundError(absl::StrCat(dir, ": there is no store"));
    // A secondary can loop for ever over a manifest that does not read to its end.
    DECREE_ASSIGN_OR_RETURN(const auto torn, FindTornManifest(dir, nullptr));
    if (torn.has_value()) {
      return absl::DataLossError(absl::StrCat(dir, ": the end of ", torn->name, " does not read"));
    }
    if (options.strict) return OpenStrictly(dir, db_options);
    std::string secondary = options.secondary_dir;
    if (secondary.empty()) {
      DECREE_ASSIGN_OR_RETURN(folder, TemporaryFolder::Create());
      secondary = folder->path();
    }
    const rocksdb::Status status = rocksdb::DB::OpenAsSecondary(db_options, dir, secondary, &raw);
    if (!status.ok()) return FromRocksdb(status, dir);
  } else {
    std::error_code error;
    std::filesystem::create_directories(dir, error);
    if (error) return SystemCallError(dir, error.value());
    const rocksdb::Status status = rocksdb::DB::Open(db_options, dir, &raw);
    if (!status.ok()) return FromRocksdb(status, dir);
  }
  return std::unique_ptr<OrderedStore>(std::make_unique<RocksdbStore>(
      dir, std::unique_ptr<rocksdb::DB>(raw), std::move(folder), options.read_only));
}

}  // namespace decree
