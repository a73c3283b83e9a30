// An OrderedStore is a small ordered map of byte strings, the only shape in which projections see a
// database: the RocksDB form on disk, the memory form in tests. Do not confuse it with the
// EventLog. Keys sort as unsigned bytes. Keys and values are plain bytes; limits: key 1 KiB, value
// 64 MiB.
#ifndef DECREE_CORE_STORE_ORDERED_STORE_H_
#define DECREE_CORE_STORE_ORDERED_STORE_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace decree {

// Puts and deletes that land together or not at all. Later entries win over earlier ones.
struct WriteSet {
  std::vector<std::pair<std::string, std::optional<std::string>>> entries;  // nullopt deletes
  void Put(std::string key, std::string value) {
    entries.emplace_back(std::move(key), std::move(value));
  }
  void Delete(std::string key) { entries.emplace_back(std::move(key), std::nullopt); }
};

// Safe for concurrent use.
class OrderedStore {
 public:
  virtual ~OrderedStore() = default;

  // nullopt when absent. Errors: DataLoss, Internal, naming the store's folder.
  virtual absl::StatusOr<std::optional<std::string>> Get(absl::string_view key) const = 0;

  // Calls `found` once for each key, in any order, with its place in `keys`; nullopt when absent.
  // The value is valid until `found` returns.
  virtual absl::Status MultiGet(
      absl::Span<const std::string> keys,
      const std::function<void(size_t index, std::optional<absl::string_view> value)>& found) const;

  // Visits entries with `first` <= key < `last` (empty `last`: to the end), in order, from one
  // consistent snapshot, until `visit` returns false.
  virtual absl::Status Scan(
      absl::string_view first, absl::string_view last,
      const std::function<bool(absl::string_view key, absl::string_view value)>& visit) const = 0;

  // Atomic. Errors: FailedPrecondition on a read-only store.
  virtual absl::Status Write(const WriteSet& writes) = 0;

  // As Write, quicker for very many entries.
  virtual absl::Status Load(WriteSet&& writes) { return Write(writes); }

  // Makes all writes so far durable.
  virtual absl::Status Flush() = 0;

  // Read-only stores: follows the writer; others: OK at once.
  virtual absl::Status CatchUp() = 0;
};

std::unique_ptr<OrderedStore> NewMemoryStore();

struct RocksdbStoreOptions {
  bool read_only = false;     // a RocksDB secondary
  std::string secondary_dir;  // empty: a temporary folder, removed at the end
  bool strict = false;        // read_only: as it is now, with the checksum of every block verified,
                              // where a secondary passes over damaged tables. Follows nobody
  uint64_t block_cache_bytes = 32ull << 20;
  uint64_t block_bytes = 4 << 10;  // read and unpacked at a time
  // Indexes and filters of tables lie in the block cache, and opening reads none of them. Else they
  // are read when the store is opened and stay in memory, which saves a look-up at every reading.
  bool cached_indexes = true;
};

// A disposable store: WAL off, atomic flush, rebuilt from the log when lost.
// Errors: FailedPrecondition when locked; NotFound when read-only and absent; DataLoss.
absl::StatusOr<std::unique_ptr<OrderedStore>> OpenRocksdbStore(const std::string& dir,
                                                               const RocksdbStoreOptions& options);

}  // namespace decree

#endif  // DECREE_CORE_STORE_ORDERED_STORE_H_
