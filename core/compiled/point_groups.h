// Which groups a place may belong to, so that a point question probes their keys too: a scope on
// "EU" is filed under EU, and a question about DE asks there.
//
// Safe for concurrent use, but for Reload.
#ifndef DECREE_CORE_COMPILED_POINT_GROUPS_H_
#define DECREE_CORE_COMPILED_POINT_GROUPS_H_

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/names/near_index.h"
#include "core/projections/strand.h"
#include "core/query/scope/scope_match.h"

namespace decree {

// How a place of a scope stands to the place that was asked.
enum class PlaceMatch : uint8_t { kNo, kYes, kOpen };

struct AskedPlace {
  uint32_t place = 0;  // PlaceNumber; 0: any
  PlaceMatch match = PlaceMatch::kYes;
};

using AskedPlaces = absl::InlinedVector<AskedPlace, 4>;

class PointGroups {
 public:
  // Reads who was ever a member of what.
  absl::Status Reload(const StrandReader& strands);

  // Whether `place` was ever a member of anything.
  bool IsMember(const std::string& place) const {
    return !groups_of_.empty() && groups_of_.contains(place);
  }

  // Groups that the name was ever a member of, by whatever kind of membership.
  std::vector<std::string> GroupsOf(const std::string& name) const {
    const auto found = groups_of_.find(name);
    return found == groups_of_.end() ? std::vector<std::string>() : found->second;
  }

  // The same of a party, by its folded name (core/names/party_name.h).
  std::vector<std::string> GroupsOfParty(const std::string& folded) const {
    const auto found = groups_of_party_.find(folded);
    return found == groups_of_party_.end() ? std::vector<std::string>() : found->second;
  }

  // The groups of members whose names are nearly `given`, or a part of it.
  std::vector<std::string> GroupsNear(const std::string& given) const;

  // Adds the places of scopes that `asked` reaches over the window under the view: itself, and each
  // group that it may be in. Not "any".
  absl::Status AddPlaces(const std::string& asked, const CivilWindow& window, const View& view,
                         const StrandReader& strands, AskedPlaces& places) const;

 private:
  struct Asked {
    std::string group, member;
    int64_t first_civil_us = 0, last_civil_us = 0, known_by_us = 0;
    friend bool operator==(const Asked&, const Asked&) = default;
    template <typename H>
    friend H AbslHashValue(H h, const Asked& asked) {
      return H::combine(std::move(h), asked.group, asked.member, asked.first_civil_us,
                        asked.last_civil_us, asked.known_by_us);
    }
  };

  absl::flat_hash_map<std::string, std::vector<std::string>> groups_of_;        // by member
  absl::flat_hash_map<std::string, std::vector<std::string>> groups_of_party_;  // by folded member
  mutable std::mutex mutex_;
  mutable std::optional<NearIndex> members_;  // made when first asked for
  mutable absl::flat_hash_map<Asked, PlaceMatch> answers_;
};

}  // namespace decree

#endif  // DECREE_CORE_COMPILED_POINT_GROUPS_H_
