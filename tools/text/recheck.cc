#include "tools/text/recheck.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/text/parts.h"
#include "tools/words/printable.h"
#include "tools/words/words.h"

namespace decree::tools {
namespace {

Row ColumnNames() {
  return {"line",
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
          "error"};
}

std::string TransactionInWords(const TransactionAnswer& answer) {
  if (!answer.trouble.empty()) return answer.trouble;
  return absl::StrCat(
      DecisionInWords(answer.decision, answer.policy), " + ",
      SumInWords({answer.added.rate, answer.added.rate_min, answer.added.rate_max, "", ""}, ""));
}

std::string DecidedInWords(const PastDecision& decision) {
  std::string text = Words(decision.decision);
  for (char& c : text) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  return decision.added.empty() ? text : absl::StrCat(text, " + ", decision.added);
}

std::string RecheckInWords(const RecheckRow& row) {
  std::vector<std::string> words;
  words.emplace_back(row.is_correct_as_known_then ? "correct as known then"
                                                  : "not correct as known then");
  if (row.is_knowable_not_recorded) words.emplace_back("knowable but not recorded");
  words.emplace_back(row.is_correct_now ? "correct now" : "not correct now");
  return absl::StrJoin(words, "; ");
}

}  // namespace

RecheckCsv::RecheckCsv(std::ostream& out, CsvForm form) : out_(out), form_(form) {
  out_ << CsvLine(form_, ColumnNames());
}

void RecheckCsv::Add(uint64_t line, const PastDecision& decision, const RecheckRow& row) {
  const auto word = [](bool value) { return std::string(value ? "true" : "false"); };
  out_ << CsvLine(form_, {std::to_string(line),
                          row.id,
                          decision.decided,
                          decision.transaction.on.text(),
                          row.known_by,
                          row.formerly.empty() ? std::to_string(row.recorded_by) : row.formerly,
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

void RecheckCsv::AddRefused(uint64_t line, const std::string& id, const std::string& why) {
  Row row(ColumnNames().size());
  row.front() = std::to_string(line);
  row[1] = id;
  row.back() = why;
  out_ << CsvLine(form_, row);
}

void RecheckText::Add(const PastDecision& decision, const RecheckRow& row) {
  const Terminal& terminal = page_.terminal;
  if (Stands(row)) return;
  const bool is_wrong = !row.is_correct_as_known_then;
  page_.out << Colored(terminal, is_wrong ? Ink::kRed : Ink::kYellow, row.is_flipped ? "✖" : "!")
            << " " << Colored(terminal, Ink::kBold, Printable(row.id)) << "  decided "
            << Printable(decision.decided) << " for " << Printable(decision.transaction.on.text())
            << ": " << Printable(DecidedInWords(decision)) << " → now "
            << Printable(TransactionInWords(row.now));
  if (!row.amount_change.empty()) {
    page_.out << ", duty " << row.amount_decided << " → " << row.amount_now << " ("
              << (row.amount_change.front() == '-' ? "" : "+") << row.amount_change
              << (decision.transaction.currency.empty() ? "" : " ")
              << Printable(decision.transaction.currency) << ")";
  }
  page_.out << "\n";
  std::vector<std::string> lines;
  if (row.is_flipped) {
    lines.push_back(absl::StrCat("flipped ", namer_.By(row.because)));
  }
  if (!row.is_reproduced) {
    lines.push_back(absl::StrCat("its own view says ", TransactionInWords(row.then)));
  }
  if (!row.formerly.empty()) {
    lines.push_back(absl::StrCat("its own view reads claims of what other systems had recorded by ",
                                 row.formerly));
  }
  if (!row.store_begins.empty()) {
    lines.push_back(
        absl::StrCat("this store begins later: its first record is of ", row.store_begins));
  }
  lines.push_back(RecheckInWords(row));
  for (const std::string& text : lines) {
    for (const std::string& part : WrapTo(Printable(text), terminal.width - 4)) {
      page_.out << "    " << part << "\n";
    }
  }
}

void RecheckText::End(const AnswerHeader& header, const RecheckTotals& totals) {
  if (totals.decisions != totals.standing) page_.out << "\n";
  page_.out << totals.decisions << (totals.decisions == 1 ? " decision: " : " decisions: ")
            << totals.flipped << " flipped by what came later, " << totals.standing << " stand";
  if (totals.wrong != 0) page_.out << ", " << totals.wrong << " not correct as known then";
  if (totals.late != 0) page_.out << ", " << totals.late << " knowable but not recorded";
  if (totals.refused != 0) page_.out << "; " << totals.refused << " lines could not be read";
  page_.out << ".\n";
  for (const auto& [currency, sum] : totals.change) {
    page_.out << "Change of duty on the flipped: " << sum.value_or("more digits than fit")
              << (currency.empty() ? "" : " ") << Printable(currency) << "\n";
  }
  if (totals.formerly != 0) {
    page_.out << totals.formerly << (totals.formerly == 1 ? " rests" : " rest")
              << " on claims of when other systems recorded events.\n";
  }
  for (const std::string& note : NotesOfMany(header)) page_.out << note << "\n";
  page_.out << "Compared as of now: " << ViewInWords(header, page_.floor) << ".\n";
}

}  // namespace decree::tools
