#include "core/query/scope/place_match.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/status_macros.h"
#include "core/model/place/place.h"

namespace decree {
namespace {

constexpr size_t kCountryCodeSize = 2;
constexpr size_t kPlacesToldMax = 8;

std::string Told(const std::vector<std::string>& places) {
  const size_t told = std::min(places.size(), kPlacesToldMax);
  return absl::StrCat(
      absl::StrJoin(places.begin(), places.begin() + static_cast<ptrdiff_t>(told), ", "),
      told < places.size() ? " …" : "");
}

std::string NoMember(const std::string& place) {
  const std::string meant = PlaceMeantBy(place);
  if (meant.empty()) return absl::StrCat("no member of ", place, " is recorded in this view");
  return absl::StrCat("the scope names ", place, ", which is not a place that is known (", meant,
                      "?), and no member of it is recorded in this view");
}

// By its name, and as a recorded member.
absl::StatusOr<PlaceVerdict> ByName(const std::vector<std::string>& places,
                                    const std::string& given, const CivilWindow& window,
                                    Memberships& memberships) {
  PlaceVerdict verdict;
  if (std::find(places.begin(), places.end(), given) != places.end()) {
    verdict.value = Tri::kYes;
    return verdict;
  }
  for (const std::string& place : places) {
    DECREE_ASSIGN_OR_RETURN(const Memberships::Answer member,
                            memberships.IsMember(place, given, window));
    if (!member.known && !IsSinglePlace(place)) verdict.notes.push_back(NoMember(place));
    if (!member.may_be_in) continue;
    if (!member.may_be_out) {
      verdict.value = Tri::kYes;
      verdict.reasons.clear();
      return verdict;
    }
    verdict.value = Tri::kOpen;
    verdict.reasons.push_back(
        absl::StrCat("membership of ", given, " in ", place, " changes or is imprecise then"));
  }
  return verdict;
}

// By its name; a part of a country is open where the country is named.
absl::StatusOr<PlaceVerdict> OfSingle(const std::vector<std::string>& places,
                                      const std::string& given, const CivilWindow& window,
                                      Memberships& memberships) {
  DECREE_ASSIGN_OR_RETURN(PlaceVerdict verdict, ByName(places, given, window, memberships));
  if (verdict.value == Tri::kYes || ListedPlace(given) != PlaceKind::kSubdivision) return verdict;
  const std::string country = given.substr(0, kCountryCodeSize);
  DECREE_ASSIGN_OR_RETURN(const PlaceVerdict whole, ByName(places, country, window, memberships));
  if (whole.value == Tri::kNo) return verdict;
  verdict.value = Tri::kOpen;
  verdict.reasons.push_back(absl::StrCat("the scope reaches ", country, "; whether it reaches ",
                                         given, " in it is not recorded"));
  return verdict;
}

absl::StatusOr<PlaceVerdict> OfGroup(const std::vector<std::string>& places,
                                     const std::string& group, PlaceVerdict by_name,
                                     const CivilWindow& window, Memberships& memberships) {
  DECREE_ASSIGN_OR_RETURN(const std::vector<Memberships::Member> members,
                          memberships.MembersOf(group, window));
  bool all_within = true, all_outside = true, any = false;
  for (const Memberships::Member& member : members) {
    if (!member.answer.may_be_in) continue;
    any = true;
    DECREE_ASSIGN_OR_RETURN(const PlaceVerdict one,
                            IsSinglePlace(member.name)
                                ? OfSingle(places, member.name, window, memberships)
                                : ByName(places, member.name, window, memberships));
    all_within = all_within && one.value == Tri::kYes;
    all_outside = all_outside && one.value == Tri::kNo;
    if (!all_within && !all_outside) break;
  }
  if (any && all_outside) return by_name;
  by_name.value = any && all_within ? Tri::kYes : Tri::kOpen;
  if (by_name.value == Tri::kYes) {
    by_name.reasons.clear();
  } else if (any) {
    by_name.reasons.push_back(
        absl::StrCat("the scope reaches some members of ", group, " and not all of them"));
  } else {
    by_name.reasons.push_back(absl::StrCat("no member of ", group,
                                           " is recorded on that date, so whether it lies in ",
                                           Told(places), " is open"));
  }
  return by_name;
}

}  // namespace

bool StandsForOthers(absl::string_view place) {
  return !place.empty() && (!IsSinglePlace(place) || ListedPlace(place) == PlaceKind::kSubdivision);
}

absl::StatusOr<PlaceVerdict> MatchPlaces(const std::vector<std::string>& places,
                                         const std::string& given, const CivilWindow& window,
                                         Memberships& memberships) {
  if (IsSinglePlace(given)) return OfSingle(places, given, window, memberships);
  DECREE_ASSIGN_OR_RETURN(PlaceVerdict verdict, ByName(places, given, window, memberships));
  if (verdict.value == Tri::kYes) return verdict;
  return OfGroup(places, given, std::move(verdict), window, memberships);
}

}  // namespace decree
