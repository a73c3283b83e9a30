// What a transaction meets.
#include <optional>
#include <vector>

#include "core/codec/event_codec.h"
#include "tools/json/answers.h"
#include "tools/json/parts.h"
#include "tools/words/names.h"

namespace decree::tools {
namespace {

void WriteLine(JsonWriter& json, const DutyLine& line) {
  json.BeginObject().Field("measure", line.measure).Field("program", line.program);
  if (line.is_base) json.BoolField("base", true);
  json.Field("counts", NameOf(line.counts)).Field("rate", line.rate);
  if (line.rate == kUnknownRate) {
    json.FieldOrNull("rateMin", line.rate_min).FieldOrNull("rateMax", line.rate_max);
  }
  json.FieldIfAny("amount", line.amount).FieldIfAny("amountRounded", line.amount_rounded);
  json.Field("why", line.why).StringsField("because", line.because).EndObject();
}

void WriteDuty(JsonWriter& json, const DutyAnswer& duty) {
  json.Key("duty").BeginObject();
  WriteSum(json, "added", duty.added);
  WriteSum(json, "base", duty.base);
  json.FieldIfAny("currency", duty.currency).Key("lines").BeginArray();
  for (const DutyLine& line : duty.lines) WriteLine(json, line);
  json.EndArray().Key("rejected").BeginArray();
  for (const RejectedDuty& rejected : duty.rejected) {
    json.BeginObject().Field("measure", rejected.measure).Field("program", rejected.program);
    json.Field("why", rejected.why).StringsField("because", rejected.because).EndObject();
  }
  json.EndArray();
  if (duty.collected) {
    json.Key("collected").BeginObject();
    WriteSum(json, "added", duty.collected->added);
    WriteSum(json, "base", duty.collected->base);
    json.Key("lines").BeginArray();
    for (const DutyLine& line : duty.collected->lines) WriteLine(json, line);
    json.EndArray().EndObject();
  }
  json.EndObject();
}

void WritePending(JsonWriter& json, const PendingRow& row) {
  json.BeginObject().Field("measure", row.measure).FieldOrNull("from", row.from);
  json.FieldIfAny("latest", row.latest);
  json.Field("force", row.force).FieldOrNull("then", row.then);
  if (!row.is_plan) json.Field("thenApplies", NameOf(row.then_applies));
  json.Field("commitment", row.commitment).Key("terms");
  if (row.terms) {
    json.Raw(TermsToJson(*row.terms));
  } else {
    json.Null();
  }
  json.StringsField("because", row.because).EndObject();
}

void WriteCoverage(JsonWriter& json, const ScreenCoverage& row) {
  json.BeginObject().Field("issuer", row.issuer).FieldOrNull("domain", row.domain);
  json.Field("monitored", NameOf(row.monitored)).FieldOrNull("since", row.since);
  json.StringsField("sources", row.sources).StringsField("because", row.because);
  json.Key("stretches").BeginArray();
  for (const ScreenCoverage::Stretch& stretch : row.stretches) {
    json.BeginObject().FieldOrNull("from", stretch.from).FieldOrNull("to", stretch.to).EndObject();
  }
  json.EndArray().EndObject();
}

}  // namespace

void WriteTransactionHeader(JsonWriter& json, const AnswerHeader& header, Commitment floor) {
  json.FieldOrNull("on", header.effective_on).FieldOrNull("knownBy", header.known_by);
  WriteRecordedBy(json, header);
  json.Field("floor", NameOf(floor)).IntegerField("head", header.head);
}

void WriteTransaction(JsonWriter& json, const Transaction& transaction) {
  json.Key("transaction").BeginObject();
  const std::vector<TransactionField> fields = FieldsOf(transaction);
  for (size_t i = 0; i < fields.size(); ++i) {
    const std::string& name = fields[i].name;
    if (name == "on") continue;
    if (name != "product" && name != "party" && name != "owner") {
      json.Field(name, fields[i].value);
      continue;
    }
    json.Key(name).BeginArray().String(fields[i].value);
    while (i + 1 < fields.size() && fields[i + 1].name == name) json.String(fields[++i].value);
    json.EndArray();
  }
  json.EndObject();
}

void WriteDecision(JsonWriter& json, ScreenDecision decision,
                   const std::optional<LicencePolicy>& policy) {
  json.Field("decision", NameOf(decision)).Key("policy");
  if (policy) {
    json.String(NameOf(*policy));
  } else {
    json.Null();
  }
}

void WriteSum(JsonWriter& json, const std::string& name, const DutySum& sum) {
  json.FieldOrNull(name, sum.rate);
  if (sum.rate == kUnknownRate) {
    json.FieldOrNull(name + "Min", sum.rate_min).FieldOrNull(name + "Max", sum.rate_max);
  }
  json.FieldIfAny(name + "Amount", sum.amount);
  json.FieldIfAny(name + "AmountRounded", sum.amount_rounded);
}

void WriteJson(std::ostream& out, const ScreenAnswer& answer, Commitment floor) {
  JsonWriter json;
  json.BeginObject();
  WriteTransactionHeader(json, answer.header, floor);
  if (!answer.warnings.empty()) json.StringsField("warnings", answer.warnings);
  WriteTransaction(json, answer.transaction);
  WriteDecision(json, answer.decision, answer.policy);
  json.StringsField("reasons", answer.reasons).StringsField("because", answer.because);
  WriteDuty(json, answer.duty);
  json.Key("measures").BeginArray();
  for (const ScreenRow& row : answer.measures) WriteMeasure(json, row.state, &row.missing);
  json.EndArray().Key("pending").BeginArray();
  for (const PendingRow& row : answer.pending) WritePending(json, row);
  json.EndArray().StringsField("missing", answer.missing).Key("coverage").BeginArray();
  for (const ScreenCoverage& row : answer.coverage) WriteCoverage(json, row);
  json.EndArray().Key("possibleParties").BeginArray();
  for (const PossibleParty& party : answer.possible_parties) {
    json.BeginObject().Field("given", party.given).Field("listed", party.listed);
    json.Field("measure", party.measure);
    json.IntegerField("score", static_cast<uint64_t>(party.score)).EndObject();
  }
  out << json.EndArray().StringsField("notes", answer.notes).EndObject().Take();
}

}  // namespace decree::tools
