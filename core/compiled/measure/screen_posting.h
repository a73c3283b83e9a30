// Postings: which measures may reach a transaction, in whatever view, found without looking at any
// other. A measure is filed under the places and the heading of each clause that any of its acts
// ever gave; a transaction is looked for under its own places, the groups they ever belonged to,
// and "any".
//
// A superset, never the truth: scopes, dates and what is visible are decided on the strands. Scopes
// only come to be, so postings are only added. Kept in the point table; stored form:
// schema/FORMAT.md, "The image".
#ifndef DECREE_CORE_COMPILED_MEASURE_SCREEN_POSTING_H_
#define DECREE_CORE_COMPILED_MEASURE_SCREEN_POSTING_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/model/scope.h"
#include "core/model/transaction.h"
#include "core/query/acts/repaired_strand.h"

namespace decree {

// Stored in this order, so that a part of them can be read as a range.
struct PostingKey {
  uint32_t origin = 0, destination = 0;  // PlaceNumber; 0: any
  uint32_t part = 0;                     // a kind (highest byte) and what of it; 0: any product
  friend bool operator==(const PostingKey&, const PostingKey&) = default;
  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 misreads a defaulted <=>.
  friend auto operator<=>(const PostingKey&, const PostingKey&) = default;
  template <typename H>
  friend H AbslHashValue(H h, const PostingKey& key) {
    return H::combine(std::move(h), key.origin, key.destination, key.part);
  }
};

// The kinds of parts: the product systems by their number, and the parties that a clause names.
inline constexpr uint32_t kPartyKind = 8;
constexpr uint32_t KindOf(uint32_t part) { return part >> 24; }

// How many keys a clause may be filed under: in proportion to what it lists, for its places and
// products are multiplied with each other. One with more is filed wider, which finds it all the
// same.
size_t KeysMaxOf(const ScopeClause& clause);

// Of clauses that a scope includes. Sorted, each once.
std::vector<PostingKey> PostingsOf(const std::vector<ScopeClause>& include);
// Of a measure that some view may show without a scope: every transaction may be reached.
inline constexpr PostingKey kAnyTransaction{};
// Of a measure that some act puts under a programme.
PostingKey PostingOfProgram(absl::string_view program);

// Where the names of parties that the clauses list are filed, so that one that is nearly so is
// found (core/names/near_name.h): by the keys of their words, and whole. Sorted, each once.
std::vector<PostingKey> NamePostingsOf(const std::vector<ScopeClause>& include);
// Where names that may be nearly `given`, or a part of it, are filed; where the name is.
std::vector<PostingKey> NearPostingsFor(absl::string_view given);
PostingKey PostingOfName(absl::string_view name);

// Whether there is a view of the strand of `entity` in which acts are visible and none that gives a
// scope. True where that is not certain.
bool MayLackScope(const RepairedStrand& own, absl::string_view entity);

// Where a transaction is looked for.
struct PostingProbes {
  std::vector<PostingKey> keys;
  // All keys that start so: an origin, any destination; or an origin, a destination and a kind.
  struct Range {
    PostingKey first;
    bool of_kind = false;
  };
  std::vector<Range> ranges;
  bool everywhere = false;  // nothing narrows it down
};
// The groups that a name was ever a member of.
using GroupsOfName = std::function<std::vector<std::string>(const std::string&)>;
// `groups_of`: of places; `groups_of_party`: of parties, by the folded name. `kinds`: a bit for
// each kind of part that anything is filed under.
PostingProbes ProbesFor(const Transaction& transaction, uint64_t kinds,
                        const GroupsOfName& groups_of, const GroupsOfName& groups_of_party);

}  // namespace decree

#endif  // DECREE_CORE_COMPILED_MEASURE_SCREEN_POSTING_H_
