// Names of parties as they are compared: by Unicode's NFKC_Casefold, with white space at the ends
// gone and each stretch of it inside one space. "ACME  Co.", "acme co." and full-width letters are
// one name. What is stored and shown is the name as it was given.
//
// Do not confuse it with core/names/near_name.h, which tells names that are nearly the same.
#ifndef DECREE_CORE_NAMES_PARTY_NAME_H_
#define DECREE_CORE_NAMES_PARTY_NAME_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace decree {

// Bytes that are no UTF-8 stay as they are, with ASCII in lower case.
std::string FoldedName(absl::string_view name);

// A text that names a party, or several with ";" between them: it counts as a whole, and in its
// parts, for a name may hold a ";" itself.
struct GivenName {
  std::string whole;               // folded
  std::vector<std::string> parts;  // folded, without repeats; empty where there is one alone
};
GivenName ReadGivenName(absl::string_view given);

// Whether the text stands for "no party", as "-0-", "n/a" and "none" do in exports; also where all
// its parts do.
bool IsPlaceholder(absl::string_view given);

// Of the tables that names are folded by: 140000 of Unicode 14.0.0. What is filed by folded names
// is made anew where it differs.
uint32_t UnicodeVersionNumber();

}  // namespace decree

#endif  // DECREE_CORE_NAMES_PARTY_NAME_H_
