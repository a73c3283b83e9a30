// The state of a measure, and the measures of a date.
#include <optional>
#include <vector>

#include "core/codec/event_codec.h"
#include "tools/json/answers.h"
#include "tools/json/parts.h"
#include "tools/words/names.h"

namespace decree::tools {
namespace {

// "force":["pending","inForce"], for a facet with several possibilities.
template <typename Facet>
void WritePossible(JsonWriter& json, absl::string_view name, const Possible<Facet>& facet) {
  if (facet.decided() || facet.empty()) return;
  json.Key(name).BeginArray();
  for (uint8_t v = 0; v < 8; ++v) {
    if (facet.Has(static_cast<Facet>(v))) json.String(NameOf(static_cast<Facet>(v)));
  }
  json.EndArray();
}

bool IsOpen(const MeasureState& state) {
  return !state.force.decided() || !state.legality.decided() || !state.enforcement.decided();
}

void WriteFacets(JsonWriter& json, const MeasureState& state) {
  json.Key("facets").BeginObject();
  json.Field("commitment", NameOf(state.commitment));
  json.Field("force", FacetName(state.force));
  json.Field("legality", FacetName(state.legality));
  json.Field("enforcement", FacetName(state.enforcement));
  json.Field("evidence", NameOf(state.evidence)).EndObject();
  if (!IsOpen(state)) return;
  json.Key("possible").BeginObject();
  WritePossible(json, "force", state.force);
  WritePossible(json, "legality", state.legality);
  WritePossible(json, "enforcement", state.enforcement);
  json.EndObject();
}

void WriteTerms(JsonWriter& json, const MeasureState& state) {
  json.Key("terms");
  if (state.terms) {
    json.Raw(TermsToJson(*state.terms));
  } else {
    json.Null();
  }
  if (!state.terms && state.terms_possible.size() > 1) {
    json.Key("termsPossible").BeginArray();
    for (const Terms& terms : state.terms_possible) json.Raw(TermsToJson(terms));
    json.EndArray();
  }
  if (state.terms_planned) json.BoolField("termsPlanned", true);
}

void WriteEnds(JsonWriter& json, const IntervalText& interval) {
  json.BeginObject().FieldOrNull("from", interval.from).FieldOrNull("to", interval.to);
  json.FieldIfAny("through", interval.through);
}

void WriteEffective(JsonWriter& json, const MeasureState& state) {
  json.Key("effective");
  if (!state.effective) {
    json.Null();
    return;
  }
  WriteEnds(json, *state.effective);
  json.Field("certainty", CertaintyName(state.effective->certain)).EndObject();
  if (state.effective_rivals.empty()) return;
  json.Key("effectiveRivals").BeginArray();
  for (const IntervalText& rival : state.effective_rivals) {
    WriteEnds(json, rival);
    json.EndObject();
  }
  json.EndArray();
}

}  // namespace

void WriteRecordedBy(JsonWriter& json, const AnswerHeader& header) {
  json.FieldOrNull("recordedBy", header.recorded_by);
  if (header.formerly) {
    json.BoolField("formerly", true).Key("claims").BeginArray();
    for (const ClaimingSystem& claims : header.claims) {
      json.BeginObject().Field("system", claims.system);
      json.IntegerField("events", claims.events).EndObject();
    }
    json.EndArray();
  }
  json.FieldIfAny("storeBegins", header.store_begins);
}

void WriteHeader(JsonWriter& json, const AnswerHeader& header, Commitment floor) {
  json.FieldOrNull("effectiveOn", header.effective_on);
  json.FieldOrNull("knownBy", header.known_by);
  WriteRecordedBy(json, header);
  json.Field("floor", NameOf(floor)).IntegerField("head", header.head);
}

void WriteMeasure(JsonWriter& json, const MeasureState& state,
                  const std::vector<std::string>* missing) {
  json.BeginObject().Field("measure", state.measure).FieldOrNull("title", state.title);
  json.FieldOrNull("class", NameOf(state.measure_class)).FieldOrNull("issuer", state.issuer);
  json.FieldIfAny("program", state.program);
  if (state.applies_by != AppliesBy::kUnset) json.Field("appliesBy", NameOf(state.applies_by));
  json.Field("applies", NameOf(state.applies));
  WriteFacets(json, state);
  WriteTerms(json, state);
  json.Key("scope");
  if (state.scope) {
    json.Raw(ScopeToJson(*state.scope));
  } else {
    json.Null();
  }
  WriteEffective(json, state);
  json.FieldIfAny("forceSince", state.force_since).FieldIfAny("termsSince", state.terms_since);
  if (state.lapsed) json.BoolField("lapsed", true);
  if (missing != nullptr) json.StringsField("missing", *missing);
  json.StringsField("reasons", state.reasons).StringsField("because", state.because).EndObject();
}

void WriteMeasureOrNull(JsonWriter& json, const std::optional<MeasureState>& state) {
  if (state) {
    WriteMeasure(json, *state);
  } else {
    json.Null();
  }
}

void WriteJson(std::ostream& out, const AsOfAnswer& answer, Commitment floor) {
  JsonWriter json;
  json.BeginObject();
  WriteHeader(json, answer.header, floor);
  if (!answer.warnings.empty()) json.StringsField("warnings", answer.warnings);
  json.Key("measures").BeginArray();
  for (const MeasureState& state : answer.measures) {
    WriteMeasure(json, state);
    out << json.Take();
  }
  out << json.EndArray().StringsField("notes", answer.notes).EndObject().Take();
}

}  // namespace decree::tools
