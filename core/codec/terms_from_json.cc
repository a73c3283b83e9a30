#include "absl/strings/str_cat.h"
#include "core/codec/parts_from_json.h"
#include "core/model/asked_date.h"
#include "core/model/event_names.h"
#include "core/model/limits.h"
#include "core/model/parts_per_million.h"

namespace decree {
namespace {

constexpr int64_t kDeMinimisPpmMax = 1'000'000;
constexpr size_t kOwnedBytesMax = kShortTextBytesMax - 2;  // its stream is called "g/" and the name
constexpr int64_t kRatePpmMax = 1'000'000ll * 1'000'000;   // 100,000,000%: no real duty is near it

bool IsCurrency(absl::string_view text) {
  if (text.size() != 3) return false;
  for (char c : text) {
    if (c < 'A' || c > 'Z') return false;
  }
  return true;
}

void ReadSpecific(JsonFields& tariff, std::optional<SpecificDuty>& to) {
  const JsonValue* value = tariff.Find("specific");
  if (value == nullptr) return;
  JsonFields fields(*value, tariff.PathOf("specific"), tariff.errors());
  to.emplace();
  std::optional<Decimal> amount;
  fields.Require(fields.Number("amount", amount), "amount", "e.g. \"0.50\"");
  fields.Require(fields.Text("currency", to->currency, kIdBytesMax), "currency", "e.g. \"USD\"");
  fields.Require(fields.Text("per", to->per, kShortTextBytesMax), "per", "e.g. \"kg\"");
  fields.Finish();
  if (!fields.ok()) return;
  if (amount->unscaled < 0) fields.Fail("amount", "a duty is not negative");
  if (!IsCurrency(to->currency)) {
    fields.Fail("currency", absl::StrCat("\"", to->currency,
                                         "\" is not a currency; write ISO 4217, e.g. \"USD\""));
  }
  to->amount = *amount;
}

// A fact that is a share of the value, or {"restOf": that fact}: what it leaves of the value.
void ReadValueShare(JsonFields& tariff, Tariff& to) {
  if (!tariff.IsObject("valueShare")) {
    tariff.Identifier("valueShare", to.value_share);
    return;
  }
  JsonFields fields(*tariff.Find("valueShare"), tariff.PathOf("valueShare"), tariff.errors());
  fields.Require(fields.Identifier("restOf", to.value_share), "restOf", "e.g. \"metalContent\"");
  fields.Finish();
  to.is_rest_of_share = fields.ok();
}

void ReadTariff(JsonFields& terms, std::optional<Tariff>& to) {
  const JsonValue* value = terms.Find("tariff");
  if (value == nullptr) return;
  JsonFields fields(*value, terms.PathOf("tariff"), terms.errors());
  to.emplace();
  fields.RatePpm("adValorem", to->ad_valorem_ppm, kRatePpmMax);
  ReadSpecific(fields, to->specific);
  fields.RatePpm("floorTotal", to->floor_total_ppm, kRatePpmMax);
  fields.RatePpm("minimum", to->minimum_ppm, kRatePpmMax);
  fields.RatePpm("maximum", to->maximum_ppm, kRatePpmMax);
  ReadValueShare(fields, *to);
  fields.Bool("unknown", to->unknown);
  fields.Finish();
  if (*to == Tariff{}) {
    terms.Fail("tariff", "says nothing; give a rate, or \"unknown\":true");
  }
  if (to->minimum_ppm && to->maximum_ppm && *to->minimum_ppm > *to->maximum_ppm) {
    fields.Fail("minimum", "is above the maximum; swap them");
  }
}

void ReadExportControl(JsonFields& terms, std::optional<ExportControl>& to) {
  const JsonValue* value = terms.Find("exportControl");
  if (value == nullptr) return;
  JsonFields fields(*value, terms.PathOf("exportControl"), terms.errors());
  to.emplace();
  LicencePolicy policy{};
  if (fields.Word("policy", kLicencePolicyNames, policy)) to->policy = policy;
  fields.List("reasons", to->reasons, kReasonsMax, CheckWords);
  fields.RatePpm("deMinimis", to->de_minimis_ppm, kDeMinimisPpmMax);
  fields.List("exceptions", to->exceptions, kReasonsMax, CheckWords);
  fields.Text("performance", to->performance, kTextBytesMax);
  fields.Finish();
  if (*to == ExportControl{}) terms.Fail("exportControl", "says nothing; give e.g. its policy");
}

void ReadObservation(JsonFields& event, std::optional<Observation>& to) {
  const JsonValue* value = event.Find("observation");
  if (value == nullptr) return;
  JsonFields fields(*value, event.PathOf("observation"), event.errors());
  to.emplace();
  fields.Require(fields.Identifier("series", to->series), "series", "name the series by a slug");
  fields.Text("unit", to->unit, kShortTextBytesMax);
  if (fields.Text("period", to->period, kDateTextBytesMax)) {
    const absl::StatusOr<CivilWindow> period = ParseWindow(to->period, "");
    if (!period.ok()) fields.Fail("period", period.status().message());
  }
  fields.Require(fields.Number("value", to->value), "value", "a decimal, e.g. 420.5");
  if (const JsonValue* change = fields.Find("change")) {
    absl::string_view number = change->text;
    if (!number.empty() && number.back() == '%') number.remove_suffix(1);
    const absl::StatusOr<Decimal> parsed = ParseDecimal(number);
    if (!parsed.ok()) {
      fields.Fail("change", absl::StrCat("must be a decimal, with % if relative, e.g. \"-28.7%\"; ",
                                         parsed.status().message()));
    }
    to->change = change->text;
  }
  fields.Finish();
}

template <typename Check>
bool ReadChecked(JsonFields& fields, absl::string_view field, Check&& check, std::string& to) {
  if (!fields.Text(field, to, kIdBytesMax)) return false;
  const absl::StatusOr<std::string> checked = check(to);
  if (!checked.ok()) fields.Fail(field, checked.status().message());
  return checked.ok();
}

// A place, a code, an id, or the name of a party in its own letters.
bool ReadParty(JsonFields& fields, absl::string_view field, size_t bytes_max, std::string& to) {
  if (!fields.Text(field, to, bytes_max)) return false;
  const absl::StatusOr<std::string> checked = CheckPartyOrPlace(to);
  if (checked.ok() && to != "*") return true;
  fields.Fail(field, checked.ok() ? "\"*\" is no member; name one" : checked.status().message());
  return false;
}

void ReadMembership(JsonFields& event, std::optional<Membership>& to) {
  const JsonValue* value = event.Find("membership");
  if (value == nullptr) return;
  JsonFields fields(*value, event.PathOf("membership"), event.errors());
  to.emplace();
  fields.Identifier("kind", to->kind);
  const bool has_group = IsOwnership(*to) ? ReadParty(fields, "group", kOwnedBytesMax, to->group)
                                          : ReadChecked(fields, "group", CheckMember, to->group);
  fields.Require(has_group, "group", "e.g. \"EU\"");
  fields.Require(ReadParty(fields, "member", kShortTextBytesMax, to->member), "member",
                 "e.g. \"FR\"");
  fields.RatePpm("share", to->share_ppm, kWholePpm);
  if (to->share_ppm && *to->share_ppm <= 0) {
    fields.Fail("share", "is more than 0%; who holds nothing any more has \"membershipEnded\"");
  }
  fields.Finish();
}

void ReadCode(JsonFields& event, std::optional<CodeChange>& to) {
  const JsonValue* value = event.Find("code");
  if (value == nullptr) return;
  JsonFields fields(*value, event.PathOf("code"), event.errors());
  to.emplace();
  fields.Require(fields.Identifier("system", to->system), "system", "e.g. \"HTS\"");
  fields.Text("edition", to->edition, kIdBytesMax);
  const bool from = fields.List("from", to->from, kCodesPerChangeMax, CheckWords);
  fields.Require(from, "from", "the codes that change");
  const bool codes = fields.List("to", to->to, kCodesPerChangeMax, CheckWords);
  fields.Require(codes, "to", "the codes they become");
  fields.Finish();
}

void ReadStacking(JsonFields& event, std::optional<StackingRule>& to) {
  const JsonValue* value = event.Find("stacking");
  if (value == nullptr) return;
  JsonFields fields(*value, event.PathOf("stacking"), event.errors());
  to.emplace();
  fields.Require(fields.Identifier("program", to->program), "program", "the programme that rules");
  const bool effect = fields.Word("effect", kStackingEffectNames, to->effect);
  fields.Require(effect, "effect", "\"excludes\" or \"cappedBy\"");
  const bool over = fields.List("over", to->over, kProgramsMax, CheckIdentifier);
  fields.Require(over, "over", "the programmes it rules over");
  fields.RatePpm("cap", to->cap_ppm, kRatePpmMax);
  fields.Finish();
}

void ReadCoverage(JsonFields& event, std::optional<Coverage>& to) {
  const JsonValue* value = event.Find("coverage");
  if (value == nullptr) return;
  JsonFields fields(*value, event.PathOf("coverage"), event.errors());
  to.emplace();
  fields.Require(ReadChecked(fields, "issuer", CheckJurisdiction, to->issuer), "issuer",
                 "e.g. \"US\"");
  fields.Require(fields.Text("domain", to->domain, kShortTextBytesMax), "domain",
                 "e.g. \"tariffs\"");
  fields.List("sources", to->sources, kReasonsMax, CheckWords);
  fields.Finish();
}

}  // namespace

void ReadTerms(JsonFields& fields, std::optional<Terms>& to) {
  const JsonValue* value = fields.Find("terms");
  if (value == nullptr) return;
  JsonFields inner(*value, fields.PathOf("terms"), fields.errors());
  to.emplace();
  ReadTariff(inner, to->tariff);
  ReadExportControl(inner, to->export_control);
  inner.Text("text", to->text, kLongTextBytesMax);
  inner.Finish();
  if (*to == Terms{}) {
    fields.Fail("terms", "says nothing; give tariff, exportControl or text, or leave it out");
  }
}

void ReadWorldParts(JsonFields& fields, Event& to) {
  ReadObservation(fields, to.observation);
  ReadMembership(fields, to.membership);
  ReadCode(fields, to.code);
  ReadStacking(fields, to.stacking);
  ReadCoverage(fields, to.coverage);
}

}  // namespace decree
