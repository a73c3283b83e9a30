#include "core/store/overlay_store.h"

#include <map>
#include <mutex>
#include <shared_mutex>

#include "core/base/status_macros.h"

namespace decree {
namespace {

class OverlayStore final : public OrderedStore {
 public:
  explicit OverlayStore(const OrderedStore& base) : base_(base) {}

  absl::StatusOr<std::optional<std::string>> Get(absl::string_view key) const override {
    {
      const std::shared_lock lock(mutex_);
      const auto it = changes_.find(std::string(key));
      if (it != changes_.end()) return it->second;
    }
    return base_.Get(key);
  }

  absl::Status Scan(
      absl::string_view first, absl::string_view last,
      const std::function<bool(absl::string_view, absl::string_view)>& visit) const override {
    const std::shared_lock lock(mutex_);
    auto next = changes_.lower_bound(std::string(first));
    const auto in_range = [&] {
      return next != changes_.end() && (last.empty() || absl::string_view(next->first) < last);
    };
    bool stopped = false;
    // Visits the changes that sort before `key` (or all that are left).
    const auto visit_changes_before = [&](const absl::string_view* key) {
      while (!stopped && in_range() && (key == nullptr || absl::string_view(next->first) < *key)) {
        if (next->second && !visit(next->first, *next->second)) stopped = true;
        ++next;
      }
    };
    DECREE_RETURN_IF_ERROR(
        base_.Scan(first, last, [&](absl::string_view key, absl::string_view value) {
          visit_changes_before(&key);
          if (stopped) return false;
          if (in_range() && absl::string_view(next->first) == key)
            return true;  // replaced: comes next
          stopped = !visit(key, value);
          return !stopped;
        }));
    if (!stopped) visit_changes_before(nullptr);
    return absl::OkStatus();
  }

  absl::Status Write(const WriteSet& writes) override {
    const std::unique_lock lock(mutex_);
    for (const auto& [key, value] : writes.entries) changes_[key] = value;
    return absl::OkStatus();
  }

  absl::Status Flush() override { return absl::OkStatus(); }
  absl::Status CatchUp() override { return absl::OkStatus(); }

 private:
  const OrderedStore& base_;
  mutable std::shared_mutex mutex_;
  std::map<std::string, std::optional<std::string>> changes_;
};

}  // namespace

std::unique_ptr<OrderedStore> NewOverlayStore(const OrderedStore& base) {
  return std::make_unique<OverlayStore>(base);
}

}  // namespace decree
