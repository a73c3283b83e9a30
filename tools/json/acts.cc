// What decides a measure's state, act by act.
#include "core/codec/event_codec.h"
#include "tools/json/answers.h"
#include "tools/json/parts.h"
#include "tools/words/names.h"

namespace decree::tools {

void WriteAct(JsonWriter& json, const ExplainedAct& act) {
  json.BeginObject();
  json.Field("id", act.id).Field("kind", InfoOf(act.kind).name);
  json.IntegerField("position", act.position);
  json.Field("fate", NameOf(act.fate));
  json.StringsField("facets", act.facets);
  if (!act.lost.empty()) {
    json.Key("overridden").BeginArray();
    for (const ExplainedAct::Lost& lost : act.lost) {
      json.BeginObject().Field("facet", lost.facet).FieldOrNull("by", lost.by).EndObject();
    }
    json.EndArray();
  }
  json.Field("why", act.why);
  json.FieldOrNull("stated", act.stated).FieldOrNull("published", act.published);
  json.Key("effective").BeginObject().FieldOrNull("from", act.from).FieldOrNull("to", act.to);
  json.EndObject().Key("repairedBy");
  if (act.repaired_by == 0) {
    json.Null();
  } else {
    json.BeginObject().Field("id", act.repaired_by_id).IntegerField("position", act.repaired_by);
    json.EndObject();
  }
  json.Key("sources").BeginArray();
  for (const Source& source : act.sources) json.Raw(SourceToJson(source));
  json.EndArray().EndObject();
}

void WriteJson(std::ostream& out, const ExplainAnswer& answer, Commitment floor) {
  JsonWriter json;
  json.BeginObject();
  WriteHeader(json, answer.header, floor);
  json.Key("state");
  WriteMeasure(json, answer.state);
  json.Key("acts").BeginArray();
  for (const ExplainedAct& act : answer.acts) WriteAct(json, act);
  out << json.EndArray().EndObject().Take();
}

}  // namespace decree::tools
