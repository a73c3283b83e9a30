// Whether listed parties own a party at a threshold: directly, together, or through parties that
// they own so themselves, who pass their own shares on in full. What a transaction gives stands
// before what is recorded. Rules: core/SEMANTICS.md, "Ownership".
#ifndef DECREE_CORE_QUERY_SCOPE_OWNERSHIP_H_
#define DECREE_CORE_QUERY_SCOPE_OWNERSHIP_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "core/model/transaction.h"
#include "core/names/party_name.h"
#include "core/query/scope/kleene.h"
#include "core/query/scope/scope_match.h"

namespace decree {

// Owners are followed from the parties of a transaction through so many parties and links; what
// lies beyond may be listed.
inline constexpr size_t kOwnershipPartiesMax = 1'000;
inline constexpr size_t kOwnershipLinksMax = 10'000;

// One clause before one transaction. Make one for each match; not safe for concurrent use.
class Ownership {
 public:
  // What the clause says of parties.
  struct Asked {
    int64_t threshold_ppm = 0;
    // Whether a text of the transaction, or the name of a recorded owner, is listed.
    std::function<absl::StatusOr<Kleene>(const std::string& text)> text_is_listed;
    std::function<absl::StatusOr<Kleene>(const OwnershipLink& link)> owner_is_listed;
    // Several names in one text: a part alone is open (what takes out of a control means the
    // whole).
    bool parts_are_open = false;
  };

  // All must outlive it.
  Ownership(const Transaction& transaction, const CivilWindow& on, const Asked& asked,
            Memberships& memberships)
      : t_(transaction), on_(on), asked_(asked), memberships_(memberships) {}

  // Of whoever takes part. A party of whom no owner is given or recorded leaves `owner` missing.
  absl::StatusOr<Kleene> Match();

  // The links that the last match rests on, whatever it came to: from the parties up to those who
  // are, or may be, listed; of very many the first.
  std::vector<OwnershipLink> Links() const;

 private:
  // How the shares that the transaction gives bear on a party.
  enum class Given : uint8_t {
    kNot,      // they are another's
    kThese,    // they are this party's: each in the place of what is recorded of its owner
    kAlso,     // they are this party's and others': both readings of an owner count
    kPerhaps,  // they may be this party's: no party is named
  };
  struct Edge {
    size_t owner = 0;  // of `parties_`
    OwnershipLink link;
  };
  struct Party {
    std::string name, folded;
    Kleene listed = Kleene::No();
    Given given = Given::kNot;
    std::vector<Edge> owners;
    std::vector<std::pair<size_t, size_t>> holds;  // a party, and which of its owners this is
    std::vector<size_t> parts;  // of a text that names several: what counts for one counts for it
    std::vector<size_t> whole;  // the texts of which it is a part
    bool is_read = false;       // its owners are in `owners`
    bool is_beyond = false;     // its owners were not followed
    bool counts = false, may_count = false;           // as listed
    int64_t counted_ppm = 0, may_be_counted_ppm = 0;  // held by those who do
  };
  // A text of the transaction, whom it names, and whether their owners are known.
  struct Start {
    std::vector<size_t> names;  // the whole, then the parts
    bool is_known = false;
  };

  size_t PartyOf(const std::string& name, const std::string& folded);
  absl::StatusOr<size_t> GivenOwner(const std::string& text);
  void ReadFacts();
  void AddStarts();
  void AddStart(const std::string& text, Given given);
  absl::Status Follow();
  absl::Status ReadOwners(size_t party);
  absl::Status AddGiven(size_t party, std::vector<OwnershipLink>& recorded);
  void AddEdge(size_t party, size_t owner, OwnershipLink link);
  void Count();
  void Spread(bool Party::*counts, int64_t Party::*held_ppm, int64_t OwnershipLink::*share);
  Kleene ValueOf(const Start& start) const;
  void AddReasons(std::vector<std::string>& reasons) const;

  const Transaction& t_;
  const CivilWindow on_;
  const Asked& asked_;
  Memberships& memberships_;
  std::vector<OwnershipLink> facts_;  // what the transaction gives, once for each owner
  std::vector<Party> parties_;
  absl::flat_hash_map<std::string, size_t> by_folded_;
  std::vector<Start> starts_;
  size_t links_ = 0;
  bool is_cut_ = false;
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_SCOPE_OWNERSHIP_H_
