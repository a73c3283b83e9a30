#include "core/query/scope/code_digits.h"

#include <algorithm>

#include "core/base/status_macros.h"

namespace decree {
namespace {

struct OfClause {
  size_t covering = 0;     // of the longest code that covers the goods
  bool may_cover = false;  // that one stands, or the list names no code
  std::set<size_t> open;   // those of which it cannot be told, longer ones where one covers
};

OfClause DigitsIn(const ProductList& list, const std::vector<ProductCode>& products) {
  OfClause digits;
  digits.may_cover = !list.restricts();
  for (const auto& [code, text] : list.items()) {
    const PrefixRelation relation =
        products.empty() ? PrefixRelation::kOpen : RelationToAny(code, products);
    if (relation == PrefixRelation::kCovers) {
      digits.may_cover = true;
      digits.covering = std::max(digits.covering, DigitsOf(code));
    } else if (relation == PrefixRelation::kOpen) {
      digits.open.insert(DigitsOf(code));
    }
  }
  if (digits.may_cover) {  // then only a longer one makes a difference
    digits.open.erase(digits.open.begin(), digits.open.upper_bound(digits.covering));
  }
  return digits;
}

}  // namespace

absl::StatusOr<CodeDigits> CodeDigitsOf(const std::vector<ScopeClause>* include,
                                        const TransactionReading& reading, Memberships& memberships,
                                        ProductLists& lists) {
  CodeDigits all;
  if (include == nullptr) return CodeDigits{{0}, {}};
  TransactionMatcher matcher(reading, memberships, lists);
  bool is_certain = false;
  size_t certain = 0;
  for (const ScopeClause& clause : *include) {
    DECREE_ASSIGN_OR_RETURN(const Kleene match, matcher.MatchClause(clause));
    if (match.value == Tri::kNo) continue;
    const OfClause digits = DigitsIn(lists.Of(clause.product), reading.transaction.products);
    if (match.value == Tri::kYes) {
      certain = std::max(certain, digits.covering);
      is_certain = true;
    } else {
      // Under a tag by the codes recorded for it, a list may reach the goods without any digits.
      if (digits.may_cover || digits.open.empty()) all.possible.insert(digits.covering);
      all.missing.insert(match.missing.begin(), match.missing.end());
    }
    if (!digits.open.empty()) all.missing.insert("product");
    all.possible.insert(digits.open.begin(), digits.open.end());
  }
  if (is_certain) {
    all.possible.erase(all.possible.begin(), all.possible.upper_bound(certain));
    all.possible.insert(certain);
  }
  if (all.possible.empty()) all.possible.insert(0);
  if (all.possible.size() == 1) all.missing.clear();
  return all;
}

}  // namespace decree
