#include "core/store/ordered_store.h"

#include "core/base/status_macros.h"

namespace decree {

absl::Status OrderedStore::MultiGet(
    absl::Span<const std::string> keys,
    const std::function<void(size_t, std::optional<absl::string_view>)>& found) const {
  for (size_t i = 0; i < keys.size(); ++i) {
    DECREE_ASSIGN_OR_RETURN(const std::optional<std::string> value, Get(keys[i]));
    found(i, value ? std::optional<absl::string_view>(*value) : std::nullopt);
  }
  return absl::OkStatus();
}

}  // namespace decree
