// The products that a clause of a scope names, parsed once and ready for look-up: a list of a
// hundred thousand codes answers for a transaction as fast as a list of one.
#ifndef DECREE_CORE_QUERY_PRODUCT_LIST_H_
#define DECREE_CORE_QUERY_PRODUCT_LIST_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/model/product_code.h"

namespace decree {

// The beginning of a code of HS, HTS or CN as one number; different beginnings have different
// numbers. `digits`: at most 10.
uint64_t CodeNumber(absl::string_view digits);
inline constexpr size_t kCodeNumberDigitsMax = 10;

bool IsTradeCode(ProductSystem system);  // HS, HTS, CN: digits that say more the longer they are

class ProductList {
 public:
  struct Item {
    ProductCode code;
    const std::string* text;  // as the clause has it
  };

  // `products` must outlive it. What cannot be read is left out, as no product falls under it.
  explicit ProductList(const std::vector<std::string>& products);

  bool restricts() const { return restricts_; }  // false: any product
  bool names_tags() const { return names_tags_; }
  const std::vector<Item>& items() const { return items_; }

  // Whether the product falls under the list, where digits alone tell; nullopt: they do not.
  std::optional<bool> Covers(absl::Span<const ProductCode> products) const;

 private:
  bool restricts_ = false;
  bool names_tags_ = false;
  bool is_plain_ = true;  // trade codes without editions alone
  uint8_t systems_ = 0;   // bit of each ProductSystem named
  size_t digits_min_ = kCodeNumberDigitsMax, digits_max_ = 0;
  std::vector<Item> items_;
  absl::flat_hash_set<uint64_t> numbers_;
};

// The lists of clauses that stay where they are. Not safe for concurrent use.
class ProductLists {
 public:
  const ProductList& Of(const std::vector<std::string>& products);

 private:
  absl::flat_hash_map<const std::vector<std::string>*, std::unique_ptr<const ProductList>> lists_;
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_PRODUCT_LIST_H_
