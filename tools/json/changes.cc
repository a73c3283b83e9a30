// When the state of measures changed or will change: their history, differences and outlook.
#include <vector>

#include "tools/json/answers.h"
#include "tools/json/parts.h"

namespace decree::tools {
namespace {

void WriteRows(std::ostream& out, JsonWriter& json, absl::string_view name,
               const std::vector<OutlookRow>& rows) {
  json.Key(name).BeginArray();
  for (const OutlookRow& row : rows) {
    json.BeginObject().Field("at", row.at).FieldOrNull("latest", row.latest);
    json.BoolField("certain", row.certain).Field("kind", NameOf(row.kind));
    json.Field("measure", row.measure).FieldOrNull("title", row.title).Key("before");
    WriteMeasure(json, row.before);
    json.Key("after");
    WriteMeasure(json, row.after);
    json.StringsField("because", row.because).EndObject();
    out << json.Take();
  }
  json.EndArray();
}

}  // namespace

void WriteJson(std::ostream& out, const HistoryAnswer& answer, Commitment floor) {
  JsonWriter json;
  json.BeginObject();
  WriteHeader(json, answer.header, floor);
  json.Field("measure", answer.measure).Key("changes").BeginArray();
  for (const HistoryChange& change : answer.changes) {
    json.BeginObject().Field("at", change.at).Field("axis", NameOf(change.axis));
    if (change.axis == Axis::kRecorded) json.IntegerField("position", change.position);
    json.BoolField("onRecord", change.on_record).Key("answer");
    WriteMeasure(json, change.state);
    json.StringsField("changed", change.changed).StringsField("because", change.because);
    out << json.EndObject().Take();
  }
  out << json.EndArray().StringsField("notes", answer.notes).EndObject().Take();
}

void WriteJson(std::ostream& out, const DiffAnswer& answer, Commitment floor) {
  JsonWriter json;
  json.BeginObject();
  WriteHeader(json, answer.header, floor);
  json.Field("axis", NameOf(answer.axis)).Field("before", answer.before);
  json.Field("after", answer.after).Key("changes").BeginArray();
  for (const DiffRow& row : answer.rows) {
    json.BeginObject().Field("measure", row.measure).Field("kind", NameOf(row.kind));
    json.Key("before");
    WriteMeasureOrNull(json, row.before);
    json.Key("after");
    WriteMeasureOrNull(json, row.after);
    json.StringsField("changed", row.changed).StringsField("because", row.because);
    out << json.EndObject().Take();
  }
  out << json.EndArray().StringsField("notes", answer.notes).EndObject().Take();
}

void WriteJson(std::ostream& out, const OutlookAnswer& answer, Commitment floor) {
  JsonWriter json;
  json.BeginObject();
  WriteHeader(json, answer.header, floor);
  json.Field("until", answer.until);
  WriteRows(out, json, "changes", answer.rows);
  WriteRows(out, json, "announced", answer.announced);
  out << json.StringsField("notes", answer.notes).EndObject().Take();
}

}  // namespace decree::tools
