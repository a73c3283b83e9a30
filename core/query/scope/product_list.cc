#include "core/query/scope/product_list.h"

#include <algorithm>

#include "absl/container/inlined_vector.h"

namespace decree {
namespace {

// Whether the digits of the two systems say the same.
bool AreComparable(ProductSystem a, ProductSystem b) {
  return a == b || a == ProductSystem::kHs || b == ProductSystem::kHs;
}

}  // namespace

bool IsTradeCode(ProductSystem system) {
  return system == ProductSystem::kHs || system == ProductSystem::kHts ||
         system == ProductSystem::kCn;
}

std::optional<TradeCode> TradeCode::Of(const ProductCode& product) {
  if (!IsTradeCode(product.system) || !product.edition.empty() ||
      product.code.size() > kDigitsMax) {
    return std::nullopt;
  }
  TradeCode code;
  code.system = product.system;
  code.digits = product.code.size();
  code.numbers[0] = 1;  // leading zeros count
  for (size_t i = 0; i < code.digits; ++i) {
    code.numbers[i + 1] = code.numbers[i] * 10 + static_cast<uint64_t>(product.code[i] - '0');
  }
  return code;
}

PrefixRelation RelationToAny(const ProductCode& clause, const std::vector<ProductCode>& products) {
  PrefixRelation best = PrefixRelation::kOpen;
  for (const ProductCode& product : products) {
    const PrefixRelation relation = RelationOf(clause, product);
    if (relation == PrefixRelation::kCovers) return relation;
    if (relation == PrefixRelation::kOutside) best = relation;
  }
  return best;
}

size_t DigitsOf(const ProductCode& code) {
  return code.system == ProductSystem::kTag ? 0 : code.code.size();
}

ProductList::ProductList(const std::vector<std::string>& products)
    : restricts_(!products.empty() &&
                 std::find(products.begin(), products.end(), "*") == products.end()) {
  items_.reserve(products.size());
  for (const std::string& text : products) {
    absl::StatusOr<ProductCode> parsed = ParseProductCode(text);
    if (!parsed.ok() || parsed->system == ProductSystem::kAny) continue;
    items_.push_back({*std::move(parsed), &text});
    names_tags_ = names_tags_ || items_.back().code.system == ProductSystem::kTag;
    const std::optional<TradeCode> code = TradeCode::Of(items_.back().code);
    if (!code) {
      (IsTradeCode(items_.back().code.system) ? names_editions_ : names_other_systems_) = true;
      others_.push_back(items_.size() - 1);
      continue;
    }
    const auto at =
        static_cast<size_t>(std::find(kTradeSystems.begin(), kTradeSystems.end(), code->system) -
                            kTradeSystems.begin());
    Codes& codes = codes_[at];
    codes.digits_min = std::min(codes.digits_min, code->digits);
    codes.digits_max = std::max(codes.digits_max, code->digits);
    codes.numbers.insert(code->numbers[code->digits]);
  }
}

ProductVerdict ProductList::VerdictOf(const Codes& codes, const TradeCode& code) {
  const size_t longest = std::min(codes.digits_max, code.digits);
  for (size_t digits = codes.digits_min; digits <= longest; ++digits) {
    if (codes.numbers.contains(code.numbers[digits])) return ProductVerdict::kCovered;
  }
  return code.digits >= codes.digits_max ? ProductVerdict::kOutside : ProductVerdict::kUnclear;
}

ProductVerdict ProductList::VerdictOf(const TradeCode& code) const {
  if (!restricts_) return ProductVerdict::kCovered;
  bool is_open = false, is_unclear = false;
  for (size_t i = 0; i < kTradeSystems.size(); ++i) {
    if (codes_[i].numbers.empty()) continue;
    const ProductVerdict verdict = AreComparable(kTradeSystems[i], code.system)
                                       ? VerdictOf(codes_[i], code)
                                       : ProductVerdict::kOpen;
    if (verdict == ProductVerdict::kCovered) return verdict;
    is_open = is_open || verdict == ProductVerdict::kOpen;
    is_unclear = is_unclear || verdict == ProductVerdict::kUnclear;
  }
  if (names_editions_) return ProductVerdict::kUnclear;
  if (is_open || names_other_systems_) return ProductVerdict::kOpen;
  return is_unclear ? ProductVerdict::kUnclear : ProductVerdict::kOutside;
}

std::optional<size_t> ProductList::DigitsCovering(const TradeCode& code) const {
  if (!others_.empty()) return std::nullopt;
  size_t longest = 0;
  for (size_t i = 0; i < kTradeSystems.size(); ++i) {
    const Codes& codes = codes_[i];
    if (codes.numbers.empty()) continue;
    const bool can_tell =
        AreComparable(kTradeSystems[i], code.system) && code.digits >= codes.digits_max;
    if (!can_tell) return std::nullopt;
    for (size_t digits = codes.digits_min; digits <= codes.digits_max; ++digits) {
      if (codes.numbers.contains(code.numbers[digits])) longest = std::max(longest, digits);
    }
  }
  return longest > 0 || !restricts_ ? std::optional(longest) : std::nullopt;
}

ProductVerdict ProductList::VerdictOf(absl::Span<const ProductCode> products) const {
  if (!restricts_) return ProductVerdict::kCovered;
  absl::InlinedVector<TradeCode, 2> codes;
  bool may_be_covered = false;
  for (const ProductCode& product : products) {
    if (const std::optional<TradeCode> code = TradeCode::Of(product)) {
      codes.push_back(*code);
    } else {
      may_be_covered = may_be_covered || !product.edition.empty();
    }
  }
  bool is_open = false, is_unclear = false;
  for (size_t i = 0; i < kTradeSystems.size(); ++i) {
    if (codes_[i].numbers.empty()) continue;
    bool is_outside = false, is_short = false;  // a code outside outweighs one that does not tell
    for (const TradeCode& code : codes) {
      if (!AreComparable(kTradeSystems[i], code.system)) continue;
      const ProductVerdict verdict = VerdictOf(codes_[i], code);
      if (verdict == ProductVerdict::kCovered) return verdict;
      is_outside = is_outside || verdict == ProductVerdict::kOutside;
      is_short = is_short || verdict == ProductVerdict::kUnclear;
    }
    is_open = is_open || (!is_outside && !is_short);
    is_unclear = is_unclear || (!is_outside && is_short);
  }
  for (const size_t other : others_) {
    bool is_outside = false;
    for (const ProductCode& product : products) {
      const PrefixRelation relation = RelationOf(items_[other].code, product);
      if (relation == PrefixRelation::kCovers) return ProductVerdict::kCovered;
      is_outside = is_outside || relation == PrefixRelation::kOutside;
    }
    is_open = is_open || !is_outside;
  }
  if (may_be_covered) return ProductVerdict::kUnclear;
  if (is_open) return ProductVerdict::kOpen;
  return is_unclear ? ProductVerdict::kUnclear : ProductVerdict::kOutside;
}

const ProductList& ProductLists::Of(const std::vector<std::string>& products) {
  std::unique_ptr<const ProductList>& list = lists_[&products];
  if (list == nullptr) list = std::make_unique<const ProductList>(products);
  return *list;
}

}  // namespace decree
