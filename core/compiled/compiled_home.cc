#include "core/compiled/compiled_home.h"

#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/store/ordered_store.h"
#include "core/store/overlay_store.h"

namespace decree {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kEventsInMemoryMax = 2'000;  // made faster than a database is opened
constexpr uint64_t kBytesAnEvent = 160;         // of a table in memory, about

}  // namespace

absl::StatusOr<std::shared_ptr<OrderedStore>> CompiledHome::OpenFolder() const {
  RocksdbStoreOptions options;
  options.read_only = read_only_;
  options.block_cache_bytes = cache_bytes_;
  options.cached_indexes = false;  // a point question right after opening reads four keys
  return OpenRocksdbStore(dir_, options);
}

bool CompiledHome::IsLarge() const { return log_.Head().size > kEventsInMemoryMax; }

bool CompiledHome::IsWorthKeeping() const { return !read_only_ && IsLarge(); }

bool CompiledHome::MayBuild(uint64_t events) const {
  return IsWorthKeeping() || events <= kEventsInMemoryMax || events < bytes_max_ / kBytesAnEvent;
}

absl::StatusOr<std::shared_ptr<OrderedStore>> CompiledHome::Open() {
  if (!read_only_) {
    if (!IsWorthKeeping()) return std::shared_ptr<OrderedStore>(NewMemoryStore());
    absl::StatusOr<std::shared_ptr<OrderedStore>> store = OpenFolder();
    // A damaged table is no loss: it is made anew.
    return store.ok() ? store : Replace();
  }
  absl::StatusOr<std::shared_ptr<OrderedStore>> base = OpenFolder();
  if (!base.ok()) base = std::shared_ptr<OrderedStore>(NewMemoryStore());
  std::shared_ptr<OrderedStore> overlay = NewOverlayStore(**base);
  return std::shared_ptr<OrderedStore>(overlay.get(), [overlay, base](OrderedStore*) {});
}

absl::StatusOr<std::shared_ptr<OrderedStore>> CompiledHome::Replace() {
  if (!IsWorthKeeping()) return std::shared_ptr<OrderedStore>(NewMemoryStore());
  std::error_code error;
  fs::remove_all(dir_, error);
  if (error)
    return absl::InternalError(absl::StrCat("cannot remove ", dir_, ": ", error.message()));
  return OpenFolder();
}

}  // namespace decree
