// Does a scope reach what a question names? A question here brings at most an origin, a destination
// and a product; dimensions it leaves out are not tested but noted. Three values, never a silent
// match.
#ifndef DECREE_CORE_QUERY_SCOPE_SCOPE_MATCH_H_
#define DECREE_CORE_QUERY_SCOPE_SCOPE_MATCH_H_

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "core/model/product_code.h"
#include "core/model/scope.h"
#include "core/projections/strand.h"
#include "core/query/acts/visible_acts.h"
#include "core/query/fold/fold.h"
#include "core/query/scope/ownership_link.h"

namespace decree {

struct AskedFacts {
  std::string origin, destination;     // jurisdiction codes; "" not asked
  std::optional<ProductCode> product;  // nullopt: not asked
  bool any() const { return !origin.empty() || !destination.empty() || product.has_value(); }
};

enum class ClauseMatch : uint8_t {
  kNo,     // an asked dimension is outside
  kOpen,   // an asked dimension cannot be decided
  kPart,   // all asked dimensions match; the clause tests others that were not asked
  kWhole,  // everything the clause tests was asked and matches
};

struct ScopeVerdict {
  ClauseMatch include = ClauseMatch::kWhole;  // the best of the clauses
  ClauseMatch exclude = ClauseMatch::kNo;     // the strongest exclusion
  bool scope_missing = false;
  std::vector<std::string> notes;  // why something is open
};

// Whether the clause tests anything that AskedFacts cannot bring.
bool TestsBeyondGoods(const ScopeClause& clause);

// Whether [from, to) of the record holds in all of the window, in some of it, or not at all.
Tri HoldsIn(const ActRecord& record, const CivilWindow& window);
// The same of a clause's own validity; none is always.
Tri HoldsIn(const std::optional<EffectiveInterval>& effective, const CivilWindow& window);

// Who belongs to which group, and who owns whom, under one view filter. An ownership is no
// membership of a group. Not safe for concurrent use.
class Memberships {
 public:
  Memberships(const StrandReader& reader, const ViewFilter& filter)
      : reader_(reader), filter_(filter) {}

  // `group` may carry a kind: "EU:customsTerritory". Possibilities over the window; a group of
  // which nothing is recorded has no members, and `known` tells so.
  struct Answer {
    bool may_be_in = false, may_be_out = true, known = false;
  };
  absl::StatusOr<Answer> IsMember(const std::string& group, const std::string& member,
                                  const CivilWindow& window);

  // Every member ever recorded of the group, which may carry a kind, with its answer.
  struct Member {
    std::string name;
    Answer answer;
  };
  absl::StatusOr<std::vector<Member>> MembersOf(const std::string& group,
                                                const CivilWindow& window);

  // False: no membership of this name was ever recorded. For long lists of names, most of which
  // are parties and no groups.
  absl::StatusOr<bool> MayBeGroup(const std::string& name);

  // The same of parties, whose names compare folded (core/names/party_name.h): `group` as a scope
  // has it, `folded` the name of somebody, folded. Groups whose names fold alike are one.
  absl::StatusOr<Answer> IsPartyMember(const std::string& group, const std::string& folded,
                                       const CivilWindow& window);
  absl::StatusOr<bool> MayBePartyGroup(const std::string& name);
  absl::StatusOr<std::vector<Member>> PartyMembersOf(const std::string& group,
                                                     const CivilWindow& window);

  // Who holds shares of a party, by its folded name; those alone who may hold any in the window.
  // Owners whose names fold alike are one. In the order of their folded names. Valid until the next
  // call.
  absl::StatusOr<const std::vector<OwnershipLink>*> OwnersOf(const std::string& folded,
                                                             const CivilWindow& window);

 private:
  // A group's acts, found by the member that they name.
  struct Named {
    const VisibleAct* act;
    std::string kind;
  };
  struct Group {
    VisibleStrand strand;
    bool has_members = false;  // it is a group in this view
    bool has_plain = false;    // memberships of no kind of their own
    bool is_folded = false;    // `by_folded` is made
    // Less what is lifted and ownerships; the second by the folded name, made when first asked for.
    absl::flat_hash_map<std::string, std::vector<Named>> by_member, by_folded;
  };
  // A group by its name, and which kind of membership in it the name means ("": the plain one).
  struct Found {
    const Group* group = nullptr;
    std::string kind;
  };
  absl::StatusOr<Found> Find(const std::string& group);
  absl::StatusOr<Group*> GroupOf(const std::string& name);
  // The names of the groups on record that a folded name means, and the kind that it asks for.
  struct FoldedGroups {
    std::vector<std::string> names;
    std::string kind;
  };
  absl::StatusOr<FoldedGroups> GroupsFoldedAs(const std::string& folded);
  absl::Status ReadNames();

  const StrandReader& reader_;
  const ViewFilter& filter_;
  std::map<std::string, Group> groups_;
  std::optional<std::set<std::string>> names_;  // of all groups, once asked for
  std::map<std::string, std::vector<std::string>> names_by_folded_;
  struct AskedOwners {
    std::string folded;
    int64_t first_civil_us = 0, last_civil_us = 0;
    friend bool operator==(const AskedOwners&, const AskedOwners&) = default;
    template <typename H>
    friend H AbslHashValue(H h, const AskedOwners& asked) {
      return H::combine(std::move(h), asked.folded, asked.first_civil_us, asked.last_civil_us);
    }
  };
  absl::flat_hash_map<AskedOwners, std::unique_ptr<const std::vector<OwnershipLink>>> owners_;
};

absl::StatusOr<ClauseMatch> MatchClause(const ScopeClause& clause, const AskedFacts& facts,
                                        const CivilWindow& window, Memberships& memberships,
                                        std::vector<std::string>& notes);

// `include`/`exclude`: nullptr when no visible act gives them.
absl::StatusOr<ScopeVerdict> MatchScope(const std::vector<ScopeClause>* include,
                                        const std::vector<ScopeClause>* exclude,
                                        const AskedFacts& facts, const CivilWindow& window,
                                        Memberships& memberships);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_SCOPE_SCOPE_MATCH_H_
