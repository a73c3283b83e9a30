#include "core/codec/misplaced_fields.h"

#include <algorithm>
#include <array>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/model/scope_dimensions.h"

namespace decree {
namespace {

struct Misplaced {
  absl::string_view path;  // without places in lists
  absl::string_view advice;
};
constexpr std::array<Misplaced, 40> kMisplaced = {{
    {"date", "belongs into stated (said), published, or effective.from (in force)"},
    {"announced", "belongs into stated"},
    {"from", "belongs into effective.from"},
    {"to", "belongs into effective.to, the first day on which it is over"},
    {"through", "belongs into effective.through, the last day"},
    {"until", "belongs into effective.to, or effective.through for the last day"},
    {"start", "belongs into effective.from"},
    {"end", "belongs into effective.to, or effective.through for the last day"},
    {"effectiveFrom", "belongs into effective.from"},
    {"effectiveTo", "belongs into effective.to"},
    {"type", "belongs into kind (what happened) or class (what the measure is)"},
    {"rate", "belongs into terms.tariff.adValorem, e.g. \"25%\""},
    {"adValorem", "belongs into terms.tariff.adValorem"},
    {"tariff", "belongs into terms.tariff"},
    {"exportControl", "belongs into terms.exportControl"},
    {"country",
     "belongs into actor.jurisdiction, or into scope.include[0] as origin or destination"},
    {"jurisdiction", "belongs into actor.jurisdiction"},
    {"issuer", "belongs into actor.jurisdiction"},
    {"office", "belongs into actor.office"},
    {"person", "belongs into actor.person"},
    {"source", "belongs into sources[0]"},
    {"url", "belongs into sources[0].url"},
    {"publisher", "belongs into sources[0].publisher"},
    {"description", "belongs into title or note"},
    {"name", "belongs into title"},
    {"tags", "belongs into scope.include[0].product, as tag:…"},
    {"include", "belongs into scope.include"},
    {"exclude", "belongs into scope.exclude"},
    {"group", "belongs into membership.group"},
    {"member", "belongs into membership.member"},
    {"effective.start", "is called effective.from"},
    {"effective.end", "is called effective.to, or effective.through for the last day"},
    {"effective.until", "is called effective.to, or effective.through for the last day"},
    {"sources.date", "is called published"},
    {"sources.name", "is called publisher or title"},
    {"sources.link", "is called url"},
    {"sources.hash", "is called sha256"},
    {"terms.rate", "belongs into terms.tariff.adValorem, e.g. \"25%\""},
    {"terms.adValorem", "belongs into terms.tariff.adValorem"},
    {"terms.tariff.rate", "is called adValorem, e.g. \"25%\""},
}};

struct Meant {
  absl::string_view field, word, meant;
};
constexpr std::array<Meant, 23> kMeant = {{
    {"appliesBy", "import", "entry"},      {"appliesBy", "importation", "entry"},
    {"appliesBy", "entered", "entry"},     {"appliesBy", "exportation", "export"},
    {"appliesBy", "shipment", "loading"},  {"appliesBy", "loaded", "loading"},
    {"kind", "effective", "imposed"},      {"kind", "inForce", "imposed"},
    {"kind", "introduced", "imposed"},     {"kind", "increased", "amended"},
    {"kind", "changed", "amended"},        {"kind", "reduced", "eased"},
    {"kind", "lifted", "revoked"},         {"kind", "terminated", "revoked"},
    {"kind", "repealed", "revoked"},       {"kind", "paused", "suspended"},
    {"kind", "delayed", "postponed"},      {"kind", "signed", "enacted"},
    {"kind", "correction", "corrected"},   {"class", "duty", "tariff"},
    {"class", "tariffs", "tariff"},        {"class", "entityList", "listing"},
    {"class", "licence", "exportControl"},
}};

// "sources[0].date" without its places.
std::string WithoutPlaces(absl::string_view path) {
  std::string plain;
  bool in_brackets = false;
  for (const char c : path) {
    if (c == '[') in_brackets = true;
    if (!in_brackets) plain.push_back(c);
    if (c == ']') in_brackets = false;
  }
  return plain;
}

bool IsDimension(absl::string_view field) {
  return std::any_of(kScopeDimensions.begin(), kScopeDimensions.end(),
                     [field](const ScopeDimension& known) { return known.field == field; });
}

}  // namespace

std::string AdviceForField(absl::string_view path) {
  const std::string whole = WithoutPlaces(path);
  absl::string_view plain = whole;
  absl::ConsumePrefix(&plain, "replacement.");
  for (const Misplaced& known : kMisplaced) {
    if (known.path == plain) return std::string(known.advice);
  }
  if (absl::string_view rest = plain; absl::ConsumePrefix(&rest, "scope.") && IsDimension(rest)) {
    return "belongs into scope.include[0]";
  }
  return IsDimension(plain) ? "belongs into scope.include[0]" : "";
}

absl::string_view WordMeant(absl::string_view field, absl::string_view word) {
  for (const Meant& known : kMeant) {
    if (known.field == field && absl::EqualsIgnoreCase(known.word, word)) return known.meant;
  }
  return "";
}

}  // namespace decree
