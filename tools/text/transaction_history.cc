#include "tools/text/transaction_history.h"

#include <iostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/cli/ask_and_print.h"
#include "tools/text/changes.h"
#include "tools/text/screen.h"
#include "tools/words/words.h"

namespace decree::cli {
namespace {

void WriteHead(JsonWriter& json, const TransactionHistoryAnswer& answer, Commitment floor) {
  json.FieldOrNull("on", answer.header.effective_on);
  json.FieldOrNull("knownBy", answer.header.known_by);
  json.FieldOrNull("recordedBy", answer.header.recorded_by);
  json.Field("floor", NameOf(floor)).IntegerField("head", answer.header.head);
  WriteTransaction(json, answer.transaction);
}

void PrintJson(const TransactionHistoryAnswer& answer, Commitment floor) {
  JsonWriter json;
  json.BeginObject();
  WriteHead(json, answer, floor);
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
    json.EndObject();
    std::cout << json.Take();
  }
  json.EndArray().StringsField("notes", answer.notes).EndObject();
  std::cout << json.Take() << "\n";
}

Row CellsOf(const TransactionAnswer& answer) {
  return {std::string(NameOf(answer.decision)),
          answer.policy ? std::string(NameOf(*answer.policy)) : "",
          answer.added.rate,
          answer.added.rate_min,
          answer.added.rate_max,
          absl::StrJoin(answer.missing, ";"),
          absl::StrJoin(answer.measures, ";"),
          answer.trouble};
}

void PrintCsv(const TransactionHistoryAnswer& answer, CsvForm form) {
  std::cout << CsvLine(form, {"axis", "at", "position", "changed", "because", "decision", "policy",
                              "added", "addedMin", "addedMax", "missing", "measures", "error"});
  const auto print = [form](Row row, const TransactionAnswer& of) {
    const Row cells = CellsOf(of);
    row.insert(row.end(), cells.begin(), cells.end());
    std::cout << CsvLine(form, row);
  };
  for (const TransactionStart& start : answer.starts) {
    print({std::string(NameOf(start.axis)), "", "", "", ""}, start.answer);
    for (const TransactionChange& change : answer.changes) {
      if (change.axis != start.axis) continue;
      print({std::string(NameOf(change.axis)), change.at,
             change.position == 0 ? "" : std::to_string(change.position),
             absl::StrJoin(change.changed, ";"), absl::StrJoin(change.because, ";")},
            change.answer);
    }
  }
}

Row RowOf(const std::string& at, const TransactionAnswer& answer, const std::string& currency,
          const std::string& why) {
  std::string said = answer.trouble;
  if (said.empty() && !answer.missing.empty()) {
    said = absl::StrCat("missing: ", absl::StrJoin(answer.missing, ", "));
  }
  if (!said.empty() && !why.empty()) said += "; ";
  return {Printable(at), DecisionInWords(answer.decision, answer.policy),
          answer.added.rate == "unknown" && answer.added.rate_min.empty()
              ? std::string("unknown")
              : absl::StrCat("+ ", SumInWords(answer.added, currency)),
          absl::StrCat(Printable(said), why)};
}

void PrintTable(const Session& session, const TransactionHistoryAnswer& answer, EventNamer& namer) {
  const Terminal& out = session.out;
  std::string words;
  for (const TransactionField& field : FieldsOf(answer.transaction)) {
    if (field.name != "on") absl::StrAppend(&words, field.name, "=", field.value, "  ");
  }
  std::cout << Colored(out, Ink::kBold, Printable(words))
            << ViewInWords(answer.header, session.view.floor) << "\n";
  const std::string& currency = answer.transaction.currency;
  for (const TransactionStart& start : answer.starts) {
    std::vector<Row> rows = {RowOf("before", start.answer, currency, "")};
    std::vector<Ink> inks = {Ink::kFaint};
    for (const TransactionChange& change : answer.changes) {
      if (change.axis != start.axis) continue;
      const std::string at = change.axis == Axis::kRecorded
                                 ? absl::StrCat(change.position, "  ", change.at)
                                 : change.at;
      rows.push_back(RowOf(at, change.answer, currency, namer.By(change.because)));
      inks.push_back(InkOf(change.answer.decision));
    }
    std::cout << "\n"
              << Colored(out, Ink::kBold, HeadingOf(start.axis, answer.header)) << "\n"
              << AlignedRows(out, rows, inks);
  }
  std::cout << "\n"
            << answer.changes.size() << (answer.changes.size() == 1 ? " change.\n" : " changes.\n");
  for (const std::string& note : answer.notes) std::cout << "Note: " << Printable(note) << "\n";
}

}  // namespace

std::string HeadingOf(Axis axis, const AnswerHeader& header) {
  const std::string on = Printable(header.effective_on);
  switch (axis) {
    case Axis::kEffective:
      return "As the days pass (effective)";
    case Axis::kKnown:
      return absl::StrCat("As it became known, for ", on);
    case Axis::kRecorded:
      return absl::StrCat("As this store recorded it, for ", on);
  }
  return "";
}

void WriteTransactionAnswer(JsonWriter& json, const TransactionAnswer& answer) {
  json.BeginObject().Field("decision", NameOf(answer.decision)).Key("policy");
  if (answer.policy) {
    json.String(NameOf(*answer.policy));
  } else {
    json.Null();
  }
  WriteSum(json, "added", answer.added);
  json.Key("duty").BeginObject();
  WriteSum(json, "added", answer.added);
  json.EndObject().StringsField("missing", answer.missing);
  json.StringsField("measures", answer.measures);
  if (!answer.trouble.empty()) json.Field("error", answer.trouble);
  json.EndObject();
}

int AskTransactionHistory(const Session& session, const TransactionHistoryQuestion& question) {
  return AskAndPrint(
      session, [&](Decree& store) { return store.TransactionHistory(question); },
      [&](const auto& answer) { PrintJson(answer, session.view.floor); }, PrintCsv,
      [&](const auto& answer, Decree& store) {
        EventNamer namer(store);
        PrintTable(session, answer, namer);
      });
}

}  // namespace decree::cli
