#include "core/store/log_database.h"

#include <rocksdb/db.h>
#include <rocksdb/listener.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <array>
#include <functional>
#include <mutex>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "core/base/assert.h"
#include "core/base/status_macros.h"
#include "core/store/file_seam.h"
#include "core/store/log_database_options.h"
#include "core/store/plain_files.h"
#include "core/store/rocksdb_status.h"
#include "core/store/temporary_folder.h"
#include "core/store/torn_tail.h"

namespace decree {
namespace {

constexpr int kStrictAttempts = 5;
constexpr absl::Duration kStrictPause = absl::Milliseconds(20);

// Remembers the first background error and keeps RocksDB from recovering by itself.
class ErrorListener : public rocksdb::EventListener {
 public:
  void OnBackgroundError(rocksdb::BackgroundErrorReason, rocksdb::Status* status) override {
    std::lock_guard lock(mutex_);
    if (first_.ok()) first_ = *status;
  }
  void OnErrorRecoveryBegin(rocksdb::BackgroundErrorReason, rocksdb::Status,
                            bool* auto_recovery) override {
    *auto_recovery = false;
  }
  rocksdb::Status first() const {
    std::lock_guard lock(mutex_);
    return first_;
  }

 private:
  mutable std::mutex mutex_;
  rocksdb::Status first_;
};

using Families = std::array<rocksdb::ColumnFamilyHandle*, kLogTables>;

class RocksdbLogBatch : public LogBatch {
 public:
  explicit RocksdbLogBatch(const Families& families)
      : families_(families), batch_(0, 0, kBatchProtectionBytes, 0) {}

  void Put(LogTable table, absl::string_view key, absl::string_view value) override {
    const rocksdb::Status status =
        batch_.Put(families_[static_cast<size_t>(table)], ToSlice(key), ToSlice(value));
    DECREE_ASSERT(status.ok());
  }
  void Clear() override { batch_.Clear(); }
  uint64_t Bytes() const override { return batch_.GetDataSize(); }
  rocksdb::WriteBatch* batch() { return &batch_; }

 private:
  const Families& families_;
  rocksdb::WriteBatch batch_;
};

class RocksdbLogCursor : public LogCursor {
 public:
  RocksdbLogCursor(std::unique_ptr<rocksdb::Iterator> it, const std::string& dir)
      : it_(std::move(it)), dir_(dir) {}

  void SeekToFirst() override { it_->SeekToFirst(); }
  void SeekToLast() override { it_->SeekToLast(); }
  void Seek(absl::string_view key) override { it_->Seek(ToSlice(key)); }
  void SeekForPrev(absl::string_view key) override { it_->SeekForPrev(ToSlice(key)); }
  void Next() override { it_->Next(); }
  bool Valid() const override { return it_->Valid(); }
  absl::string_view key() const override { return ToView(it_->key()); }
  absl::string_view value() const override { return ToView(it_->value()); }
  absl::Status status() const override { return FromRocksdb(it_->status(), dir_); }

 private:
  const std::unique_ptr<rocksdb::Iterator> it_;
  const std::string& dir_;
};

class RocksdbLogDatabase : public LogDatabase {
 public:
  RocksdbLogDatabase(std::string dir, const LogDatabaseOptions& options)
      : dir_(std::move(dir)), read_only_(options.read_only), files_(options.files) {
    if (files_ != nullptr) env_ = rocksdb::NewCompositeEnv(files_->file_system);
  }
  ~RocksdbLogDatabase() override { Release().IgnoreError(); }

  absl::Status OpenFiles(const LogDatabaseOptions& options) {
    rocksdb::DBOptions db_options = LogDbOptions();
    if (env_ != nullptr) db_options.env = env_.get();
    db_options.listeners.push_back(listener_);
    db_options.create_if_missing = options.create;
    db_options.create_missing_column_families = options.create;
    const auto tables = LogTableDescriptors(rocksdb::NewLRUCache(options.block_cache_bytes));
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    rocksdb::DB* raw = nullptr;
    rocksdb::Status status;
    if (read_only_) {
      DECREE_RETURN_IF_ERROR(CheckManifest());
      // Every catching up opens the files that are new: a thread costs more than they.
      db_options.max_file_opening_threads = 1;
      std::string secondary = options.secondary_dir;
      if (secondary.empty()) {
        DECREE_ASSIGN_OR_RETURN(folder_, TemporaryFolder::Create());
        secondary = folder_->path();
      }
      status = rocksdb::DB::OpenAsSecondary(db_options, dir_, secondary, tables, &handles, &raw);
    } else {
      status = rocksdb::DB::Open(db_options, dir_, tables, &handles, &raw);
    }
    if (!status.ok()) return FromRocksdb(status, dir_);
    db_.reset(raw);
    DECREE_ASSERT(handles.size() == kLogTables);
    for (size_t i = 0; i < kLogTables; ++i) families_[i] = handles[i];
    // A secondary passes over a damaged or missing table and shows the state before it, each column
    // family for itself. A strict opening does not.
    if (read_only_) return Strictly([](rocksdb::DB&) { return rocksdb::Status::OK(); });
    return absl::OkStatus();
  }

  std::unique_ptr<LogBatch> NewBatch() override {
    return std::make_unique<RocksdbLogBatch>(families_);
  }

  absl::Status Commit(LogBatch& batch, bool sync) override {
    rocksdb::WriteOptions options;
    options.sync = sync;
    return FromRocksdb(db_->Write(options, static_cast<RocksdbLogBatch&>(batch).batch()), dir_);
  }

  absl::StatusOr<std::optional<std::string>> Get(LogTable table,
                                                 absl::string_view key) const override {
    std::string value;
    const rocksdb::Status status =
        db_->Get(rocksdb::ReadOptions(), Handle(table), ToSlice(key), &value);
    if (status.IsNotFound()) return std::optional<std::string>();
    if (!status.ok()) return FromRocksdb(status, dir_);
    return std::optional<std::string>(std::move(value));
  }

  absl::Status MultiGet(
      LogTable table, absl::Span<const absl::string_view> keys,
      const std::function<void(size_t, absl::string_view)>& found) const override {
    constexpr size_t kAtOnce = 128;
    const size_t at_once = std::min(kAtOnce, keys.size());
    std::vector<rocksdb::Slice> slices(at_once);
    std::vector<rocksdb::PinnableSlice> values(at_once);
    std::vector<rocksdb::Status> statuses(at_once);
    for (size_t begin = 0; begin < keys.size(); begin += at_once) {
      const size_t count = std::min(at_once, keys.size() - begin);
      for (size_t i = 0; i < count; ++i) {
        slices[i] = ToSlice(keys[begin + i]);
        values[i].Reset();
      }
      db_->MultiGet(rocksdb::ReadOptions(), Handle(table), count, slices.data(), values.data(),
                    statuses.data(),
                    /*sorted_input=*/true);
      for (size_t i = 0; i < count; ++i) {
        if (statuses[i].IsNotFound()) continue;
        if (!statuses[i].ok()) return FromRocksdb(statuses[i], dir_);
        found(begin + i, ToView(values[i]));
      }
    }
    return absl::OkStatus();
  }

  std::unique_ptr<LogCursor> NewCursor(LogTable table, bool bulk) const override {
    rocksdb::ReadOptions options;
    options.total_order_seek = true;
    if (bulk) {
      options.fill_cache = false;
      options.readahead_size = 1 << 20;
    }
    return std::make_unique<RocksdbLogCursor>(
        std::unique_ptr<rocksdb::Iterator>(db_->NewIterator(options, Handle(table))), dir_);
  }

  absl::Status CatchUp() override {
    if (!read_only_) return absl::OkStatus();
    return FromRocksdb(db_->TryCatchUpWithPrimary(), dir_);
  }

  uint64_t UnmergedBytes() const override {
    uint64_t bytes = 0;
    for (rocksdb::ColumnFamilyHandle* family : families_) {
      rocksdb::ColumnFamilyMetaData about;
      db_->GetColumnFamilyMetaData(family, &about);
      if (!about.levels.empty()) bytes += about.levels.front().size;
      uint64_t waiting = 0;
      if (db_->GetIntProperty(family, rocksdb::DB::Properties::kCurSizeAllMemTables, &waiting)) {
        bytes += waiting;
      }
    }
    return bytes;
  }

  absl::Status Flush() override {
    if (read_only_) return absl::OkStatus();
    return FromRocksdb(db_->Flush(rocksdb::FlushOptions(), {families_.begin(), families_.end()}),
                       dir_);
  }

  absl::Status BackgroundError() const override { return FromRocksdb(listener_->first(), dir_); }

  absl::Status VerifyFiles() const override {
    const auto verify = [](rocksdb::DB& db) {
      const rocksdb::Status status = db.VerifyChecksum();
      return status.ok() ? db.VerifyFileChecksums(rocksdb::ReadOptions()) : status;
    };
    return read_only_ ? Strictly(verify) : FromRocksdb(verify(*db_), dir_);
  }

  absl::Status Close(bool sync) override {
    absl::Status status;
    if (!read_only_ && sync) status = FromRocksdb(db_->SyncWAL(), dir_);
    const absl::Status released = Release();
    return status.ok() ? released : status;
  }

 private:
  rocksdb::ColumnFamilyHandle* Handle(LogTable table) const {
    return families_[static_cast<size_t>(table)];
  }

  // A secondary can loop for ever over a manifest that does not read to its end. One that a writer
  // is just appending to does soon.
  absl::Status CheckManifest() const {
    for (int attempt = 1;; ++attempt) {
      const auto torn = FindTornManifest(dir_, files_);
      if (!torn.ok() || !torn->has_value()) return torn.status();
      if (attempt == kStrictAttempts) {
        return absl::DataLossError(absl::StrCat(dir_, "/", (*torn)->name, ": its last ",
                                                (*torn)->torn_bytes, " bytes do not read"));
      }
      absl::SleepFor(kStrictPause);
    }
  }

  // Opens the database for reading as it is now, with all that its manifest names, and calls
  // `work`. A writer that removes files meanwhile makes it fail: then it is tried again.
  absl::Status Strictly(const std::function<rocksdb::Status(rocksdb::DB&)>& work) const {
    rocksdb::DBOptions options = LogDbOptions();
    if (env_ != nullptr) options.env = env_.get();
    options.max_file_opening_threads = 1;
    const auto tables = LogTableDescriptors(nullptr);
    rocksdb::Status status;
    for (int attempt = 0; attempt < kStrictAttempts; ++attempt) {
      if (attempt != 0) absl::SleepFor(kStrictPause);
      std::vector<rocksdb::ColumnFamilyHandle*> handles;
      rocksdb::DB* raw = nullptr;
      status = rocksdb::DB::OpenForReadOnly(options, dir_, tables, &handles, &raw);
      const std::unique_ptr<rocksdb::DB> db(raw);
      if (status.ok()) status = work(*db);
      for (rocksdb::ColumnFamilyHandle* handle : handles) {
        db->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
      }
      if (status.ok()) return absl::OkStatus();
      if (!absl::StrContains(status.ToString(), "No such file")) break;  // damage stays
    }
    const absl::Status failed = FromRocksdb(status, dir_);
    return absl::IsNotFound(failed) ? absl::DataLossError(failed.message()) : failed;
  }

  absl::Status Release() {
    if (db_ == nullptr) return absl::OkStatus();
    for (rocksdb::ColumnFamilyHandle* handle : families_) {
      if (handle != nullptr) db_->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
    }
    const rocksdb::Status status = db_->Close();
    db_.reset();
    return FromRocksdb(status, dir_);
  }

  const std::string dir_;
  const bool read_only_;
  const std::shared_ptr<FileSeam> files_;
  std::unique_ptr<rocksdb::Env> env_;  // outlives the database
  std::unique_ptr<TemporaryFolder> folder_;
  const std::shared_ptr<ErrorListener> listener_ = std::make_shared<ErrorListener>();
  std::unique_ptr<rocksdb::DB> db_;
  Families families_{};
};

}  // namespace

absl::StatusOr<std::unique_ptr<LogDatabase>> LogDatabase::Open(const std::string& dir,
                                                               const LogDatabaseOptions& options) {
  DECREE_ASSIGN_OR_RETURN(const bool is_there, IsThere(dir + "/CURRENT"));
  if (!options.create && !is_there) {
    return absl::NotFoundError(absl::StrCat(dir, ": there is no database"));
  }
  auto database = std::make_unique<RocksdbLogDatabase>(dir, options);
  const absl::Status opened = database->OpenFiles(options);
  if (!opened.ok() && !absl::IsDataLoss(opened)) {
    // Of a folder that may not be listed RocksDB says that it is not there, or less.
    const absl::Status listed = PlainFiles(options.files).List(dir).status();
    if (!listed.ok() && !absl::IsNotFound(listed)) return listed;
  }
  DECREE_RETURN_IF_ERROR(opened);
  return std::unique_ptr<LogDatabase>(std::move(database));
}

}  // namespace decree
