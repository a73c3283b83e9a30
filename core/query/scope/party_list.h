// The names of parties that a clause of a scope lists, folded once and ready for look-up, and the
// texts that transactions name parties by, likewise. What counts as one name is in
// core/names/party_name.h.
#ifndef DECREE_CORE_QUERY_SCOPE_PARTY_LIST_H_
#define DECREE_CORE_QUERY_SCOPE_PARTY_LIST_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "core/names/party_name.h"

namespace decree {

class PartyList {
 public:
  // `names` must outlive it.
  explicit PartyList(const std::vector<std::string>& names);

  bool Names(const std::string& folded) const { return folded_.contains(folded); }
  const std::vector<std::string>& names() const { return names_; }

  // Those of the names that are groups, found when first asked for: lists are long, and most of
  // what they name are parties.
  std::optional<std::vector<const std::string*>> groups;

 private:
  const std::vector<std::string>& names_;
  absl::flat_hash_set<std::string> folded_;
};

// Not safe for concurrent use.
class PartyLists {
 public:
  // Of a list that stays where it is. Its groups are those of one view.
  PartyList& Of(const std::vector<std::string>& names);
  // Each text is folded once, as long as not too many are kept; valid until the next call.
  const GivenName& Given(const std::string& text);

 private:
  absl::flat_hash_map<const std::vector<std::string>*, std::unique_ptr<PartyList>> lists_;
  absl::flat_hash_map<std::string, std::unique_ptr<const GivenName>> given_;
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_SCOPE_PARTY_LIST_H_
