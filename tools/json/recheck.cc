#include "tools/json/recheck.h"

#include "tools/json/parts.h"

namespace decree::tools {

RecheckJson::RecheckJson(std::ostream& out) : out_(out) {
  json_.BeginObject().Key("decisions").BeginArray();
}

void RecheckJson::Add(uint64_t line, const PastDecision& decision, const RecheckRow& row) {
  json_.BeginObject().IntegerField("line", line).Field("id", row.id);
  json_.Field("decided", decision.decided).Field("on", decision.transaction.on.text());
  json_.Key("view").BeginObject().Field("knownBy", row.known_by);
  if (row.formerly.empty()) {
    json_.IntegerField("recordedBy", row.recorded_by);
  } else {
    json_.Field("recordedBy", row.formerly).BoolField("formerly", true);
  }
  json_.FieldIfAny("storeBegins", row.store_begins).EndObject();
  json_.Key("answer").BeginObject().Field("decision", decision.decision);
  json_.FieldOrNull("added", decision.added).EndObject();
  json_.Key("then");
  WriteTransactionAnswer(json_, row.then);
  json_.Key("knownThen");
  WriteTransactionAnswer(json_, row.known_then);
  json_.Key("now");
  WriteTransactionAnswer(json_, row.now);
  json_.BoolField("reproduced", row.is_reproduced).BoolField("flipped", row.is_flipped);
  json_.StringsField("because", row.because).Field("verdict", NameOf(row.verdict));
  json_.BoolField("correctAsKnownThen", row.is_correct_as_known_then);
  json_.BoolField("knowableNotRecorded", row.is_knowable_not_recorded);
  json_.BoolField("correctNow", row.is_correct_now);
  json_.FieldOrNull("currency", decision.transaction.currency);
  json_.FieldOrNull("amountDecided", row.amount_decided);
  json_.FieldOrNull("amountNow", row.amount_now);
  json_.FieldOrNull("amountChange", row.amount_change).EndObject();
  out_ << json_.Take();
}

void RecheckJson::AddRefused(uint64_t line, const std::string& id, const std::string& why) {
  json_.BeginObject().IntegerField("line", line).FieldOrNull("id", id).Field("error", why);
  out_ << json_.EndObject().Take();
}

void RecheckJson::End(const AnswerHeader& header, const RecheckTotals& totals) {
  json_.EndArray().FieldOrNull("knownBy", header.known_by);
  json_.FieldOrNull("recordedBy", header.recorded_by);
  if (header.formerly) json_.BoolField("formerly", true);
  json_.FieldIfAny("storeBegins", header.store_begins).IntegerField("head", header.head);
  json_.Key("totals").BeginObject().IntegerField("decisions", totals.decisions);
  json_.IntegerField("flipped", totals.flipped).IntegerField("standing", totals.standing);
  json_.IntegerField("notCorrectAsKnownThen", totals.wrong);
  json_.IntegerField("knowableNotRecorded", totals.late);
  if (totals.formerly != 0) json_.IntegerField("formerly", totals.formerly);
  json_.IntegerField("refused", totals.refused).Key("amountChange").BeginObject();
  for (const auto& [currency, sum] : totals.change) {
    json_.FieldOrNull(currency, sum.value_or(""));
  }
  out_ << json_.EndObject().EndObject().EndObject().Take();
}

}  // namespace decree::tools
