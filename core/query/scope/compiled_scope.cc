#include "core/query/scope/compiled_scope.h"

#include <algorithm>
#include <array>

#include "core/query/scope/transaction_match.h"

namespace decree {
namespace {

// Facts by their bit, in the words of TransactionMatcher.
enum Fact : uint32_t {
  kOrigin,
  kDestination,
  kShippedFrom,
  kProduct,
  kMovement,
  kEndUse,
  kPreference,
  kContentShare,
  kValue,
  kExported,
  kLoaded,
  kEntered,
  kContract,
  kExporter,
  kImporter,
  kConsignee,
  kEndUser,
  kParty,
  kOwner,
  kFacts
};
constexpr std::array<const char*, kFacts> kFactNames = {
    "origin",       "destination", "shippedFrom", "product", "movement", "endUse",   "preference",
    "contentShare", "value",       "exported",    "loaded",  "entered",  "contract", "exporter",
    "importer",     "consignee",   "endUser",     "party",   "owner"};

constexpr CompiledMatch kMatchYes{Tri::kYes, 0};
constexpr CompiledMatch kMatchNo{Tri::kNo, 0};
constexpr CompiledMatch kOpenForGood{Tri::kOpen, 0};  // no fact closes it
constexpr CompiledMatch Missing(Fact fact) { return {Tri::kOpen, 1u << fact}; }
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

bool AsksMore(const ScopeClause& clause) {
  for (const auto* values :
       {&clause.exporter, &clause.importer, &clause.consignee, &clause.end_user, &clause.movement,
        &clause.party, &clause.end_use, &clause.preference}) {
    if (Restricts(*values)) return true;
  }
  return clause.ownership_at_least_ppm || clause.content_share_at_least_ppm ||
         !clause.value_below.empty() || clause.exported_before || clause.loaded_before ||
         clause.entered_before || clause.contract_before;
}

}  // namespace

Kleene KleeneOf(const CompiledMatch& match) {
  Kleene kleene;
  kleene.value = match.value;
  for (uint32_t fact = 0; fact < kFacts; ++fact) {
    if ((match.missing >> fact & 1u) != 0) kleene.missing.insert(kFactNames[fact]);
  }
  return kleene;
}

CompiledTransaction::CompiledTransaction(const Transaction& whole, NameNumbers& numbers)
    : transaction(whole),
      origin(numbers.Of(whole.origin)),
      destination(numbers.Of(whole.destination)),
      shipped_from(numbers.Of(whole.shipped_from)) {
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
    const auto places = [](Fact fact, const std::vector<std::string>& names) {
      return Places{fact, Restricts(names) ? &names : nullptr, {}};
    };
    made.origin = places(kOrigin, clause.origin);
    made.destination = places(kDestination, clause.destination);
    made.shipped_from = places(kShippedFrom, clause.shipped_from);
    made.products = &lists.Of(clause.product);
    for (const ProductList::Item& item : made.products->items()) {
      if (item.code.system != ProductSystem::kTag) continue;
      const absl::StatusOr<bool> may_be = memberships_.MayBeGroup(*item.text);
      made.tags_have_members = made.tags_have_members || !may_be.ok() || *may_be;
    }
    made.asks_more = AsksMore(clause);
    compiled.push_back(std::move(made));
  }
  return compiled;
}

uint8_t CompiledScope::HowPlaceStands(const std::vector<std::string>& names,
                                      const std::string& given) {
  uint8_t stands = kNotReached;
  for (const std::string& name : names) {
    if (name == given) return kReached;
  }
  for (const std::string& name : names) {
    const absl::StatusOr<Memberships::Answer> member = memberships_.IsMember(name, given, on_);
    if (!member.ok() || (member->may_be_in && member->may_be_out)) {
      stands = kOpenPlace;
    } else if (member->may_be_in) {
      return kReached;
    }
  }
  return stands;
}

CompiledMatch CompiledScope::Place(Places& places, uint32_t number, const std::string& given) {
  if (places.names == nullptr) return kMatchYes;
  if (number == 0) return {Tri::kOpen, 1u << places.fact};
  if (places.known.size() <= number) places.known.resize(number + 1, kNotAsked);
  uint8_t& known = places.known[number];
  if (known == kNotAsked) known = HowPlaceStands(*places.names, given);
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

// What a clause tests beside date, places and product. Names of parties that are given, values, and
// dates that are given are left to the whole matcher.
std::optional<CompiledMatch> CompiledScope::More(const ScopeClause& clause,
                                                 const Transaction& t) const {
  CompiledMatch match = kMatchYes;
  struct Word {
    Fact fact;
    const std::vector<std::string>& words;
    const std::string& given;
  };
  for (const Word& word :
       {Word{kMovement, clause.movement, t.movement}, Word{kEndUse, clause.end_use, t.end_use},
        Word{kPreference, clause.preference, t.preference}}) {
    if (!Restricts(word.words)) continue;
    match = And(match, word.given.empty() ? Missing(word.fact)
                                          : Of(std::find(word.words.begin(), word.words.end(),
                                                         word.given) != word.words.end()));
  }
  if (clause.content_share_at_least_ppm) {
    match = And(match, t.content_share_ppm
                           ? Of(*t.content_share_ppm >= *clause.content_share_at_least_ppm)
                           : Missing(kContentShare));
  }
  struct Before {
    Fact fact;
    const std::optional<Bound>& bound;
    AppliesBy by;
    const AskedDate& given;
  };
  for (const Before& before :
       {Before{kExported, clause.exported_before, AppliesBy::kExport, t.exported},
        Before{kLoaded, clause.loaded_before, AppliesBy::kLoading, t.loaded},
        Before{kEntered, clause.entered_before, AppliesBy::kEntry, t.entered},
        Before{kContract, clause.contract_before, AppliesBy::kContract, t.contract}}) {
    if (!before.bound) continue;
    if (before.by == applies_by_) {
      match = And(match, Of(IsBefore(on_, *before.bound)));
    } else if (before.given.empty()) {
      match = And(match, Missing(before.fact));
    } else {
      return std::nullopt;
    }
  }
  if (match.value == Tri::kNo) return match;
  for (const Word& role :
       {Word{kExporter, clause.exporter, t.exporter}, Word{kImporter, clause.importer, t.importer},
        Word{kConsignee, clause.consignee, t.consignee},
        Word{kEndUser, clause.end_user, t.end_user}}) {
    if (!Restricts(role.words)) continue;
    if (!role.given.empty()) return std::nullopt;
    match = And(match, Missing(role.fact));
  }
  const bool names_parties = Restricts(clause.party);
  if (names_parties || clause.ownership_at_least_ppm) {
    const bool none_given = t.parties.empty() && t.owners.empty() && t.exporter.empty() &&
                            t.importer.empty() && t.consignee.empty() && t.end_user.empty();
    if (!none_given) return std::nullopt;
    CompiledMatch party = names_parties ? Missing(kParty) : kMatchNo;
    if (clause.ownership_at_least_ppm) party = Or(party, Missing(kOwner));
    match = And(match, party);
  }
  if (!clause.value_below.empty()) {
    if (t.value) return std::nullopt;
    match = And(match, Missing(kValue));
  }
  return match;
}

std::optional<CompiledMatch> CompiledScope::Match(Clause& clause,
                                                  const CompiledTransaction& transaction) {
  const Transaction& t = transaction.transaction;
  CompiledMatch match = clause.by_date;
  match = And(match, Place(clause.origin, transaction.origin, t.origin));
  if (match.value == Tri::kNo) return kMatchNo;
  match = And(match, Place(clause.destination, transaction.destination, t.destination));
  match = And(match, Place(clause.shipped_from, transaction.shipped_from, t.shipped_from));
  if (match.value == Tri::kNo) return kMatchNo;
  const std::optional<CompiledMatch> product = Product(clause, transaction);
  if (product) match = And(match, *product);
  if (match.value == Tri::kNo) return kMatchNo;
  if (clause.asks_more) {
    const std::optional<CompiledMatch> more = More(*clause.whole, t);
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

}  // namespace decree
