// Which texts name a place, whatever the record: ISO 3166-1 alpha-2 codes (CN), ISO 3166-3 codes of
// countries that are no more (SUHH), ISO 3166-2 subdivisions (US-CA), and blocs (EU). Do not
// confuse a place with a jurisdiction (core/model/zone.h), which also asks for the zone of its
// days, and takes any name that could be a group's.
//
//   ListedPlace("CN") == PlaceKind::kCountry; ListedPlace("China") == PlaceKind::kUnlisted;
//   PlaceMeantBy("China") == "CN"
#ifndef DECREE_CORE_MODEL_PLACE_PLACE_H_
#define DECREE_CORE_MODEL_PLACE_PLACE_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace decree {

enum class PlaceKind : uint8_t {
  kUnlisted,     // a group or an issuer on record, a private code, or no place at all
  kCountry,      // ISO 3166-1 alpha-2, XK and EA with them
  kFormer,       // ISO 3166-3
  kSubdivision,  // ISO 3166-2
  kBloc,         // EU, G7 …, also with an aspect ("EU:customs")
};
PlaceKind ListedPlace(absl::string_view text);
inline bool IsListedPlace(absl::string_view text) {
  return ListedPlace(text) != PlaceKind::kUnlisted;
}

// Codes that ISO 3166-1 leaves to its users, XK apart: AA, QM to QZ, XA to XZ, ZZ.
bool IsUserAssignedCode(absl::string_view text);

// One place by itself: a country, now or formerly, a subdivision, or a user-assigned code. Any
// other name is a group's.
bool IsSinglePlace(absl::string_view text);

// The place that the text most likely means: by its alpha-3 or former code, its English name, or in
// other letters ("China", "CHN", "cn": "CN"). "" where none is known; never the text itself.
std::string PlaceMeantBy(absl::string_view text);

// `"China" is not a place that is known; did you mean CN? …`
std::string NotAPlace(absl::string_view text);

}  // namespace decree

#endif  // DECREE_CORE_MODEL_PLACE_PLACE_H_
