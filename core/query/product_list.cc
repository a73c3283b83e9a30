#include "core/query/product_list.h"

#include <algorithm>

namespace decree {

uint64_t CodeNumber(absl::string_view digits) {
  uint64_t number = 1;  // leading zeros count
  for (const char digit : digits) number = number * 10 + static_cast<uint64_t>(digit - '0');
  return number;
}

bool IsTradeCode(ProductSystem system) {
  return system == ProductSystem::kHs || system == ProductSystem::kHts ||
         system == ProductSystem::kCn;
}

ProductList::ProductList(const std::vector<std::string>& products)
    : restricts_(!products.empty() &&
                 std::find(products.begin(), products.end(), "*") == products.end()) {
  if (!restricts_) return;
  items_.reserve(products.size());
  for (const std::string& text : products) {
    absl::StatusOr<ProductCode> code = ParseProductCode(text);
    if (!code.ok()) continue;
    names_tags_ = names_tags_ || code->system == ProductSystem::kTag;
    is_plain_ = is_plain_ && IsTradeCode(code->system) && code->edition.empty() &&
                code->code.size() <= kCodeNumberDigitsMax;
    systems_ = static_cast<uint8_t>(systems_ | 1u << static_cast<unsigned>(code->system));
    if (is_plain_) {
      digits_min_ = std::min(digits_min_, code->code.size());
      digits_max_ = std::max(digits_max_, code->code.size());
      numbers_.insert(CodeNumber(code->code));
    }
    items_.push_back({*std::move(code), &text});
  }
}

std::optional<bool> ProductList::Covers(absl::Span<const ProductCode> products) const {
  if (!is_plain_ || products.size() != 1) return std::nullopt;
  const ProductCode& product = products.front();
  const auto bit = [](ProductSystem system) { return 1u << static_cast<unsigned>(system); };
  const bool is_comparable = IsTradeCode(product.system) &&
                             (systems_ & ~(bit(ProductSystem::kHs) | bit(product.system))) == 0 &&
                             product.code.size() >= digits_max_ &&
                             product.code.size() <= kCodeNumberDigitsMax;
  if (!is_comparable) return std::nullopt;
  const absl::string_view digits = product.code;
  for (size_t length = digits_min_; length <= digits_max_; ++length) {
    if (numbers_.contains(CodeNumber(digits.substr(0, length)))) return true;
  }
  return false;
}

const ProductList& ProductLists::Of(const std::vector<std::string>& products) {
  std::unique_ptr<const ProductList>& list = lists_[&products];
  if (list == nullptr) list = std::make_unique<const ProductList>(products);
  return *list;
}

}  // namespace decree
