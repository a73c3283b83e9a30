#include "tools/text/screen.h"

#include <array>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/codec/event_codec.h"
#include "core/codec/json_writer.h"
#include "tools/text/measures.h"
#include "tools/text/rows.h"
#include "tools/words/words.h"

namespace decree::cli {
namespace {

constexpr char kUnknown[] = "unknown";

std::string PolicyInWords(const std::optional<LicencePolicy>& policy) {
  if (!policy) return "";
  const bool is_plain = *policy == LicencePolicy::kLicence;
  return absl::StrCat(" (", is_plain ? "approval" : Words(NameOf(*policy)), ")");
}

}  // namespace

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

void WriteSum(JsonWriter& json, const std::string& name, const DutySum& sum) {
  json.FieldOrNull(name, sum.rate);
  if (sum.rate == kUnknown) {
    json.FieldOrNull(name + "Min", sum.rate_min).FieldOrNull(name + "Max", sum.rate_max);
  }
  if (!sum.amount.empty()) json.Field(name + "Amount", sum.amount);
}

std::string SumInWords(const DutySum& sum, const std::string& currency) {
  std::string text = sum.rate;
  if (sum.rate == kUnknown && !sum.rate_min.empty()) {
    text = absl::StrCat("unknown: from ", sum.rate_min, ", ",
                        sum.rate_max.empty() ? "no upper end known" : "up to " + sum.rate_max);
  }
  if (!sum.amount.empty()) {
    absl::StrAppend(&text, " = ", sum.amount, currency.empty() ? "" : " ", currency);
  }
  return text;
}

std::string DecisionInWords(ScreenDecision decision, const std::optional<LicencePolicy>& policy) {
  switch (decision) {
    case ScreenDecision::kAllowed:
      return "ALLOWED";
    case ScreenDecision::kLicenceRequired:
      return absl::StrCat("LICENCE REQUIRED", PolicyInWords(policy));
    case ScreenDecision::kProhibited:
      return "PROHIBITED";
    case ScreenDecision::kUndetermined:
      return "UNDETERMINED";
  }
  return "";
}

Ink InkOf(ScreenDecision decision) {
  static constexpr std::array kInks = {Ink::kGreen, Ink::kYellow, Ink::kRed, Ink::kYellow};
  return kInks[static_cast<size_t>(decision)];
}

namespace {

void WriteLine(JsonWriter& json, const DutyLine& line) {
  json.BeginObject().Field("measure", line.measure).Field("program", line.program);
  if (line.is_base) json.BoolField("base", true);
  json.Field("counts", NameOf(line.counts)).Field("rate", line.rate);
  if (line.rate == kUnknown) {
    json.FieldOrNull("rateMin", line.rate_min).FieldOrNull("rateMax", line.rate_max);
  }
  if (!line.amount.empty()) json.Field("amount", line.amount);
  json.Field("why", line.why).StringsField("because", line.because).EndObject();
}

void WriteDuty(JsonWriter& json, const DutyAnswer& duty) {
  json.Key("duty").BeginObject();
  WriteSum(json, "added", duty.added);
  WriteSum(json, "base", duty.base);
  if (!duty.currency.empty()) json.Field("currency", duty.currency);
  json.Key("lines").BeginArray();
  for (const DutyLine& line : duty.lines) WriteLine(json, line);
  json.EndArray().Key("rejected").BeginArray();
  for (const RejectedDuty& rejected : duty.rejected) {
    json.BeginObject().Field("measure", rejected.measure).Field("program", rejected.program);
    json.Field("why", rejected.why).StringsField("because", rejected.because).EndObject();
  }
  json.EndArray().EndObject();
}

void WritePending(JsonWriter& json, const PendingRow& row) {
  json.BeginObject().Field("measure", row.measure).FieldOrNull("from", row.from);
  if (!row.latest.empty()) json.Field("latest", row.latest);
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
  json.StringsField("sources", row.sources).StringsField("because", row.because).EndObject();
}

void PrintHeading(const Terminal& out, const char* heading) {
  std::cout << "\n" << Colored(out, Ink::kBold, heading) << "\n";
}

void PrintDuty(const Terminal& out, const DutyAnswer& duty) {
  std::vector<Row> rows;
  std::vector<Ink> inks;
  for (const DutyLine& line : duty.lines) {
    const DutySum sum{line.rate, line.rate_min, line.rate_max, line.amount};
    rows.push_back({line.counts == Answer::kYes ? "+" : "?", Printable(line.measure),
                    SumInWords(sum, duty.currency), Printable(line.why)});
    inks.push_back(line.counts == Answer::kYes ? Ink::kPlain : Ink::kYellow);
  }
  for (const RejectedDuty& rejected : duty.rejected) {
    rows.push_back({"✖", Printable(rejected.measure), "not counted", Printable(rejected.why)});
    inks.push_back(Ink::kFaint);
  }
  if (rows.empty()) return;
  PrintHeading(out, "Duty");
  std::cout << AlignedRows(out, rows, inks);
}

void PrintMeasures(const Terminal& out, const ScreenAnswer& answer) {
  std::vector<Row> rows;
  std::vector<Ink> inks;
  for (const ScreenRow& row : answer.measures) {
    const MeasureClass measure_class = row.state.measure_class;
    const bool is_duty =
        measure_class == MeasureClass::kTariff || measure_class == MeasureClass::kBaseDuty;
    // Duties have their own lines, and what only begins later stands under what is pending.
    if (is_duty || VerdictOf(row.state) == Verdict::kPending) continue;
    rows.push_back(MeasureRow(row.state));
    inks.push_back(InkOf(VerdictOf(row.state)));
  }
  if (rows.empty()) return;
  PrintHeading(out, "Controls and other measures");
  std::cout << AlignedRows(out, rows, inks);
}

std::string ThenInWords(const PendingRow& row) {
  const bool is_facet = row.then != "terms" && row.then != "scope";
  return is_facet ? Words(row.then) : "with other " + row.then;
}

void PrintPending(const Terminal& out, const std::vector<PendingRow>& pending) {
  std::vector<Row> rows;
  for (const PendingRow& row : pending) {
    const std::string when = row.from.empty()     ? std::string("no date")
                             : row.latest.empty() ? "from " + row.from
                                                  : row.from + " … " + row.latest;
    const std::string what = row.terms ? TermsInWords(*row.terms) : "";
    const std::string how = row.is_plan ? absl::StrCat(Words(row.commitment), ", not law")
                                        : absl::StrCat(Words(row.force), " → ", ThenInWords(row));
    rows.push_back({Printable(when), Printable(row.measure), CutTo(what, 50),
                    absl::StrCat(how, " (", Printable(absl::StrJoin(row.because, ", ")), ")")});
  }
  if (rows.empty()) return;
  PrintHeading(out, "Pending");
  std::cout << AlignedRows(out, rows);
}

void PrintCoverage(const Terminal& out, const std::vector<ScreenCoverage>& coverage) {
  std::vector<Row> rows;
  for (const ScreenCoverage& row : coverage) {
    std::string how = row.monitored == Answer::kYes            ? "monitored"
                      : row.monitored == Answer::kUndetermined ? "perhaps monitored"
                                                               : "not monitored";
    if (!row.since.empty()) absl::StrAppend(&how, " since ", row.since);
    rows.push_back({Printable(row.issuer), how, Printable(row.domain)});
  }
  if (rows.empty()) return;
  PrintHeading(out, "Coverage");
  std::cout << AlignedRows(out, rows);
}

}  // namespace

void PrintScreenJson(const ScreenAnswer& answer, Commitment floor) {
  JsonWriter json;
  json.BeginObject().Field("on", answer.header.effective_on);
  json.FieldOrNull("knownBy", answer.header.known_by);
  json.FieldOrNull("recordedBy", answer.header.recorded_by);
  json.Field("floor", NameOf(floor)).IntegerField("head", answer.header.head);
  WriteTransaction(json, answer.transaction);
  json.Field("decision", NameOf(answer.decision)).Key("policy");
  if (answer.policy) {
    json.String(NameOf(*answer.policy));
  } else {
    json.Null();
  }
  json.StringsField("reasons", answer.reasons).StringsField("because", answer.because);
  WriteDuty(json, answer.duty);
  json.Key("measures").BeginArray();
  for (const ScreenRow& row : answer.measures) WriteMeasure(json, row.state, &row.missing);
  json.EndArray().Key("pending").BeginArray();
  for (const PendingRow& row : answer.pending) WritePending(json, row);
  json.EndArray().StringsField("missing", answer.missing).Key("coverage").BeginArray();
  for (const ScreenCoverage& row : answer.coverage) WriteCoverage(json, row);
  json.EndArray().StringsField("notes", answer.notes).EndObject();
  std::cout << json.Take() << "\n";
}

void PrintScreenTable(const Session& session, const ScreenAnswer& answer) {
  const Terminal& out = session.out;
  std::cout << Colored(out, InkOf(answer.decision), DecisionInWords(answer.decision, answer.policy))
            << "  on " << Printable(answer.header.effective_on) << ", "
            << ViewInWords(answer.header, session.view.floor) << "\n"
            << "Additional duty: " << SumInWords(answer.duty.added, answer.duty.currency);
  if (!answer.duty.base.rate.empty()) {
    std::cout << "; base duty: " << SumInWords(answer.duty.base, answer.duty.currency);
  }
  std::cout << "\n";
  for (const std::string& reason : answer.reasons) std::cout << "  " << Printable(reason) << "\n";
  if (!answer.missing.empty()) {
    std::cout << Colored(out, Ink::kYellow, "Missing: ")
              << Printable(absl::StrJoin(answer.missing, ", ")) << "\n";
  }
  PrintDuty(out, answer.duty);
  PrintMeasures(out, answer);
  PrintPending(out, answer.pending);
  PrintCoverage(out, answer.coverage);
  for (const std::string& note : answer.notes) std::cout << "Note: " << Printable(note) << "\n";
}

}  // namespace decree::cli
