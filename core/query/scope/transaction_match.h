// Does a scope reach a transaction? Three values: a dimension that the transaction leaves out makes
// the match open and is named. Do not confuse it with core/query/scope/scope_match.h, where a
// question asks about goods and what it leaves out is simply not tested.
//
// Everything here is a function of its arguments and of memberships under one view filter.
#ifndef DECREE_CORE_QUERY_SCOPE_TRANSACTION_MATCH_H_
#define DECREE_CORE_QUERY_SCOPE_TRANSACTION_MATCH_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/model/event.h"
#include "core/model/scope_dimensions.h"
#include "core/model/transaction.h"
#include "core/query/scope/kleene.h"
#include "core/query/scope/product_list.h"
#include "core/query/scope/scope_match.h"

namespace decree {

// A code that the transaction's product had before or got after a dated change of the
// classification. It never makes a match; it is told where it would have made one.
struct RelatedCode {
  ProductCode code;
  std::string why;  // "HTS:85414900 replaces HTS:85414200 since 2026-01-01 (event-id)"
};

// How one measure reads the transaction.
struct TransactionReading {
  const Transaction& transaction;
  const std::vector<RelatedCode>& related_codes;
  CivilWindow on;          // the date that `applies_by` names, on the issuer's clock
  AppliesBy applies_by;    // never kUnset
  absl::string_view zone;  // IANA, of the issuer
  // Whether the scope takes something out of what is controlled: a part of a text that names
  // several parties does not do that.
  bool is_authorization = false;
};

class TransactionMatcher {
 public:
  // All must outlive it, and the clauses outlive the lists.
  TransactionMatcher(const TransactionReading& reading, Memberships& memberships,
                     ProductLists& lists)
      : reading_(reading), memberships_(memberships), lists_(lists) {}

  // nullptr: no visible act gives them; without an include the match is open.
  absl::StatusOr<Kleene> MatchScope(const std::vector<ScopeClause>* include,
                                    const std::vector<ScopeClause>* exclude);
  absl::StatusOr<Kleene> MatchClause(const ScopeClause& clause);

  // Things worth saying whatever the match came to: a group of which nothing is recorded, a code
  // that a concordance relates. Without repeats.
  const std::vector<std::string>& notes() const { return notes_; }
  // Who owns whom, as far as what was matched last rests on it.
  const std::vector<OwnershipLink>& owners() const { return owners_; }
  // Owners are told also where they do not reach the threshold.
  void TellOwnersOfAll() { tells_owners_of_all_ = true; }

 private:
  absl::StatusOr<Kleene> Products(const std::vector<std::string>& products);
  absl::StatusOr<Kleene> EachProduct(const ProductList& list);
  absl::StatusOr<std::optional<Kleene>> TagByCodes(const std::string& tag);
  // Of a dimension that the clause restricts.
  absl::StatusOr<Kleene> Match(const ScopeDimension& dimension, const ScopeClause& clause);
  Kleene OneOf(const ScopeDimension& dimension, const std::vector<std::string>& words) const;
  absl::StatusOr<Kleene> Member(const std::string& name, const std::string& given, bool& is_group);
  absl::StatusOr<Kleene> NamedIn(PartyList& list, const std::string& folded,
                                 const std::string& given, bool may_be_group);
  absl::StatusOr<Kleene> Place(const ScopeDimension& dimension,
                               const std::vector<std::string>& places);
  absl::StatusOr<Kleene> PartyIn(const std::vector<std::string>& names, const std::string& given,
                                 bool may_be_group);
  absl::StatusOr<Kleene> Parties(const ScopeClause& clause);
  absl::StatusOr<Kleene> Owners(const ScopeClause& clause);
  absl::StatusOr<Kleene> EachDimension(const ScopeClause& clause);
  Kleene ValueBelow(const std::string& threshold) const;
  absl::StatusOr<Kleene> Before(const ScopeDimension& dimension, const Bound& bound) const;
  void Note(std::string note);

  const TransactionReading& reading_;
  Memberships& memberships_;
  ProductLists& lists_;
  bool is_excluding_ = false;  // while exclusions are matched
  std::vector<std::string> notes_;
  std::vector<OwnershipLink> owners_;
  bool tells_owners_of_all_ = false;
};

// Whether the window lies before the bound.
Tri IsBefore(const CivilWindow& window, const Bound& bound);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_SCOPE_TRANSACTION_MATCH_H_
