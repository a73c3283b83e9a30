// When the answer for a transaction changed, and why it is what it is.
#include "tools/json/answers.h"
#include "tools/json/parts.h"

namespace decree::tools {
namespace {

void WriteClause(JsonWriter& json, const ClauseVerdict& clause) {
  json.BeginObject().Field("list", clause.is_exclude ? "exclude" : "include");
  json.IntegerField("index", clause.index).FieldIfAny("by", clause.brought_by);
  json.Field("holds", NameOf(clause.holds));
  json.StringsField("failing", clause.failing).StringsField("open", clause.open).EndObject();
}

void WriteAuthorization(JsonWriter& json, const ExplainedAuthorization& of) {
  json.BeginObject().Field("measure", of.measure).Field("inForce", NameOf(of.in_force));
  json.Field("reaches", NameOf(of.reaches)).Field("carves", NameOf(of.carves));
  json.StringsField("reasons", of.reasons).StringsField("because", of.because).EndObject();
}

void WriteExplained(JsonWriter& json, const ExplainedMeasure& of) {
  json.BeginObject().Field("measure", of.row.state.measure).Key("state");
  WriteMeasure(json, of.row.state, &of.row.missing);
  json.Field("reaches", NameOf(of.reaches)).FieldOrNull("scopeFrom", of.scope_from);
  json.Key("clauses").BeginArray();
  for (const ClauseVerdict& clause : of.clauses) WriteClause(json, clause);
  json.EndArray().Key("authorizations").BeginArray();
  for (const ExplainedAuthorization& authorization : of.authorizations) {
    WriteAuthorization(json, authorization);
  }
  json.EndArray().FieldOrNull("stacking", of.stacking).Key("acts").BeginArray();
  for (const ExplainedAct& act : of.acts) WriteAct(json, act);
  json.EndArray().EndObject();
}

}  // namespace

void WriteTransactionAnswer(JsonWriter& json, const TransactionAnswer& answer) {
  json.BeginObject();
  WriteDecision(json, answer.decision, answer.policy);
  WriteSum(json, "added", answer.added);
  json.Key("duty").BeginObject();
  WriteSum(json, "added", answer.added);
  json.EndObject().StringsField("missing", answer.missing);
  json.StringsField("measures", answer.measures);
  json.FieldIfAny("error", answer.trouble).EndObject();
}

void WriteJson(std::ostream& out, const TransactionHistoryAnswer& answer, Commitment floor) {
  JsonWriter json;
  json.BeginObject();
  WriteTransactionHeader(json, answer.header, floor);
  WriteTransaction(json, answer.transaction);
  json.Key("starts").BeginArray();
  for (const TransactionStart& start : answer.starts) {
    json.BeginObject().Field("axis", NameOf(start.axis)).Key("answer");
    WriteTransactionAnswer(json, start.answer);
    json.EndObject();
  }
  json.EndArray().Key("changes").BeginArray();
  for (const TransactionChange& change : answer.changes) {
    json.BeginObject().Field("at", change.at).Field("axis", NameOf(change.axis));
    if (change.axis == Axis::kRecorded) json.IntegerField("position", change.position);
    json.Key("answer");
    WriteTransactionAnswer(json, change.answer);
    json.StringsField("changed", change.changed).StringsField("because", change.because);
    out << json.EndObject().Take();
  }
  out << json.EndArray().StringsField("notes", answer.notes).EndObject().Take();
}

void WriteJson(std::ostream& out, const TransactionExplanation& answer, Commitment floor) {
  const ScreenAnswer& screen = answer.screen;
  JsonWriter json;
  json.BeginObject();
  WriteTransactionHeader(json, screen.header, floor);
  if (!screen.warnings.empty()) json.StringsField("warnings", screen.warnings);
  WriteTransaction(json, screen.transaction);
  WriteDecision(json, screen.decision, screen.policy);
  json.StringsField("reasons", screen.reasons).StringsField("because", screen.because);
  json.Key("duty").BeginObject();
  WriteSum(json, "added", screen.duty.added);
  WriteSum(json, "base", screen.duty.base);
  json.EndObject().StringsField("missing", screen.missing).Key("measures").BeginArray();
  for (const ExplainedMeasure& of : answer.measures) {
    WriteExplained(json, of);
    out << json.Take();
  }
  out << json.EndArray().StringsField("notes", screen.notes).EndObject().Take();
}

}  // namespace decree::tools
