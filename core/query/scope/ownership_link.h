// What one party holds of another over a window, as the record or the transaction has it.
#ifndef DECREE_CORE_QUERY_SCOPE_OWNERSHIP_LINK_H_
#define DECREE_CORE_QUERY_SCOPE_OWNERSHIP_LINK_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace decree {

// Of one answer so many are told.
inline constexpr size_t kOwnershipLinksToldMax = 50;

struct OwnershipLink {
  std::string owner, owned;  // as they are written
  std::string owner_folded;  // core/names/party_name.h
  // Parts per million of the party: held in every reading, and in the reading that gives most.
  int64_t least_ppm = 0, most_ppm = 0;
  bool is_share_unknown = false;  // some act that it is read from does not say how much
  // The acts that it is read from, newest first, each with the repair in effect behind it; none: it
  // is a fact of the transaction.
  std::vector<uint64_t> events;
  friend bool operator==(const OwnershipLink&, const OwnershipLink&) = default;
  template <typename H>
  friend H AbslHashValue(H h, const OwnershipLink& link) {
    return H::combine(std::move(h), link.owner, link.owned, link.least_ppm, link.most_ppm);
  }
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_SCOPE_OWNERSHIP_LINK_H_
