// A scope compiled for one date, so that most transactions are matched against it in some tens of
// nanoseconds. It gives the value that the whole matcher (core/query/scope/transaction_match.h)
// gives and the same missing facts, without the sentences; where it cannot, it says so and that one
// is asked.
//
// Not safe for concurrent use: answers about names are remembered.
#ifndef DECREE_CORE_QUERY_SCOPE_COMPILED_SCOPE_H_
#define DECREE_CORE_QUERY_SCOPE_COMPILED_SCOPE_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "core/model/edtf_date.h"
#include "core/model/scope.h"
#include "core/model/scope_dimensions.h"
#include "core/model/transaction.h"
#include "core/query/scope/kleene.h"
#include "core/query/scope/product_list.h"
#include "core/query/scope/scope_match.h"

namespace decree {

// A Kleene without sentences: `missing` holds a bit for each dimension whose fact is missing.
struct CompiledMatch {
  Tri value = Tri::kYes;
  uint32_t missing = 0;  // 0 unless open
  friend bool operator==(const CompiledMatch&, const CompiledMatch&) = default;
};
Kleene KleeneOf(const CompiledMatch& match);

// Names as small numbers, from 1; 0 is the empty name.
class NameNumbers {
 public:
  uint32_t Of(const std::string& name) {
    if (name.empty()) return 0;
    return numbers_.try_emplace(name, static_cast<uint32_t>(numbers_.size()) + 1).first->second;
  }
  size_t size() const { return numbers_.size(); }

 private:
  absl::flat_hash_map<std::string, uint32_t> numbers_;
};

// A transaction as compiled scopes match it, read once. The transaction must outlive it.
struct CompiledTransaction {
  CompiledTransaction(const Transaction& whole, NameNumbers& numbers);

  const Transaction& transaction;
  std::array<uint32_t, CountOf(ScopeMatching::kPlace)> places{};  // NameNumbers
  std::optional<TradeCode> trade_code;  // where the product is known by that alone
};

class CompiledScope {
 public:
  // `include`, `exclude`: as TransactionMatcher::MatchScope has them. All must outlive it.
  CompiledScope(const std::vector<ScopeClause>* include, const std::vector<ScopeClause>* exclude,
                const CivilWindow& on, AppliesBy applies_by, Memberships& memberships,
                ProductLists& lists);

  // nullopt: the whole matcher has to be asked.
  std::optional<CompiledMatch> Match(const CompiledTransaction& transaction);
  // How many digits of the transaction's code the clauses that reach it name, where that is certain
  // (core/query/scope/code_digits.h); nullopt: that one has to be asked.
  std::optional<size_t> CodeDigits(const CompiledTransaction& transaction);

 private:
  // A list of places, and how each place that was asked stands to it.
  struct Places {
    const std::vector<std::string>* names = nullptr;  // nullptr: any place
    std::vector<uint8_t> known;                       // by number; 0: not asked yet
  };
  struct Clause {
    const ScopeClause* whole = nullptr;
    CompiledMatch by_date;  // what the date asked makes of it
    std::array<Places, CountOf(ScopeMatching::kPlace)> places;
    const ProductList* products = nullptr;
    bool tags_have_members = false;
    uint32_t more = 0;  // a bit for each dimension tested beside places and product
  };

  std::vector<Clause> Compile(const std::vector<ScopeClause>& clauses, ProductLists& lists) const;
  std::optional<CompiledMatch> Match(std::vector<Clause>& clauses,
                                     const CompiledTransaction& transaction);
  std::optional<CompiledMatch> Match(Clause& clause, const CompiledTransaction& transaction);
  // Of the dimension at `at` of the table.
  CompiledMatch Place(Places& places, size_t at, uint32_t number, const Transaction& transaction);
  uint8_t HowPlaceStands(const std::vector<std::string>& names, const std::string& given);
  static std::optional<CompiledMatch> Product(const Clause& clause,
                                              const CompiledTransaction& transaction);
  std::optional<CompiledMatch> More(const Clause& clause, const Transaction& t) const;
  std::optional<CompiledMatch> One(size_t at, const ScopeClause& clause,
                                   const Transaction& t) const;

  const CivilWindow on_;
  const AppliesBy applies_by_;
  Memberships& memberships_;
  const bool has_include_;
  std::vector<Clause> include_, exclude_;
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_SCOPE_COMPILED_SCOPE_H_
