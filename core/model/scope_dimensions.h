// The dimensions of a scope, each once: what a clause calls it, which fact of a transaction it is
// held against, and how. Reading and writing a clause, resolving its dates, matching, compiling,
// the fields of a transaction and the flags of the command line all go by this table. A new
// dimension is a member of ScopeClause, its fact a member of Transaction, a row here, and a field
// of schema/event.capnp with its lines where core/codec encodes and decodes.
#ifndef DECREE_CORE_MODEL_SCOPE_DIMENSIONS_H_
#define DECREE_CORE_MODEL_SCOPE_DIMENSIONS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/model/asked_date.h"
#include "core/model/event.h"
#include "core/model/scope.h"
#include "core/model/transaction.h"

namespace decree {

// How a dimension is matched, in the order in which a transaction's facts are told.
enum class ScopeMatching : uint8_t {
  kPlace,      // jurisdictions and groups of them
  kProduct,    // codes and tags
  kParty,      // whoever takes part, in whatever role
  kRole,       // who has this role; names of parties and of groups
  kMovement,   // export, reExport, transfer
  kWord,       // one of some words
  kOwnership,  // held in part by those whom the clause's parties name; matched with them
  kShare,      // at least a share
  kValue,      // below a value
  kDate,       // before a date
};
inline constexpr size_t kScopeMatchings = 10;

struct ScopeDimension {
  const char* field = "";  // of a clause, as its JSON has it
  const char* fact = "";   // of a transaction
  ScopeMatching matching = ScopeMatching::kWord;

  // What a clause says of places, products, parties and words, and what the transaction does where
  // one member says it; `help` is for people, where there is a flag for it.
  std::vector<std::string> ScopeClause::*list = nullptr;
  std::string Transaction::*given = nullptr;
  const char* help = "";

  // Or a share in parts per million, the bound of a value, the bound of a date.
  std::optional<int64_t> ScopeClause::*share_ppm = nullptr;
  std::optional<int64_t> Transaction::*given_share_ppm = nullptr;
  std::string ScopeClause::*value = nullptr;
  std::optional<Bound> ScopeClause::*before = nullptr;
  AskedDate Transaction::*given_date = nullptr;
  AppliesBy applies_by = AppliesBy::kUnset;  // whose date that is

  // Whether the clause says anything of it. "*" is something.
  bool IsIn(const ScopeClause& clause) const;
  // Whether the clause tests it: a list that holds "*" does not.
  bool Restricts(const ScopeClause& clause) const;
  // Takes over what `from` says of it.
  // Whether its list holds names of parties.
  bool NamesParties() const {
    return matching == ScopeMatching::kParty || matching == ScopeMatching::kRole;
  }
  void Copy(const ScopeClause& from, ScopeClause& to) const;
};
inline constexpr size_t kScopeDimensionCount = 19;

// In the order of a clause's JSON.
inline constexpr std::array<ScopeDimension, kScopeDimensionCount> kScopeDimensions = [] {
  using enum ScopeMatching;
  using C = ScopeClause;
  using T = Transaction;
  const auto before = [](const char* field, const char* fact, std::optional<Bound> C::*bound,
                         AskedDate T::*given, AppliesBy applies_by) {
    return ScopeDimension{.field = field,
                          .fact = fact,
                          .matching = kDate,
                          .before = bound,
                          .given_date = given,
                          .applies_by = applies_by};
  };
  return std::array<ScopeDimension, kScopeDimensionCount>{{
      {"origin", "origin", kPlace, &C::origin, &T::origin, "where the goods come from (CN)"},
      {"destination", "destination", kPlace, &C::destination, &T::destination,
       "where they go (US)"},
      {"shippedFrom", "shippedFrom", kPlace, &C::shipped_from, &T::shipped_from,
       "where they are shipped from"},
      {"exporter", "exporter", kRole, &C::exporter, &T::exporter, "id of the exporter"},
      {"importer", "importer", kRole, &C::importer, &T::importer, "id of the importer"},
      {"consignee", "consignee", kRole, &C::consignee, &T::consignee, "id of the consignee"},
      {"endUser", "endUser", kRole, &C::end_user, &T::end_user, "id of the end user"},
      {"movement", "movement", kMovement, &C::movement, &T::movement,
       "export, reExport or transfer"},
      {"product", "product", kProduct, &C::product},
      {"party", "party", kParty, &C::party},
      {.field = "ownershipAtLeast",
       .fact = "owner",
       .matching = kOwnership,
       .share_ppm = &C::ownership_at_least_ppm},
      {"endUse", "endUse", kWord, &C::end_use, &T::end_use, "what it is used for"},
      {.field = "contentShareAtLeast",
       .fact = "contentShare",
       .matching = kShare,
       .share_ppm = &C::content_share_at_least_ppm,
       .given_share_ppm = &T::content_share_ppm},
      {.field = "valueBelow", .fact = "value", .matching = kValue, .value = &C::value_below},
      before("exportedBefore", "exported", &C::exported_before, &T::exported, AppliesBy::kExport),
      before("loadedBefore", "loaded", &C::loaded_before, &T::loaded, AppliesBy::kLoading),
      before("enteredBefore", "entered", &C::entered_before, &T::entered, AppliesBy::kEntry),
      before("contractBefore", "contract", &C::contract_before, &T::contract, AppliesBy::kContract),
      {"preference", "preference", kWord, &C::preference, &T::preference,
       "the preference claimed; `none` says there is none"},
  }};
}();

// The same by matching, in the order given; of one matching as in the table.
using DimensionsInOrder = std::array<const ScopeDimension*, kScopeDimensionCount>;
constexpr DimensionsInOrder InOrder(const std::array<ScopeMatching, kScopeMatchings>& order) {
  DimensionsInOrder sorted{};
  size_t filled = 0;
  for (const ScopeMatching matching : order) {
    for (const ScopeDimension& dimension : kScopeDimensions) {
      if (dimension.matching == matching) sorted[filled++] = &dimension;
    }
  }
  return sorted;
}
// As a transaction's facts are told.
inline constexpr DimensionsInOrder kDimensionsAsFacts = [] {
  std::array<ScopeMatching, kScopeMatchings> order{};
  for (size_t i = 0; i < order.size(); ++i) order[i] = static_cast<ScopeMatching>(i);
  return InOrder(order);
}();

constexpr size_t CountOf(ScopeMatching matching) {
  size_t count = 0;
  for (const ScopeDimension& dimension : kScopeDimensions) {
    count += dimension.matching == matching ? 1 : 0;
  }
  return count;
}

// Whether a list of a clause tests anything: an empty one and one that holds "*" do not.
bool Restricts(const std::vector<std::string>& values);

// The places that the transaction names; whoever takes part in it: its parties, then who has a
// role.
std::vector<std::string> PlacesOf(const Transaction& transaction);
std::vector<std::string> InvolvedIn(const Transaction& transaction);

}  // namespace decree

#endif  // DECREE_CORE_MODEL_SCOPE_DIMENSIONS_H_
