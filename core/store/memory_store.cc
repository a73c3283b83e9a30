#include <map>
#include <mutex>
#include <shared_mutex>

#include "core/store/ordered_store.h"

namespace decree {
namespace {

// A map under a lock. Scan copies the range first, so that `visit` may use the store.
class MemoryStore : public OrderedStore {
 public:
  absl::StatusOr<std::optional<std::string>> Get(absl::string_view key) const override {
    std::shared_lock lock(mutex_);
    const auto it = entries_.find(std::string(key));
    if (it == entries_.end()) return std::optional<std::string>();
    return std::optional<std::string>(it->second);
  }

  absl::Status Scan(
      absl::string_view first, absl::string_view last,
      const std::function<bool(absl::string_view, absl::string_view)>& visit) const override {
    std::vector<std::pair<std::string, std::string>> range;
    {
      std::shared_lock lock(mutex_);
      auto it = entries_.lower_bound(std::string(first));
      for (; it != entries_.end() && (last.empty() || it->first < last); ++it) {
        range.emplace_back(*it);
      }
    }
    for (const auto& [key, value] : range) {
      if (!visit(key, value)) break;
    }
    return absl::OkStatus();
  }

  absl::Status Write(const WriteSet& writes) override {
    std::unique_lock lock(mutex_);
    for (const auto& [key, value] : writes.entries) {
      if (value.has_value()) {
        entries_[key] = *value;
      } else {
        entries_.erase(key);
      }
    }
    return absl::OkStatus();
  }

  absl::Status Flush() override { return absl::OkStatus(); }
  absl::Status CatchUp() override { return absl::OkStatus(); }

 private:
  mutable std::shared_mutex mutex_;
  std::map<std::string, std::string> entries_;  // std::string compares as unsigned bytes
};

}  // namespace

std::unique_ptr<OrderedStore> NewMemoryStore() { return std::make_unique<MemoryStore>(); }

}  // namespace decree
