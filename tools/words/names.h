// The names of the interface, where the library has none: the same in JSON and in CSV.
#ifndef DECREE_TOOLS_WORDS_NAMES_H_
#define DECREE_TOOLS_WORDS_NAMES_H_

#include <string>

#include "absl/strings/string_view.h"
#include "core/decree.h"

namespace decree::tools {

// A rate or a sum that is between two others, or open.
inline constexpr absl::string_view kUnknownRate = "unknown";

absl::string_view NameOf(ActFate fate);       // "decides", "contributes", "loses", "notVisible"
absl::string_view NameOf(MoveWeight weight);  // "neutral", "escalation", "easing"
absl::string_view CertaintyName(bool is_certain);  // "certain", "possible"
std::string KindName(const Event& event);          // "heldUnlawful", "" for none

// The value of a facet, "undetermined" where it has several.
template <typename Facet>
std::string FacetName(const Possible<Facet>& facet) {
  return facet.decided() ? std::string(NameOf(facet.value())) : "undetermined";
}

}  // namespace decree::tools

#endif  // DECREE_TOOLS_WORDS_NAMES_H_
