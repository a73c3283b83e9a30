// The products that a clause of a scope names, parsed once and ready for look-up: a list of a
// hundred thousand codes answers for a transaction as fast as a list of one.
#ifndef DECREE_CORE_QUERY_SCOPE_PRODUCT_LIST_H_
#define DECREE_CORE_QUERY_SCOPE_PRODUCT_LIST_H_

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/types/span.h"
#include "core/model/product_code.h"
#include "core/query/scope/party_list.h"

namespace decree {

bool IsTradeCode(ProductSystem system);  // HS, HTS, CN: digits that say more the longer they are

// A code of HS, HTS or CN without an edition, with a number for each of its beginnings; different
// beginnings have different numbers.
struct TradeCode {
  static constexpr size_t kDigitsMax = 10;

  // nullopt: of another system, of an edition, or longer.
  static std::optional<TradeCode> Of(const ProductCode& product);

  ProductSystem system = ProductSystem::kHs;
  size_t digits = 0;
  std::array<uint64_t, kDigitsMax + 1> numbers{};  // of the first n digits
};

// How a clause's code stands to a product that is known by several codes and tags: one that covers
// decides, then one of the same system that lies outside.
PrefixRelation RelationToAny(const ProductCode& clause, const std::vector<ProductCode>& products);

// How many characters of code a clause's code says: 6 of HTS:0406.90, 0 of "*" and of a tag.
size_t DigitsOf(const ProductCode& code);

enum class ProductVerdict : uint8_t {
  kCovered,
  kOutside,
  kOpen,     // no code given can tell: another system, no tags
  kUnclear,  // item by item it may turn out outside or open: short codes, editions
};

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
  const std::vector<Item>& items() const { return items_; }  // without "*"

  // How a product known by that code, or by all of these, stands to the list. Which codes are
  // recorded as members of a tag is not looked at.
  ProductVerdict VerdictOf(const TradeCode& code) const;
  ProductVerdict VerdictOf(absl::Span<const ProductCode> products) const;
  // DigitsOf the longest code of the list that covers that code; 0 where any product is meant.
  // nullopt: none does, or whether a longer one does is not as plain as that.
  std::optional<size_t> DigitsCovering(const TradeCode& code) const;

 private:
  // The codes of one system that have no edition.
  struct Codes {
    size_t digits_min = TradeCode::kDigitsMax, digits_max = 0;
    absl::flat_hash_set<uint64_t> numbers;
  };
  static ProductVerdict VerdictOf(const Codes& codes, const TradeCode& code);

  static constexpr std::array<ProductSystem, 3> kTradeSystems = {
      ProductSystem::kHs, ProductSystem::kHts, ProductSystem::kCn};

  bool restricts_ = false;
  bool names_tags_ = false;
  std::vector<Item> items_;
  std::array<Codes, kTradeSystems.size()> codes_;
  std::vector<size_t> others_;  // of `items_`, what is in none of `codes_`
  bool names_editions_ = false, names_other_systems_ = false;  // among the others
};

// The lists of clauses that stay where they are. Not safe for concurrent use.
class ProductLists {
 public:
  const ProductList& Of(const std::vector<std::string>& products);
  // Likewise those of parties.
  PartyLists& parties() { return parties_; }

 private:
  absl::flat_hash_map<const std::vector<std::string>*, std::unique_ptr<const ProductList>> lists_;
  PartyLists parties_;
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_SCOPE_PRODUCT_LIST_H_
