// What is watched and what was observed: the coverage of the record, and the points of a series.
#include "tools/json/answers.h"
#include "tools/json/parts.h"
#include "tools/words/names.h"

namespace decree::tools {

void WriteJson(std::ostream& out, const CoverageAnswer& answer, Commitment floor) {
  JsonWriter json;
  json.BeginObject();
  WriteHeader(json, answer.header, floor);
  json.Key("coverage").BeginArray();
  for (const CoverageRow& row : answer.rows) {
    json.BeginObject().Field("issuer", row.issuer).Field("domain", row.domain);
    json.FieldOrNull("from", row.from).FieldOrNull("to", row.to);
    json.Field("certainty", CertaintyName(row.certain)).StringsField("sources", row.sources);
    json.StringsField("because", row.because).EndObject();
  }
  json.EndArray().StringsField("unmonitored", answer.unmonitored);
  out << json.StringsField("notes", answer.notes).EndObject().Take();
}

void WriteJson(std::ostream& out, const ObservationsAnswer& answer, Commitment floor) {
  JsonWriter json;
  json.BeginObject().FieldOrNull("series", answer.series);
  WriteHeader(json, answer.header, floor);
  json.StringsField("allSeries", answer.all_series).Key("observations").BeginArray();
  for (const ObservationRow& row : answer.rows) {
    json.BeginObject().Field("id", row.id).FieldOrNull("period", row.period);
    json.FieldOrNull("value", row.value).FieldOrNull("unit", row.unit);
    json.FieldOrNull("change", row.change).FieldOrNull("impliedPrevious", row.implied_previous);
    json.FieldOrNull("finding", row.finding).Field("evidence", NameOf(row.evidence)).EndObject();
  }
  out << json.EndArray().StringsField("notes", answer.notes).EndObject().Take();
}

}  // namespace decree::tools
