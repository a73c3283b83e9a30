#include "core/codec/event_codec.h"
#include "core/codec/json_writer.h"
#include "core/model/removed_fields.h"
#include "core/model/scope_dimensions.h"

namespace decree {
namespace {

void WriteBody(JsonWriter& json, const Event& event);

void WriteRate(JsonWriter& json, absl::string_view key, const std::optional<int64_t>& ppm) {
  if (ppm) json.FieldIfAny(key, FormatRatePpm(*ppm));
}

template <typename Date>  // Moment or Bound
void WriteDate(JsonWriter& json, absl::string_view key, const std::optional<Date>& date) {
  if (date) json.FieldIfAny(key, date->text);
}

void WriteActor(JsonWriter& json, const Actor& actor) {
  json.Key("actor").BeginObject();
  json.FieldIfAny("jurisdiction", actor.jurisdiction);
  json.FieldIfAny("office", actor.office);
  json.FieldIfAny("person", actor.person);
  json.EndObject();
}

void WriteNullIf(JsonWriter& json, absl::string_view key, bool is_removed) {
  if (is_removed) json.Key(key).Null();
}

void WriteEffective(JsonWriter& json, const EffectiveInterval& effective, uint32_t removes = 0) {
  json.Key("effective").BeginObject();
  WriteDate(json, "from", effective.from);
  WriteNullIf(json, "from", (removes & kRemovesFrom) != 0);
  const bool through = effective.to && effective.to->is_through;
  WriteDate(json, through ? "through" : "to", effective.to);
  WriteNullIf(json, "to", (removes & kRemovesTo) != 0);
  json.FieldIfAny("wording", effective.wording);
  WriteNullIf(json, "wording", (removes & kRemovesWording) != 0);
  json.EndObject();
}

void WriteClause(JsonWriter& json, const ScopeClause& clause) {
  json.BeginObject();
  for (const ScopeDimension& dimension : kScopeDimensions) {
    const char* const field = dimension.field;
    if (dimension.list != nullptr) json.FieldIfAny(field, clause.*dimension.list);
    if (dimension.share_ppm != nullptr) WriteRate(json, field, clause.*dimension.share_ppm);
    if (dimension.value != nullptr) json.FieldIfAny(field, clause.*dimension.value);
    if (dimension.before != nullptr) WriteDate(json, field, clause.*dimension.before);
  }
  if (clause.effective) WriteEffective(json, *clause.effective);
  json.EndObject();
}

void WriteClauses(JsonWriter& json, absl::string_view key,
                  const std::optional<std::vector<ScopeClause>>& clauses) {
  if (!clauses) return;
  json.Key(key).BeginArray();
  for (const ScopeClause& clause : *clauses) WriteClause(json, clause);
  json.EndArray();
}

void WriteScope(JsonWriter& json, const Scope& scope, uint32_t removes = 0) {
  json.BeginObject();
  for (size_t i = 0; i < kScopeLists.size(); ++i) {
    WriteClauses(json, kScopeLists[i].field, scope.*kScopeLists[i].list);
    WriteNullIf(json, kScopeLists[i].field, (removes & kRemovesOfScope[i]) != 0);
  }
  json.EndObject();
}

void WriteTariff(JsonWriter& json, const Tariff& tariff) {
  json.Key("tariff").BeginObject();
  WriteRate(json, "adValorem", tariff.ad_valorem_ppm);
  if (tariff.specific) {
    json.Key("specific").BeginObject();
    json.FieldIfAny("amount", FormatDecimal(tariff.specific->amount));
    json.FieldIfAny("currency", tariff.specific->currency);
    json.FieldIfAny("per", tariff.specific->per);
    json.EndObject();
  }
  WriteRate(json, "floorTotal", tariff.floor_total_ppm);
  WriteRate(json, "minimum", tariff.minimum_ppm);
  WriteRate(json, "maximum", tariff.maximum_ppm);
  if (tariff.is_rest_of_share) {
    json.Key("valueShare").BeginObject().Field("restOf", tariff.value_share).EndObject();
  } else {
    json.FieldIfAny("valueShare", tariff.value_share);
  }
  if (tariff.unknown) json.BoolField("unknown", true);
  json.EndObject();
}

void WriteTerms(JsonWriter& json, const Terms& terms) {
  json.BeginObject();
  if (terms.tariff) WriteTariff(json, *terms.tariff);
  if (terms.export_control) {
    const ExportControl& control = *terms.export_control;
    json.Key("exportControl").BeginObject();
    if (control.policy) json.FieldIfAny("policy", NameOf(*control.policy));
    json.FieldIfAny("reasons", control.reasons);
    WriteRate(json, "deMinimis", control.de_minimis_ppm);
    json.FieldIfAny("exceptions", control.exceptions);
    json.FieldIfAny("performance", control.performance);
    json.EndObject();
  }
  json.FieldIfAny("text", terms.text);
  json.EndObject();
}

void WriteInstrument(JsonWriter& json, const Instrument& instrument) {
  Instrument id_only;
  id_only.id = instrument.id;
  if (instrument == id_only) {
    json.FieldIfAny("instrument", instrument.id);
    return;
  }
  json.Key("instrument").BeginObject();
  json.FieldIfAny("id", instrument.id);
  json.FieldIfAny("type", instrument.type);
  json.FieldIfAny("title", instrument.title);
  json.FieldIfAny("number", instrument.number);
  json.FieldIfAny("url", instrument.url);
  json.EndObject();
}

void WriteLinks(JsonWriter& json, const std::vector<Link>& links) {
  if (links.empty()) return;
  json.Key("links").BeginArray();
  for (const Link& link : links) {
    json.BeginObject();
    json.FieldIfAny("rel", NameOf(link.rel));
    json.FieldIfAny("id", link.id);
    json.EndObject();
  }
  json.EndArray();
}

void WriteSource(JsonWriter& json, const Source& source) {
  json.BeginObject();
  json.FieldIfAny("publisher", source.publisher);
  json.FieldIfAny("title", source.title);
  json.FieldIfAny("url", source.url);
  json.FieldIfAny("locator", source.locator);
  WriteDate(json, "published", source.published);
  WriteDate(json, "retrieved", source.retrieved);
  json.FieldIfAny("sha256", source.sha256);
  json.FieldIfAny("standing", NameOf(source.standing));
  json.FieldIfAny("step", source.step);
  json.EndObject();
}

void WriteSources(JsonWriter& json, const std::vector<Source>& sources) {
  if (sources.empty()) return;
  json.Key("sources").BeginArray();
  for (const Source& source : sources) WriteSource(json, source);
  json.EndArray();
}

void WriteObservation(JsonWriter& json, const Observation& observation) {
  json.Key("observation").BeginObject();
  json.FieldIfAny("series", observation.series);
  json.FieldIfAny("unit", observation.unit);
  json.FieldIfAny("period", observation.period);
  if (observation.value) json.FieldIfAny("value", FormatDecimal(*observation.value));
  json.FieldIfAny("change", observation.change);
  json.EndObject();
}

void WriteMembership(JsonWriter& json, const Membership& membership) {
  json.Key("membership").BeginObject();
  json.FieldIfAny("group", membership.group);
  json.FieldIfAny("member", membership.member);
  json.FieldIfAny("kind", membership.kind);
  WriteRate(json, "share", membership.share_ppm);
  json.EndObject();
}

void WriteCode(JsonWriter& json, const CodeChange& code) {
  json.Key("code").BeginObject();
  json.FieldIfAny("system", code.system);
  json.FieldIfAny("edition", code.edition);
  json.FieldIfAny("from", code.from);
  json.FieldIfAny("to", code.to);
  json.EndObject();
}

void WriteStacking(JsonWriter& json, const StackingRule& rule) {
  json.Key("stacking").BeginObject();
  json.FieldIfAny("program", rule.program);
  json.FieldIfAny("effect", NameOf(rule.effect));
  json.FieldIfAny("over", rule.over);
  WriteRate(json, "cap", rule.cap_ppm);
  json.EndObject();
}

void WriteCoverage(JsonWriter& json, const Coverage& coverage) {
  json.Key("coverage").BeginObject();
  json.FieldIfAny("issuer", coverage.issuer);
  json.FieldIfAny("domain", coverage.domain);
  json.FieldIfAny("sources", coverage.sources);
  json.EndObject();
}

void WriteFormerly(JsonWriter& json, const Formerly& formerly) {
  json.Key("formerly").BeginObject();
  json.FieldIfAny("system", formerly.system);
  json.FieldIfAny("recorded", formerly.recorded.text);
  json.FieldIfAny("id", formerly.id);
  json.EndObject();
}

void WriteParts(JsonWriter& json, const Event& event) {
  if (event.observation) WriteObservation(json, *event.observation);
  if (event.membership) WriteMembership(json, *event.membership);
  if (event.code) WriteCode(json, *event.code);
  if (event.stacking) WriteStacking(json, *event.stacking);
  if (event.coverage) WriteCoverage(json, *event.coverage);
}

// What a replacement takes away whole.
void WriteRemoved(JsonWriter& json, uint32_t removes) {
  for (const RemovableField& field : kRemovableFields) {
    if (field.path.find('.') != absl::string_view::npos) continue;
    WriteNullIf(json, field.path, (removes & field.bit) != 0);
  }
}

// The order is that of schema/event.capnp.
void WriteBody(JsonWriter& json, const Event& event) {
  json.BeginObject();
  json.FieldIfAny("id", event.id);
  if (event.kind) json.FieldIfAny("kind", InfoOf(*event.kind).name);
  json.FieldIfAny("measure", event.measure);
  json.FieldIfAny("class", NameOf(event.measure_class));
  json.FieldIfAny("title", event.title);
  if (event.actor) WriteActor(json, *event.actor);
  WriteDate(json, "stated", event.stated);
  WriteDate(json, "published", event.published);
  const uint32_t removes = event.removes;
  const bool removes_of_effective = (removes & (kRemovesFrom | kRemovesTo | kRemovesWording)) != 0;
  if (event.effective || removes_of_effective) {
    WriteEffective(json, event.effective.value_or(EffectiveInterval()), removes);
  }
  json.FieldIfAny("appliesBy", NameOf(event.applies_by));
  if (event.scope || (removes & kRemovesSomeOfScope) != 0) {
    json.Key("scope");
    WriteScope(json, event.scope.value_or(Scope()), removes);
  }
  if (event.terms) {
    json.Key("terms");
    WriteTerms(json, *event.terms);
  }
  json.FieldIfAny("program", event.program);
  if (event.instrument) WriteInstrument(json, *event.instrument);
  json.FieldIfAny("authorizes", event.authorizes);
  json.FieldIfAny("threads", event.threads);
  WriteLinks(json, event.links);
  WriteSources(json, event.sources);
  json.FieldIfAny("tone", NameOf(event.tone));
  json.FieldIfAny("target", event.target);
  if (event.replacement != nullptr) {
    json.Key("replacement");
    WriteBody(json, *event.replacement);
  }
  WriteParts(json, event);
  json.FieldIfAny("reason", event.reason);
  json.FieldIfAny("note", event.note);
  if (event.formerly) WriteFormerly(json, *event.formerly);
  WriteRemoved(json, removes);
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
