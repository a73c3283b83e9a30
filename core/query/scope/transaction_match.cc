#include "core/query/scope/transaction_match.h"

#include <algorithm>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/query/scope/ownership.h"
#include "core/query/scope/place_match.h"

namespace decree {
namespace {

// What needs no look at the record, then the places before the products: lists of codes are long.
constexpr DimensionsInOrder kCheapFirst = InOrder(
    {ScopeMatching::kMovement, ScopeMatching::kWord, ScopeMatching::kShare, ScopeMatching::kValue,
     ScopeMatching::kDate, ScopeMatching::kPlace, ScopeMatching::kRole, ScopeMatching::kParty,
     ScopeMatching::kOwnership, ScopeMatching::kProduct});

bool Holds(const std::vector<std::string>& values, const std::string& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

absl::string_view SystemName(const std::string& product) {
  return absl::string_view(product).substr(0, product.find_first_of(":@"));
}

}  // namespace

Tri IsBefore(const CivilWindow& window, const Bound& bound) {
  if (window.last_civil_us < bound.earliest_civil_us) return Tri::kYes;
  return window.first_civil_us >= bound.latest_civil_us ? Tri::kNo : Tri::kOpen;
}

void TransactionMatcher::Note(std::string note) {
  if (!Holds(notes_, note)) notes_.push_back(std::move(note));
}

// Whether a code of the product lies under a code that is recorded as a member of the tag, as of
// any group; nullopt where no member is of a system that the product is known by.
absl::StatusOr<std::optional<Kleene>> TransactionMatcher::TagByCodes(const std::string& tag) {
  std::optional<Kleene> match;
  DECREE_ASSIGN_OR_RETURN(const bool may_have_members, memberships_.MayBeGroup(tag));
  if (!may_have_members) return match;
  DECREE_ASSIGN_OR_RETURN(const std::vector<Memberships::Member> members,
                          memberships_.MembersOf(tag, reading_.on));
  for (const Memberships::Member& member : members) {
    const absl::StatusOr<ProductCode> code = ParseProductCode(member.name);
    if (!code.ok()) continue;
    for (const ProductCode& product : reading_.transaction.products) {
      const PrefixRelation relation = RelationOf(*code, product);
      if (relation == PrefixRelation::kOpen && code->system != product.system) continue;
      Kleene under = relation == PrefixRelation::kOpen
                         ? Kleene::Missing("product")
                         : Kleene::Of(relation == PrefixRelation::kCovers);
      if (!member.answer.may_be_in) {
        under = Kleene::No();
      } else if (member.answer.may_be_out) {
        under =
            And(std::move(under), Kleene::Open(absl::StrCat("whether ", member.name, " is under ",
                                                            tag, " changes or is imprecise then")));
      }
      match = Or(match.value_or(Kleene::No()), std::move(under));
    }
  }
  return match;
}

absl::StatusOr<Kleene> TransactionMatcher::Products(const std::vector<std::string>& products) {
  const ProductList& list = lists_.Of(products);
  if (!list.restricts()) return Kleene::Yes();
  if (reading_.transaction.products.empty()) return Kleene::Missing("product");
  if (reading_.related_codes.empty()) {
    const ProductVerdict verdict = list.VerdictOf(reading_.transaction.products);
    if (verdict == ProductVerdict::kCovered) return Kleene::Yes();
    if (verdict == ProductVerdict::kOutside && !list.names_tags()) return Kleene::No();
  }
  return EachProduct(list);
}

absl::StatusOr<Kleene> TransactionMatcher::EachProduct(const ProductList& list) {
  const std::vector<ProductCode>& given = reading_.transaction.products;
  const ProductList::Item* open = nullptr;
  Kleene by_codes = Kleene::No();  // under tags, by the codes recorded for them
  for (const ProductList::Item& item : list.items()) {
    const ProductCode& clause = item.code;
    const PrefixRelation relation = RelationToAny(clause, given);
    if (relation == PrefixRelation::kCovers) return Kleene::Yes();
    std::optional<Kleene> tagged;
    if (clause.system == ProductSystem::kTag) {
      DECREE_ASSIGN_OR_RETURN(tagged, TagByCodes(*item.text));
    }
    if (tagged && tagged->value == Tri::kYes) return Kleene::Yes();
    // What the transaction says of its tags outweighs a code that is too short to tell.
    if (tagged && relation == PrefixRelation::kOpen) {
      by_codes = Or(std::move(by_codes), *std::move(tagged));
    } else if (relation == PrefixRelation::kOpen && open == nullptr) {
      open = &item;
    }
    for (const RelatedCode& related : reading_.related_codes) {
      if (RelationOf(clause, related.code) == PrefixRelation::kCovers) {
        Note(absl::StrCat("a change of codes is no change of scope: ", related.why,
                          "; the scope names ", DottedProductCode(clause)));
      }
    }
  }
  if (open == nullptr) return by_codes;
  Kleene match = Kleene::Missing("product");
  const std::string code = ShownProduct(reading_.transaction, 0);
  const std::string named = DottedProductCode(open->code);
  const bool same_system = std::any_of(given.begin(), given.end(), [&](const ProductCode& product) {
    return product.system == open->code.system;
  });
  match.reasons.push_back(
      same_system
          ? absl::StrCat("product ", code,
                         " is too short, or of another edition, to tell whether it falls under ",
                         named)
          : absl::StrCat("the scope names ", SystemName(named), " codes (", named,
                         "), the transaction only ", code));
  return Or(std::move(match), std::move(by_codes));
}

Kleene TransactionMatcher::OneOf(const ScopeDimension& dimension,
                                 const std::vector<std::string>& words) const {
  const std::string& given = reading_.transaction.*dimension.given;
  return given.empty() ? Kleene::Missing(dimension.fact) : Kleene::Of(Holds(words, given));
}

// Whether `given` is `name` or a member of it.
absl::StatusOr<Kleene> TransactionMatcher::Member(const std::string& name, const std::string& given,
                                                  bool& is_group) {
  is_group = false;
  if (name == given) return Kleene::Yes();
  DECREE_ASSIGN_OR_RETURN(const Memberships::Answer member,
                          memberships_.IsMember(name, given, reading_.on));
  is_group = member.known;
  if (!member.may_be_in) return Kleene::No();
  if (!member.may_be_out) return Kleene::Yes();
  return Kleene::Open(
      absl::StrCat("membership of ", given, " in ", name, " changes or is imprecise then"));
}

absl::StatusOr<Kleene> TransactionMatcher::Place(const ScopeDimension& dimension,
                                                 const std::vector<std::string>& places) {
  const std::string& given = reading_.transaction.*dimension.given;
  if (given.empty()) return Kleene::Missing(dimension.fact);
  DECREE_ASSIGN_OR_RETURN(PlaceVerdict verdict,
                          MatchPlaces(places, given, reading_.on, memberships_));
  for (std::string& note : verdict.notes) Note(std::move(note));
  return Kleene{verdict.value, {}, std::move(verdict.reasons)};
}

// Whether a party of that name, folded, is on the list: literally, or as a member of a group there.
absl::StatusOr<Kleene> TransactionMatcher::NamedIn(PartyList& list, const std::string& folded,
                                                   const std::string& given, bool may_be_group) {
  if (list.Names(folded)) return Kleene::Yes();
  if (!list.groups) {
    std::vector<const std::string*> groups;
    for (const std::string& name : list.names()) {
      DECREE_ASSIGN_OR_RETURN(const bool may_have_members, memberships_.MayBePartyGroup(name));
      if (may_have_members) groups.push_back(&name);
    }
    list.groups = std::move(groups);
  }
  Kleene match = Kleene::No();
  bool is_group = false;
  for (const std::string* const name : *list.groups) {
    DECREE_ASSIGN_OR_RETURN(const Memberships::Answer member,
                            memberships_.IsPartyMember(*name, folded, reading_.on));
    is_group = is_group || member.known;
    if (!member.may_be_in) continue;
    if (!member.may_be_out) return Kleene::Yes();
    match = Or(std::move(match), Kleene::Open(absl::StrCat("membership of ", given, " in ", *name,
                                                           " changes or is imprecise then")));
  }
  if (!is_group && may_be_group && list.names().size() == 1) {
    Note(absl::StrCat("no member of ", list.names().front(),
                      " is recorded in this view; it was read as the name of a party"));
  }
  return match;
}

// A text counts as a whole and in its parts; what is taken out of control is meant by the whole.
absl::StatusOr<Kleene> TransactionMatcher::PartyIn(const std::vector<std::string>& names,
                                                   const std::string& given, bool may_be_group) {
  PartyList& list = lists_.parties().Of(names);
  const GivenName name = lists_.parties().Given(given);
  DECREE_ASSIGN_OR_RETURN(Kleene match, NamedIn(list, name.whole, given, may_be_group));
  for (const std::string& part : name.parts) {
    if (match.value == Tri::kYes) break;
    DECREE_ASSIGN_OR_RETURN(Kleene of_part, NamedIn(list, part, given, may_be_group));
    if (of_part.value == Tri::kYes && (is_excluding_ || reading_.is_authorization)) {
      of_part = Kleene::Open(absl::StrCat("\"", given, "\" names it in part only: ", part));
    }
    match = Or(std::move(match), std::move(of_part));
  }
  return match;
}

// Whoever takes part, in whatever role; with an ownership threshold also those whom the listed own.
absl::StatusOr<Kleene> TransactionMatcher::Parties(const ScopeClause& clause) {
  const bool owned = clause.ownership_at_least_ppm.has_value();
  const Transaction& t = reading_.transaction;
  Kleene match = t.parties.empty() ? Kleene::Missing("party") : Kleene::No();
  for (const std::string& party : InvolvedIn(t)) {
    DECREE_ASSIGN_OR_RETURN(Kleene listed, PartyIn(clause.party, party, owned));
    match = Or(std::move(match), std::move(listed));
  }
  if (!owned || match.value == Tri::kYes) return match;
  DECREE_ASSIGN_OR_RETURN(Kleene owner, Owners(clause));
  return Or(std::move(match), std::move(owner));
}

absl::StatusOr<Kleene> TransactionMatcher::Owners(const ScopeClause& clause) {
  const bool lists_all = !Restricts(clause.party);
  Ownership::Asked asked;
  asked.threshold_ppm = *clause.ownership_at_least_ppm;
  asked.parts_are_open = is_excluding_ || reading_.is_authorization;
  asked.text_is_listed = [&](const std::string& text) -> absl::StatusOr<Kleene> {
    if (lists_all) return Kleene::Yes();
    return PartyIn(clause.party, text, true);
  };
  asked.owner_is_listed = [&](const OwnershipLink& link) -> absl::StatusOr<Kleene> {
    if (lists_all) return Kleene::Yes();
    return NamedIn(lists_.parties().Of(clause.party), link.owner_folded, link.owner, false);
  };
  Ownership ownership(reading_.transaction, reading_.on, asked, memberships_);
  DECREE_ASSIGN_OR_RETURN(Kleene match, ownership.Match());
  if (match.value == Tri::kNo && !tells_owners_of_all_) return match;
  for (OwnershipLink& link : ownership.Links()) {
    if (owners_.size() > kOwnershipLinksToldMax) break;
    if (std::find(owners_.begin(), owners_.end(), link) == owners_.end()) {
      owners_.push_back(std::move(link));
    }
  }
  return match;
}

// Values in another currency are not converted: a rate of exchange is no fact of the record.
Kleene TransactionMatcher::ValueBelow(const std::string& threshold) const {
  const size_t space = threshold.find(' ');
  const absl::StatusOr<Decimal> limit = ParseDecimal(threshold.substr(0, space));
  if (!limit.ok()) {
    return Kleene::Open(absl::StrCat("the value \"", threshold, "\" cannot be read"));
  }
  const Transaction& t = reading_.transaction;
  if (!t.value) return Kleene::Missing("value");
  if (space != std::string::npos) {
    const std::string currency = threshold.substr(space + 1);
    if (t.currency.empty()) return Kleene::Missing("currency");
    if (t.currency != currency) {
      Kleene match = Kleene::Missing(absl::StrCat("value in ", currency));
      match.reasons.push_back(absl::StrCat("the threshold is ", threshold, "; a value in ",
                                           t.currency, " is not converted"));
      return match;
    }
  }
  return Kleene::Of(IsLess(*t.value, *limit));
}

absl::StatusOr<Kleene> TransactionMatcher::Before(const ScopeDimension& dimension,
                                                  const Bound& bound) const {
  CivilWindow window = reading_.on;
  if (dimension.applies_by != reading_.applies_by) {
    const AskedDate& given = reading_.transaction.*dimension.given_date;
    if (given.empty()) return Kleene::Missing(dimension.fact);
    const absl::StatusOr<CivilWindow> parsed = given.In(reading_.zone);
    if (!parsed.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat(dimension.fact, ": ", parsed.status().message()));
    }
    window = *parsed;
  }
  const Tri before = IsBefore(window, bound);
  if (before != Tri::kOpen) return Kleene::Of(before == Tri::kYes);
  return Kleene::Open(absl::StrCat("whether it was ", dimension.fact, " before ", bound.text,
                                   " is open: the dates are not exact enough"));
}

absl::StatusOr<Kleene> TransactionMatcher::Match(const ScopeDimension& dimension,
                                                 const ScopeClause& clause) {
  switch (dimension.matching) {
    case ScopeMatching::kMovement:
    case ScopeMatching::kWord:
      return OneOf(dimension, clause.*dimension.list);
    case ScopeMatching::kShare: {
      const std::optional<int64_t>& share = reading_.transaction.*dimension.given_share_ppm;
      return share ? Kleene::Of(*share >= *(clause.*dimension.share_ppm))
                   : Kleene::Missing(dimension.fact);
    }
    case ScopeMatching::kValue:
      return ValueBelow(clause.*dimension.value);
    case ScopeMatching::kDate:
      return Before(dimension, *(clause.*dimension.before));
    case ScopeMatching::kPlace:
      return Place(dimension, clause.*dimension.list);
    case ScopeMatching::kRole: {
      const std::string& given = reading_.transaction.*dimension.given;
      if (given.empty()) return Kleene::Missing(dimension.fact);
      return PartyIn(clause.*dimension.list, given, false);
    }
    case ScopeMatching::kParty:
      return Parties(clause);
    case ScopeMatching::kOwnership:
      return Restricts(clause.party) ? Kleene::Yes() : Owners(clause);
    case ScopeMatching::kProduct:
      return Products(clause.*dimension.list);
  }
  return absl::InternalError("no such matching");
}

// What a clause that does not hold rests on is of no interest.
absl::StatusOr<Kleene> TransactionMatcher::MatchClause(const ScopeClause& clause) {
  const size_t owners = owners_.size();
  DECREE_ASSIGN_OR_RETURN(Kleene match, EachDimension(clause));
  if (match.value == Tri::kNo && !tells_owners_of_all_) owners_.resize(owners);
  return match;
}

absl::StatusOr<Kleene> TransactionMatcher::EachDimension(const ScopeClause& clause) {
  const Tri in_force = HoldsIn(clause.effective, reading_.on);
  if (in_force == Tri::kNo) return Kleene::No();
  Kleene match = in_force == Tri::kYes
                     ? Kleene::Yes()
                     : Kleene::Open("a clause of the scope begins or ends within the time asked");
  for (const ScopeDimension* const dimension : kCheapFirst) {
    // Whether products restrict is known to their list, which may be long.
    const bool is_product = dimension->matching == ScopeMatching::kProduct;
    if (!(is_product ? dimension->IsIn(clause) : dimension->Restricts(clause))) continue;
    DECREE_ASSIGN_OR_RETURN(Kleene one, Match(*dimension, clause));
    match = And(std::move(match), std::move(one));
    if (match.value == Tri::kNo) return match;
  }
  return match;
}

absl::StatusOr<Kleene> TransactionMatcher::MatchScope(const std::vector<ScopeClause>* include,
                                                      const std::vector<ScopeClause>* exclude) {
  owners_.clear();
  Kleene match =
      include != nullptr ? Kleene::No() : Kleene::Open("no scope is recorded in this view");
  if (include != nullptr) {
    std::vector<OwnershipLink> of_others;  // of clauses that leave it open
    for (const ScopeClause& clause : *include) {
      owners_.clear();
      DECREE_ASSIGN_OR_RETURN(Kleene reached, MatchClause(clause));
      match = Or(std::move(match), std::move(reached));
      if (match.value == Tri::kYes) break;  // which rests on the links of this one alone
      for (OwnershipLink& link : owners_) {
        const bool is_new = std::find(of_others.begin(), of_others.end(), link) == of_others.end();
        if (is_new && of_others.size() <= kOwnershipLinksToldMax) {
          of_others.push_back(std::move(link));
        }
      }
    }
    if (match.value != Tri::kYes) owners_ = std::move(of_others);
  }
  if (exclude == nullptr) return match;
  is_excluding_ = true;
  const absl::Cleanup is_done = [this] { is_excluding_ = false; };
  for (const ScopeClause& clause : *exclude) {
    if (match.value == Tri::kNo) return match;
    DECREE_ASSIGN_OR_RETURN(Kleene excluded, MatchClause(clause));
    match = And(std::move(match), Not(std::move(excluded)));
  }
  return match;
}

}  // namespace decree
