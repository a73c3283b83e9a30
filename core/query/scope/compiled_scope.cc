#include "core/query/scope/compiled_scope.h"

#include <algorithm>
#include <array>
#include <bit>

#include "core/query/scope/place_match.h"
#include "core/query/scope/transaction_match.h"

namespace decree {
namespace {

constexpr uint32_t BitOf(size_t dimension) { return uint32_t{1} << dimension; }
static_assert(kScopeDimensionCount <= 32);

// The dimensions that are matched so, as bits.
constexpr uint32_t BitsOf(ScopeMatching matching) {
  uint32_t bits = 0;
  for (size_t at = 0; at < kScopeDimensionCount; ++at) {
    if (kScopeDimensions[at].matching == matching) bits |= BitOf(at);
  }
  return bits;
}
constexpr uint32_t kProduct = BitsOf(ScopeMatching::kProduct);
constexpr uint32_t kParty = BitsOf(ScopeMatching::kParty);
constexpr uint32_t kOwner = BitsOf(ScopeMatching::kOwnership);

// Where the places stand in the table.
constexpr auto kPlacesAt = [] {
  std::array<size_t, CountOf(ScopeMatching::kPlace)> places{};
  size_t filled = 0;
  for (size_t at = 0; at < kScopeDimensionCount; ++at) {
    if (kScopeDimensions[at].matching == ScopeMatching::kPlace) places[filled++] = at;
  }
  return places;
}();

constexpr CompiledMatch kMatchYes{Tri::kYes, 0};
constexpr CompiledMatch kMatchNo{Tri::kNo, 0};
constexpr CompiledMatch kOpenForGood{Tri::kOpen, 0};  // no fact closes it
constexpr CompiledMatch Missing(uint32_t bit) { return {Tri::kOpen, bit}; }
CompiledMatch Of(bool is) { return is ? kMatchYes : kMatchNo; }

CompiledMatch Combine(const CompiledMatch& a, const CompiledMatch& b, Tri dominant) {
  if (a.value == dominant || b.value == dominant) return {dominant, 0};
  if (a.value != Tri::kOpen) return b;
  if (b.value != Tri::kOpen) return a;
  return {Tri::kOpen, a.missing | b.missing};
}
CompiledMatch And(const CompiledMatch& a, const CompiledMatch& b) {
  return Combine(a, b, Tri::kNo);
}
CompiledMatch Or(const CompiledMatch& a, const CompiledMatch& b) {
  return Combine(a, b, Tri::kYes);
}
CompiledMatch Not(CompiledMatch a) {
  if (a.value != Tri::kOpen) a.value = a.value == Tri::kYes ? Tri::kNo : Tri::kYes;
  return a;
}
CompiledMatch Of(Tri value) { return {value, 0}; }

// How a place stands to a list of places.
constexpr uint8_t kNotAsked = 0, kReached = 1, kNotReached = 2, kOpenPlace = 3;

}  // namespace

Kleene KleeneOf(const CompiledMatch& match) {
  Kleene kleene;
  kleene.value = match.value;
  for (size_t at = 0; at < kScopeDimensionCount; ++at) {
    if ((match.missing & BitOf(at)) != 0) kleene.missing.insert(kScopeDimensions[at].fact);
  }
  return kleene;
}

CompiledTransaction::CompiledTransaction(const Transaction& whole, NameNumbers& numbers)
    : transaction(whole) {
  for (size_t i = 0; i < places.size(); ++i) {
    places[i] = numbers.Of(whole.*kScopeDimensions[kPlacesAt[i]].given);
  }
  if (whole.products.size() == 1) trade_code = TradeCode::Of(whole.products.front());
}

CompiledScope::CompiledScope(const std::vector<ScopeClause>* include,
                             const std::vector<ScopeClause>* exclude, const CivilWindow& on,
                             AppliesBy applies_by, Memberships& memberships, ProductLists& lists)
    : on_(on),
      applies_by_(applies_by),
      memberships_(memberships),
      has_include_(include != nullptr) {
  if (include != nullptr) include_ = Compile(*include, lists);
  if (exclude != nullptr) exclude_ = Compile(*exclude, lists);
}

std::vector<CompiledScope::Clause> CompiledScope::Compile(const std::vector<ScopeClause>& clauses,
                                                          ProductLists& lists) const {
  std::vector<Clause> compiled;
  compiled.reserve(clauses.size());
  for (const ScopeClause& clause : clauses) {
    Clause made;
    made.whole = &clause;
    made.by_date = Of(HoldsIn(clause.effective, on_));
    for (size_t i = 0; i < made.places.size(); ++i) {
      const std::vector<std::string>& names = clause.*kScopeDimensions[kPlacesAt[i]].list;
      if (Restricts(names)) made.places[i].names = &names;
    }
    made.products = &lists.Of(clause.product);
    for (const ProductList::Item& item : made.products->items()) {
      if (item.code.system != ProductSystem::kTag) continue;
      const absl::StatusOr<bool> may_be = memberships_.MayBeGroup(*item.text);
      made.tags_have_members = made.tags_have_members || !may_be.ok() || *may_be;
    }
    for (size_t at = 0; at < kScopeDimensionCount; ++at) {
      const bool is_apart = (BitOf(at) & (BitsOf(ScopeMatching::kPlace) | kProduct)) != 0;
      if (!is_apart && kScopeDimensions[at].Restricts(clause)) made.more |= BitOf(at);
    }
    compiled.push_back(std::move(made));
  }
  return compiled;
}

uint8_t CompiledScope::HowPlaceStands(const std::vector<std::string>& names,
                                      const std::string& given) {
  const absl::StatusOr<PlaceVerdict> verdict = MatchPlaces(names, given, on_, memberships_);
  if (!verdict.ok() || verdict->value == Tri::kOpen) return kOpenPlace;
  return verdict->value == Tri::kYes ? kReached : kNotReached;
}

CompiledMatch CompiledScope::Place(Places& places, size_t at, uint32_t number,
                                   const Transaction& transaction) {
  if (places.names == nullptr) return kMatchYes;
  if (number == 0) return Missing(BitOf(at));
  if (places.known.size() <= number) places.known.resize(number + 1, kNotAsked);
  uint8_t& known = places.known[number];
  if (known == kNotAsked) {
    known = HowPlaceStands(*places.names, transaction.*kScopeDimensions[at].given);
  }
  return known == kOpenPlace ? kOpenForGood : Of(known == kReached);
}

std::optional<CompiledMatch> CompiledScope::Product(const Clause& clause,
                                                    const CompiledTransaction& transaction) {
  const Transaction& t = transaction.transaction;
  if (!clause.products->restricts()) return kMatchYes;
  if (t.products.empty()) return Missing(kProduct);
  switch (transaction.trade_code ? clause.products->VerdictOf(*transaction.trade_code)
                                 : clause.products->VerdictOf(t.products)) {
    case ProductVerdict::kCovered:
      return kMatchYes;
    case ProductVerdict::kOutside:
      if (clause.tags_have_members) return std::nullopt;
      return kMatchNo;
    case ProductVerdict::kOpen:
      if (clause.tags_have_members) return std::nullopt;
      return Missing(kProduct);
    case ProductVerdict::kUnclear:
      break;
  }
  return std::nullopt;
}

// One dimension beside places and product. Names of parties that are given, values, and dates that
// are given are left to the whole matcher.
std::optional<CompiledMatch> CompiledScope::One(size_t at, const ScopeClause& clause,
                                                const Transaction& t) const {
  const ScopeDimension& dimension = kScopeDimensions[at];
  const CompiledMatch missing = Missing(BitOf(at));
  switch (dimension.matching) {
    case ScopeMatching::kMovement:
    case ScopeMatching::kWord: {
      const std::string& given = t.*dimension.given;
      const std::vector<std::string>& words = clause.*dimension.list;
      if (given.empty()) return missing;
      return Of(std::find(words.begin(), words.end(), given) != words.end());
    }
    case ScopeMatching::kShare: {
      const std::optional<int64_t>& given = t.*dimension.given_share_ppm;
      return given ? Of(*given >= *(clause.*dimension.share_ppm)) : missing;
    }
    case ScopeMatching::kDate:
      if (dimension.applies_by == applies_by_) {
        return Of(IsBefore(on_, *(clause.*dimension.before)));
      }
      if ((t.*dimension.given_date).empty()) return missing;
      return std::nullopt;
    case ScopeMatching::kRole:
      if ((t.*dimension.given).empty()) return missing;
      return std::nullopt;
    case ScopeMatching::kValue:
      if (!t.value) return missing;
      return std::nullopt;
    case ScopeMatching::kPlace:
    case ScopeMatching::kProduct:
    case ScopeMatching::kParty:
    case ScopeMatching::kOwnership:
      break;
  }
  return std::nullopt;
}

// What a clause tests beside date, places and product.
std::optional<CompiledMatch> CompiledScope::More(const Clause& clause, const Transaction& t) const {
  CompiledMatch match = kMatchYes;
  bool is_known = true;
  // Parties and owners are one: either will do.
  if (const uint32_t parties = clause.more & (kParty | kOwner); parties != 0) {
    if (t.owners.empty() && InvolvedIn(t).empty()) {
      // Who owns may be recorded of a party with a name.
      match = Missing((parties & kOwner) != 0 ? parties | kParty : parties);
    } else {
      is_known = false;
    }
  }
  for (uint32_t left = clause.more & ~(kParty | kOwner); left != 0; left &= left - 1) {
    const std::optional<CompiledMatch> one =
        One(static_cast<size_t>(std::countr_zero(left)), *clause.whole, t);
    if (one) match = And(match, *one);
    is_known = is_known && one.has_value();
    if (match.value == Tri::kNo) return kMatchNo;
  }
  return is_known ? std::optional(match) : std::nullopt;
}

std::optional<CompiledMatch> CompiledScope::Match(Clause& clause,
                                                  const CompiledTransaction& transaction) {
  const Transaction& t = transaction.transaction;
  CompiledMatch match = clause.by_date;
  for (size_t i = 0; i < clause.places.size(); ++i) {
    match = And(match, Place(clause.places[i], kPlacesAt[i], transaction.places[i], t));
    if (match.value == Tri::kNo) return kMatchNo;
  }
  const std::optional<CompiledMatch> product = Product(clause, transaction);
  if (product) match = And(match, *product);
  if (match.value == Tri::kNo) return kMatchNo;
  if (clause.more != 0) {
    const std::optional<CompiledMatch> more = More(clause, t);
    if (!more) return std::nullopt;
    match = And(match, *more);
    if (match.value == Tri::kNo) return kMatchNo;
  }
  if (!product) return std::nullopt;
  return match;
}

std::optional<CompiledMatch> CompiledScope::Match(std::vector<Clause>& clauses,
                                                  const CompiledTransaction& transaction) {
  std::optional<CompiledMatch> match = kMatchNo;
  for (Clause& clause : clauses) {
    const std::optional<CompiledMatch> one = Match(clause, transaction);
    if (one && one->value == Tri::kYes) return kMatchYes;
    if (match) match = one ? std::optional(Or(*match, *one)) : std::nullopt;
  }
  return match;
}

std::optional<CompiledMatch> CompiledScope::Match(const CompiledTransaction& transaction) {
  const std::optional<CompiledMatch> included =
      has_include_ ? Match(include_, transaction) : std::optional(kOpenForGood);
  if (included && included->value == Tri::kNo) return kMatchNo;
  const std::optional<CompiledMatch> excluded = Match(exclude_, transaction);
  if (excluded && excluded->value == Tri::kYes) return kMatchNo;
  if (!included || !excluded) return std::nullopt;
  return And(*included, Not(*excluded));
}

std::optional<size_t> CompiledScope::CodeDigits(const CompiledTransaction& transaction) {
  if (!has_include_) return 0;
  std::optional<size_t> certain, open;
  for (Clause& clause : include_) {
    const std::optional<CompiledMatch> match = Match(clause, transaction);
    if (!match) return std::nullopt;
    if (match->value == Tri::kNo) continue;
    const bool names_codes = !clause.products->items().empty();
    if (names_codes && !transaction.trade_code) return std::nullopt;
    const std::optional<size_t> digits =
        names_codes ? clause.products->DigitsCovering(*transaction.trade_code) : 0;
    if (!digits) return std::nullopt;
    if (match->value == Tri::kYes) {
      certain = std::max(certain.value_or(0), *digits);
    } else if (open && *open != *digits) {
      return std::nullopt;
    } else {
      open = digits;
    }
  }
  if (certain && open && *open > *certain) return std::nullopt;
  return certain ? certain : open.value_or(0);
}

}  // namespace decree
