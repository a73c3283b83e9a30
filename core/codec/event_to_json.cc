#include "core/codec/event_codec.h"
#include "core/codec/json_writer.h"

namespace decree {
namespace {

void WriteBody(JsonWriter& json, const Event& event);

void WriteRate(JsonWriter& json, absl::string_view key, const std::optional<int64_t>& ppm) {
  if (ppm) json.Field(key, FormatRatePpm(*ppm));
}

template <typename Date>  // Moment or Bound
void WriteDate(JsonWriter& json, absl::string_view key, const std::optional<Date>& date) {
  if (date) json.Field(key, date->text);
}

void WriteActor(JsonWriter& json, const Actor& actor) {
  json.Key("actor");
  json.BeginObject();
  json.Field("jurisdiction", actor.jurisdiction);
  json.Field("office", actor.office);
  json.Field("person", actor.person);
  json.EndObject();
}

void WriteEffective(JsonWriter& json, const EffectiveInterval& effective) {
  json.Key("effective");
  json.BeginObject();
  WriteDate(json, "from", effective.from);
  const bool through = effective.to && effective.to->is_through;
  WriteDate(json, through ? "through" : "to", effective.to);
  json.Field("wording", effective.wording);
  json.EndObject();
}

void WriteClause(JsonWriter& json, const ScopeClause& clause) {
  json.BeginObject();
  json.Field("origin", clause.origin);
  json.Field("destination", clause.destination);
  json.Field("shippedFrom", clause.shipped_from);
  json.Field("exporter", clause.exporter);
  json.Field("importer", clause.importer);
  json.Field("consignee", clause.consignee);
  json.Field("endUser", clause.end_user);
  json.Field("movement", clause.movement);
  json.Field("product", clause.product);
  json.Field("party", clause.party);
  WriteRate(json, "ownershipAtLeast", clause.ownership_at_least_ppm);
  json.Field("endUse", clause.end_use);
  WriteRate(json, "contentShareAtLeast", clause.content_share_at_least_ppm);
  json.Field("valueBelow", clause.value_below);
  WriteDate(json, "exportedBefore", clause.exported_before);
  WriteDate(json, "loadedBefore", clause.loaded_before);
  WriteDate(json, "enteredBefore", clause.entered_before);
  WriteDate(json, "contractBefore", clause.contract_before);
  json.Field("preference", clause.preference);
  if (clause.effective) WriteEffective(json, *clause.effective);
  json.EndObject();
}

void WriteClauses(JsonWriter& json, absl::string_view key,
                  const std::optional<std::vector<ScopeClause>>& clauses) {
  if (!clauses) return;
  json.Key(key);
  json.BeginArray();
  for (const ScopeClause& clause : *clauses) WriteClause(json, clause);
  json.EndArray();
}

void WriteScope(JsonWriter& json, const Scope& scope) {
  json.BeginObject();
  WriteClauses(json, "include", scope.include);
  WriteClauses(json, "exclude", scope.exclude);
  json.EndObject();
}

void WriteTariff(JsonWriter& json, const Tariff& tariff) {
  json.Key("tariff");
  json.BeginObject();
  WriteRate(json, "adValorem", tariff.ad_valorem_ppm);
  if (tariff.specific) {
    json.Key("specific");
    json.BeginObject();
    json.Field("amount", FormatDecimal(tariff.specific->amount));
    json.Field("currency", tariff.specific->currency);
    json.Field("per", tariff.specific->per);
    json.EndObject();
  }
  WriteRate(json, "floorTotal", tariff.floor_total_ppm);
  WriteRate(json, "minimum", tariff.minimum_ppm);
  WriteRate(json, "maximum", tariff.maximum_ppm);
  json.Field("valueShare", tariff.value_share);
  if (tariff.unknown) {
    json.Key("unknown");
    json.Raw("true");
  }
  json.EndObject();
}

void WriteTerms(JsonWriter& json, const Terms& terms) {
  json.BeginObject();
  if (terms.tariff) WriteTariff(json, *terms.tariff);
  if (terms.export_control) {
    const ExportControl& control = *terms.export_control;
    json.Key("exportControl");
    json.BeginObject();
    if (control.policy) json.Field("policy", NameOf(*control.policy));
    json.Field("reasons", control.reasons);
    WriteRate(json, "deMinimis", control.de_minimis_ppm);
    json.Field("exceptions", control.exceptions);
    json.Field("performance", control.performance);
    json.EndObject();
  }
  json.Field("text", terms.text);
  json.EndObject();
}

void WriteInstrument(JsonWriter& json, const Instrument& instrument) {
  Instrument id_only;
  id_only.id = instrument.id;
  if (instrument == id_only) return json.Field("instrument", instrument.id);
  json.Key("instrument");
  json.BeginObject();
  json.Field("id", instrument.id);
  json.Field("type", instrument.type);
  json.Field("title", instrument.title);
  json.Field("number", instrument.number);
  json.Field("url", instrument.url);
  json.EndObject();
}

void WriteLinks(JsonWriter& json, const std::vector<Link>& links) {
  if (links.empty()) return;
  json.Key("links");
  json.BeginArray();
  for (const Link& link : links) {
    json.BeginObject();
    json.Field("rel", NameOf(link.rel));
    json.Field("id", link.id);
    json.EndObject();
  }
  json.EndArray();
}

void WriteSource(JsonWriter& json, const Source& source) {
  json.BeginObject();
  json.Field("publisher", source.publisher);
  json.Field("title", source.title);
  json.Field("url", source.url);
  json.Field("locator", source.locator);
  WriteDate(json, "published", source.published);
  WriteDate(json, "retrieved", source.retrieved);
  json.Field("sha256", source.sha256);
  json.Field("standing", NameOf(source.standing));
  json.Field("step", source.step);
  json.EndObject();
}

void WriteSources(JsonWriter& json, const std::vector<Source>& sources) {
  if (sources.empty()) return;
  json.Key("sources");
  json.BeginArray();
  for (const Source& source : sources) WriteSource(json, source);
  json.EndArray();
}

void WriteObservation(JsonWriter& json, const Observation& observation) {
  json.Key("observation");
  json.BeginObject();
  json.Field("series", observation.series);
  json.Field("unit", observation.unit);
  json.Field("period", observation.period);
  if (observation.value) json.Field("value", FormatDecimal(*observation.value));
  json.Field("change", observation.change);
  json.EndObject();
}

void WriteMembership(JsonWriter& json, const Membership& membership) {
  json.Key("membership");
  json.BeginObject();
  json.Field("group", membership.group);
  json.Field("member", membership.member);
  json.Field("kind", membership.kind);
  json.EndObject();
}

void WriteCode(JsonWriter& json, const CodeChange& code) {
  json.Key("code");
  json.BeginObject();
  json.Field("system", code.system);
  json.Field("edition", code.edition);
  json.Field("from", code.from);
  json.Field("to", code.to);
  json.EndObject();
}

void WriteStacking(JsonWriter& json, const StackingRule& rule) {
  json.Key("stacking");
  json.BeginObject();
  json.Field("program", rule.program);
  json.Field("effect", NameOf(rule.effect));
  json.Field("over", rule.over);
  WriteRate(json, "cap", rule.cap_ppm);
  json.EndObject();
}

void WriteCoverage(JsonWriter& json, const Coverage& coverage) {
  json.Key("coverage");
  json.BeginObject();
  json.Field("issuer", coverage.issuer);
  json.Field("domain", coverage.domain);
  json.Field("sources", coverage.sources);
  json.EndObject();
}

void WriteParts(JsonWriter& json, const Event& event) {
  if (event.observation) WriteObservation(json, *event.observation);
  if (event.membership) WriteMembership(json, *event.membership);
  if (event.code) WriteCode(json, *event.code);
  if (event.stacking) WriteStacking(json, *event.stacking);
  if (event.coverage) WriteCoverage(json, *event.coverage);
}

// The order is that of schema/event.capnp.
void WriteBody(JsonWriter& json, const Event& event) {
  json.BeginObject();
  json.Field("id", event.id);
  if (event.kind) json.Field("kind", InfoOf(*event.kind).name);
  json.Field("measure", event.measure);
  json.Field("class", NameOf(event.measure_class));
  json.Field("title", event.title);
  if (event.actor) WriteActor(json, *event.actor);
  WriteDate(json, "stated", event.stated);
  WriteDate(json, "published", event.published);
  if (event.effective) WriteEffective(json, *event.effective);
  json.Field("appliesBy", NameOf(event.applies_by));
  if (event.scope) {
    json.Key("scope");
    WriteScope(json, *event.scope);
  }
  if (event.terms) {
    json.Key("terms");
    WriteTerms(json, *event.terms);
  }
  json.Field("program", event.program);
  if (event.instrument) WriteInstrument(json, *event.instrument);
  json.Field("authorizes", event.authorizes);
  json.Field("threads", event.threads);
  WriteLinks(json, event.links);
  WriteSources(json, event.sources);
  json.Field("tone", NameOf(event.tone));
  json.Field("target", event.target);
  if (event.replacement != nullptr) {
    json.Key("replacement");
    WriteBody(json, *event.replacement);
  }
  WriteParts(json, event);
  json.Field("reason", event.reason);
  json.Field("note", event.note);
  json.EndObject();
}

}  // namespace

std::string EventToJson(const Event& event) {
  JsonWriter json;
  WriteBody(json, event);
  return json.Take();
}

std::string TermsToJson(const Terms& terms) {
  JsonWriter json;
  WriteTerms(json, terms);
  return json.Take();
}

std::string ScopeToJson(const Scope& scope) {
  JsonWriter json;
  WriteScope(json, scope);
  return json.Take();
}

std::string SourceToJson(const Source& source) {
  JsonWriter json;
  WriteSource(json, source);
  return json.Take();
}

}  // namespace decree
