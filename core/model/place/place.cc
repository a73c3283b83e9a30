#include "core/model/place/place.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "core/model/place/country_table.h"
#include "core/model/place/former_country_table.h"
#include "core/model/place/subdivision_table.h"

namespace decree {
namespace {

constexpr size_t kLetters = 26;
constexpr size_t kTextShownMax = 128;

// With a seat or a secretariat of their own, so that measures name them before their members are on
// record. Sorted.
constexpr std::array<absl::string_view, 18> kBlocs = {
    "ASEAN", "BRICS",    "EAEU", "EEA",  "EFTA", "EU",   "EZ", "G20",   "G7",
    "GCC",   "MERCOSUR", "NATO", "OECD", "OPEC", "SACU", "UN", "USMCA", "WTO"};

constexpr bool IsLetter(char c) { return c >= 'A' && c <= 'Z'; }
constexpr size_t NumberOf(absl::string_view two) {
  return static_cast<size_t>(two[0] - 'A') * kLetters + static_cast<size_t>(two[1] - 'A');
}

// Asked for each place of each transaction.
constexpr auto kIsCountry = [] {
  std::array<bool, kLetters * kLetters> is_country{};
  for (const CountryRow& row : kCountryTable) is_country[NumberOf(row.code)] = true;
  return is_country;
}();

constexpr bool IsTwoLetters(absl::string_view text) {
  return text.size() == 2 && IsLetter(text[0]) && IsLetter(text[1]);
}

constexpr auto kIsShortBloc = [] {
  std::array<bool, kLetters * kLetters> is_bloc{};
  for (const absl::string_view bloc : kBlocs) {
    if (IsTwoLetters(bloc)) is_bloc[NumberOf(bloc)] = true;
  }
  return is_bloc;
}();

bool IsCountry(absl::string_view text) { return IsTwoLetters(text) && kIsCountry[NumberOf(text)]; }

bool IsFormerCountry(absl::string_view text) {
  return text.size() == 4 &&
         std::any_of(kFormerCountryTable.begin(), kFormerCountryTable.end(),
                     [text](const FormerCountryRow& row) { return row.code == text; });
}

bool IsSubdivision(absl::string_view text) {
  if (text.size() < 4 || text.size() > 6 || text[2] != '-') return false;
  const absl::string_view country = text.substr(0, 2), part = text.substr(3);
  const auto* const row =
      std::lower_bound(kSubdivisionTable.begin(), kSubdivisionTable.end(), country,
                       [](const SubdivisionRow& a, absl::string_view b) { return a.country < b; });
  if (row == kSubdivisionTable.end() || row->country != country) return false;
  for (const absl::string_view one : absl::StrSplit(row->parts, ' ')) {
    if (one == part) return true;
  }
  return false;
}

bool IsBloc(absl::string_view text) {
  return std::binary_search(kBlocs.begin(), kBlocs.end(), text.substr(0, text.find(':')));
}

// "the Republic of Korea" and "Republic of  Korea" alike.
std::string Plain(absl::string_view name) {
  std::string plain;
  for (const char c : name) {
    const bool is_ascii = static_cast<unsigned char>(c) < 0x80;
    if (is_ascii && !absl::ascii_isalnum(static_cast<unsigned char>(c))) continue;
    plain.push_back(is_ascii ? absl::ascii_tolower(static_cast<unsigned char>(c)) : c);
  }
  return std::string(absl::StripPrefix(plain, "the"));
}

bool IsAmong(const std::string& plain, absl::string_view names) {
  for (const absl::string_view name : absl::StrSplit(names, '|', absl::SkipEmpty())) {
    if (Plain(name) == plain) return true;
  }
  return false;
}

}  // namespace

PlaceKind ListedPlace(absl::string_view text) {
  if (IsCountry(text)) return PlaceKind::kCountry;
  if (IsBloc(text)) return PlaceKind::kBloc;
  if (IsFormerCountry(text)) return PlaceKind::kFormer;
  return IsSubdivision(text) ? PlaceKind::kSubdivision : PlaceKind::kUnlisted;
}

bool IsUserAssignedCode(absl::string_view text) {
  if (!IsTwoLetters(text) || text == "XK") return false;
  return text == "AA" || text == "ZZ" || text[0] == 'X' || (text[0] == 'Q' && text[1] >= 'M');
}

bool IsSinglePlace(absl::string_view text) {
  if (IsTwoLetters(text)) return !kIsShortBloc[NumberOf(text)];
  return IsSubdivision(text) || IsFormerCountry(text);
}

std::string PlaceMeantBy(absl::string_view text) {
  if (IsListedPlace(text) || text.size() > kTextShownMax) return "";
  std::string upper = absl::AsciiStrToUpper(absl::StripAsciiWhitespace(text));
  if (IsListedPlace(upper)) return upper;
  if (upper == "UK") return "GB";
  const std::string plain = Plain(text);
  if (plain.empty()) return "";
  for (const CountryRow& row : kCountryTable) {
    if (row.alpha3 == upper || IsAmong(plain, row.names)) return std::string(row.code);
  }
  for (const FormerCountryRow& row : kFormerCountryTable) {
    if (upper == row.alpha2 || upper == row.alpha3 || IsAmong(plain, row.names)) {
      return std::string(row.code);
    }
  }
  if (plain == "europeanunion") return "EU";
  return "";
}

std::string NotAPlace(absl::string_view text) {
  const std::string meant = PlaceMeantBy(text);
  return absl::StrCat("\"", text.substr(0, kTextShownMax), "\" is not a place that is known; ",
                      meant.empty() ? "" : absl::StrCat("did you mean ", meant, "? "),
                      "write its ISO 3166-1 code (CN), a group on record, or *");
}

}  // namespace decree
