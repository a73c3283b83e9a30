#include "tools/text/recheck.h"

#include <iostream>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/model/amount_text.h"
#include "tools/text/measures.h"
#include "tools/text/rows.h"
#include "tools/text/screen.h"
#include "tools/text/transaction_history.h"
#include "tools/words/words.h"

namespace decree::cli {
namespace {

std::string AnswerInWords(const TransactionAnswer& answer) {
  if (!answer.trouble.empty()) return answer.trouble;
  return absl::StrCat(
      DecisionInWords(answer.decision, answer.policy), " + ",
      SumInWords({answer.added.rate, answer.added.rate_min, answer.added.rate_max, ""}, ""));
}

std::string DecidedInWords(const PastDecision& decision) {
  std::string text = Words(decision.decision);
  for (char& c : text) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  return decision.added.empty() ? text : absl::StrCat(text, " + ", decision.added);
}

std::string VerdictInWords(const RecheckRow& row) {
  std::vector<std::string> words;
  words.emplace_back(row.is_correct_as_known_then ? "correct as known then"
                                                  : "not correct as known then");
  if (row.is_knowable_not_recorded) words.emplace_back("knowable but not recorded");
  words.emplace_back(row.is_correct_now ? "correct now" : "not correct now");
  return absl::StrJoin(words, "; ");
}

bool Stands(const RecheckRow& row) {
  return !row.is_flipped && row.is_correct_as_known_then && row.is_correct_now;
}

}  // namespace

void RecheckPrinter::Begin() {
  if (session_.json) {
    json_.BeginObject().Key("decisions").BeginArray();
  } else if (session_.csv) {
    std::cout << CsvLine(session_.csv_form, {"line",
                                             "id",
                                             "decided",
                                             "on",
                                             "knownBy",
                                             "recordedBy",
                                             "decision",
                                             "added",
                                             "thenDecision",
                                             "thenAdded",
                                             "knownThenDecision",
                                             "knownThenAdded",
                                             "nowDecision",
                                             "nowAdded",
                                             "flipped",
                                             "because",
                                             "verdict",
                                             "correctAsKnownThen",
                                             "knowableNotRecorded",
                                             "correctNow",
                                             "currency",
                                             "amountDecided",
                                             "amountNow",
                                             "amountChange",
                                             "error"});
  }
}

void RecheckPrinter::Count(const PastDecision& decision, const RecheckRow& row) {
  ++totals_.decisions;
  totals_.flipped += row.is_flipped ? 1 : 0;
  totals_.standing += Stands(row) ? 1 : 0;
  totals_.wrong += row.is_correct_as_known_then ? 0 : 1;
  totals_.late += row.is_knowable_not_recorded ? 1 : 0;
  if (!row.is_flipped || row.amount_change.empty()) return;
  const auto [sum, is_new] =
      totals_.change.try_emplace(decision.transaction.currency, std::string("0"));
  if (sum->second) sum->second = AmountSum(*sum->second, row.amount_change);
}

void RecheckPrinter::WriteJson(uint64_t line, const PastDecision& decision, const RecheckRow& row) {
  json_.BeginObject().IntegerField("line", line).Field("id", row.id);
  json_.Field("decided", decision.decided).Field("on", decision.transaction.on);
  json_.Key("view").BeginObject().Field("knownBy", row.known_by);
  json_.IntegerField("recordedBy", row.recorded_by).EndObject();
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
  std::cout << json_.Take();
}

void RecheckPrinter::WriteCsv(uint64_t line, const PastDecision& decision,
                              const RecheckRow& row) const {
  const auto word = [](bool value) { return std::string(value ? "true" : "false"); };
  std::cout << CsvLine(session_.csv_form, {std::to_string(line),
                                           row.id,
                                           decision.decided,
                                           decision.transaction.on,
                                           row.known_by,
                                           std::to_string(row.recorded_by),
                                           decision.decision,
                                           decision.added,
                                           std::string(NameOf(row.then.decision)),
                                           row.then.added.rate,
                                           std::string(NameOf(row.known_then.decision)),
                                           row.known_then.added.rate,
                                           std::string(NameOf(row.now.decision)),
                                           row.now.added.rate,
                                           word(row.is_flipped),
                                           absl::StrJoin(row.because, ";"),
                                           std::string(NameOf(row.verdict)),
                                           word(row.is_correct_as_known_then),
                                           word(row.is_knowable_not_recorded),
                                           word(row.is_correct_now),
                                           decision.transaction.currency,
                                           row.amount_decided,
                                           row.amount_now,
                                           row.amount_change,
                                           ""});
}

void RecheckPrinter::WriteText(const PastDecision& decision, const RecheckRow& row) {
  const Terminal& out = session_.out;
  if (Stands(row)) return;
  const bool is_wrong = !row.is_correct_as_known_then;
  std::cout << Colored(out, is_wrong ? Ink::kRed : Ink::kYellow, row.is_flipped ? "✖" : "!") << " "
            << Colored(out, Ink::kBold, Printable(row.id)) << "  decided "
            << Printable(decision.decided) << " for " << Printable(decision.transaction.on) << ": "
            << Printable(DecidedInWords(decision)) << " → now "
            << Printable(AnswerInWords(row.now));
  if (!row.amount_change.empty()) {
    std::cout << ", duty " << row.amount_decided << " → " << row.amount_now << " ("
              << (row.amount_change.front() == '-' ? "" : "+") << row.amount_change
              << (decision.transaction.currency.empty() ? "" : " ")
              << Printable(decision.transaction.currency) << ")";
  }
  std::cout << "\n";
  std::vector<std::string> lines;
  if (row.is_flipped) {
    lines.push_back(absl::StrCat("flipped ", namer_.By(row.because)));
  }
  if (!row.is_reproduced) {
    lines.push_back(absl::StrCat("its own view says ", AnswerInWords(row.then)));
  }
  lines.push_back(VerdictInWords(row));
  for (const std::string& text : lines) {
    for (const std::string& part : WrapTo(Printable(text), out.width - 4)) {
      std::cout << "    " << part << "\n";
    }
  }
}

void RecheckPrinter::Show(uint64_t line, const PastDecision& decision, const RecheckRow& row) {
  Count(decision, row);
  if (session_.json) {
    WriteJson(line, decision, row);
  } else if (session_.csv) {
    WriteCsv(line, decision, row);
  } else {
    WriteText(decision, row);
  }
}

void RecheckPrinter::ShowRefused(uint64_t line, const std::string& id, const std::string& why) {
  ++totals_.refused;
  if (session_.json) {
    json_.BeginObject().IntegerField("line", line).FieldOrNull("id", id).Field("error", why);
    json_.EndObject();
    std::cout << json_.Take();
  } else if (session_.csv) {
    Row row(25);
    row[0] = std::to_string(line);
    row[1] = id;
    row[24] = why;
    std::cout << CsvLine(session_.csv_form, row);
  }
}

void RecheckPrinter::End(const AnswerHeader& header) {
  if (session_.csv) return;
  if (session_.json) {
    json_.EndArray().FieldOrNull("knownBy", header.known_by);
    json_.FieldOrNull("recordedBy", header.recorded_by).IntegerField("head", header.head);
    json_.Key("totals").BeginObject().IntegerField("decisions", totals_.decisions);
    json_.IntegerField("flipped", totals_.flipped).IntegerField("standing", totals_.standing);
    json_.IntegerField("notCorrectAsKnownThen", totals_.wrong);
    json_.IntegerField("knowableNotRecorded", totals_.late);
    json_.IntegerField("refused", totals_.refused).Key("amountChange").BeginObject();
    for (const auto& [currency, sum] : totals_.change)
      json_.FieldOrNull(currency, sum.value_or(""));
    json_.EndObject().EndObject().EndObject();
    std::cout << json_.Take() << "\n";
    return;
  }
  if (totals_.decisions != totals_.standing) std::cout << "\n";
  std::cout << totals_.decisions << (totals_.decisions == 1 ? " decision: " : " decisions: ")
            << totals_.flipped << " flipped by what came later, " << totals_.standing << " stand";
  if (totals_.wrong != 0) std::cout << ", " << totals_.wrong << " not correct as known then";
  if (totals_.late != 0) std::cout << ", " << totals_.late << " knowable but not recorded";
  if (totals_.refused != 0) std::cout << "; " << totals_.refused << " lines could not be read";
  std::cout << ".\n";
  for (const auto& [currency, sum] : totals_.change) {
    std::cout << "Change of duty on the flipped: " << sum.value_or("more digits than fit")
              << (currency.empty() ? "" : " ") << Printable(currency) << "\n";
  }
  std::cout << "Compared as of now: " << ViewInWords(header, session_.view.floor) << ".\n";
}

}  // namespace decree::cli
