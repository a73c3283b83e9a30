// How a place stands to the places that a clause names, in three values. A single place (CN, US-CA)
// matches by its name or as a recorded member of what is named; a group (EU) as all its possible
// members do. Rules: core/SEMANTICS.md, "Screening".
//
// A function of its arguments and of memberships under one view filter.
#ifndef DECREE_CORE_QUERY_SCOPE_PLACE_MATCH_H_
#define DECREE_CORE_QUERY_SCOPE_PLACE_MATCH_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/query/scope/scope_match.h"

namespace decree {

struct PlaceVerdict {
  Tri value = Tri::kNo;
  std::vector<std::string> reasons;  // sentences; empty unless open
  std::vector<std::string> notes;    // worth saying whatever it came to: names without a member
};

// `places` restricts (core/model/scope_dimensions.h) and `given` is not empty.
absl::StatusOr<PlaceVerdict> MatchPlaces(const std::vector<std::string>& places,
                                         const std::string& given, const CivilWindow& window,
                                         Memberships& memberships);

// Whether more than the name of the place and the groups that it is in decides how it stands: a
// group, or a part of a country.
bool StandsForOthers(absl::string_view place);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_SCOPE_PLACE_MATCH_H_
