// history --measure M [--on DATE], or as screen: when the answer changed, by which event.
#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/cli/ask_and_print.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/transaction_flags.h"
#include "tools/cli/verbs.h"
#include "tools/text/changes.h"
#include "tools/text/measures.h"
#include "tools/text/transaction_history.h"
#include "tools/words/words.h"

namespace decree::cli {
namespace {

struct HistoryArguments {
  std::string measure, on, axis;
  TransactionFlags transaction;
};

void PrintJson(const HistoryAnswer& answer, Commitment floor) {
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
    json.EndObject();
    std::cout << json.Take();
  }
  json.EndArray().StringsField("notes", answer.notes).EndObject();
  std::cout << json.Take() << "\n";
}

void PrintCsv(const HistoryAnswer& answer, CsvForm form) {
  Row header = {"axis", "at", "position", "changed", "broughtBy"};
  const Row of_measure = MeasureCsvHeader();
  header.insert(header.end(), of_measure.begin(), of_measure.end());
  std::cout << CsvLine(form, header);
  for (const HistoryChange& change : answer.changes) {
    Row row = {std::string(NameOf(change.axis)), change.at,
               change.position == 0 ? "" : std::to_string(change.position),
               absl::StrJoin(change.changed, ";"), absl::StrJoin(change.because, ";")};
    const Row state = MeasureCsvRow(change.state);
    row.insert(row.end(), state.begin(), state.end());
    std::cout << CsvLine(form, row);
  }
}

Row RowOf(const HistoryChange& change, EventNamer& namer) {
  std::string at = Printable(change.at);
  if (change.axis == Axis::kRecorded) at = absl::StrCat(change.position, "  ", at);
  const std::string why = absl::StrCat(ChangedInWords(change.changed), namer.By(change.because));
  if (!change.on_record) return {at, "not on record", "", "", why};
  return {at, VerdictInWords(change.state), CutTo(TermsInWords(change.state), 44),
          EffectiveInWords(change.state), absl::StrCat(StandingInWords(change.state), "; ", why)};
}

void PrintTable(const Session& session, const HistoryAnswer& answer, EventNamer& namer) {
  std::cout << Colored(session.out, Ink::kBold, Printable(answer.measure)) << ", "
            << ViewInWords(answer.header, session.view.floor) << "\n";
  for (const Axis axis : {Axis::kEffective, Axis::kKnown, Axis::kRecorded}) {
    std::vector<Row> rows;
    std::vector<Ink> inks;
    for (const HistoryChange& change : answer.changes) {
      if (change.axis != axis) continue;
      rows.push_back(RowOf(change, namer));
      inks.push_back(change.on_record ? InkOf(VerdictOf(change.state)) : Ink::kFaint);
    }
    if (rows.empty()) continue;
    std::cout << "\n"
              << Colored(session.out, Ink::kBold, HeadingOf(axis, answer.header)) << "\n"
              << AlignedRows(session.out, rows, inks);
  }
  std::cout << "\n"
            << answer.changes.size() << (answer.changes.size() == 1 ? " change.\n" : " changes.\n");
  for (const std::string& note : answer.notes) std::cout << "Note: " << Printable(note) << "\n";
}

absl::StatusOr<HistoryQuestion> QuestionOf(const HistoryArguments& arguments) {
  const TransactionFlags& flags = arguments.transaction;
  if (arguments.measure.empty()) {
    return absl::InvalidArgumentError(
        "--measure: missing; give a measure's slug, or describe a transaction as for `screen`");
  }
  if (flags.any_beyond_goods()) {
    return absl::InvalidArgumentError(
        "--measure: the history of a measure is asked for with --origin, --destination and one "
        "--product at most; leave out --measure to ask about the transaction");
  }
  HistoryQuestion question;
  question.measure = arguments.measure;
  question.effective_on = arguments.on;
  question.origin = flags.Value("origin");
  question.destination = flags.Value("destination");
  if (!flags.products().empty()) question.product = flags.products().front();
  return question;
}

int RunHistory(const Session& session, const HistoryArguments& arguments) {
  std::vector<Axis> axes;
  if (!arguments.axis.empty()) {
    const auto axis = AxisFromFlag(arguments.axis);
    if (!axis.ok()) return Fail(axis.status(), Stage::kAsk);
    axes = {*axis};
  }
  if (arguments.measure.empty() && arguments.transaction.any()) {
    const absl::StatusOr<Transaction> transaction = arguments.transaction.Read(arguments.on);
    if (!transaction.ok()) return Fail(transaction.status(), Stage::kAsk);
    return AskTransactionHistory(session, {*transaction, axes, session.view, session.limits});
  }
  absl::StatusOr<HistoryQuestion> question = QuestionOf(arguments);
  if (!question.ok()) return Fail(question.status(), Stage::kAsk);
  question->axes = axes;
  question->view = session.view;
  question->limits = session.limits;
  return AskAndPrint(
      session, [&](Decree& store) { return store.History(*question); },
      [&](const auto& answer) { PrintJson(answer, session.view.floor); }, PrintCsv,
      [&](const auto& answer, Decree& store) {
        EventNamer namer(store);
        PrintTable(session, answer, namer);
      });
}

}  // namespace

void DeclareHistory(CommandLine& line) {
  auto arguments = std::make_shared<HistoryArguments>();
  Verb& verb = line.AddVerb(
      "history", "When the answer for a measure or a transaction changed, and by which event",
      "decree history --measure cn/mofcom-2025-61-foreign-made --on 2025-12-15 --axis known\n"
      "  decree history --measure us/ieepa-fentanyl-cn --axis effective\n"
      "  decree history --on 2024-03-01 --origin CN --destination US --product HTS:8486.10.00 "
      "--axis known");
  verb.Option("--measure", arguments->measure,
              "the measure's slug; without it the flags are those of `screen`, and the answer is "
              "that for the transaction")
      .Option("--on", arguments->on,
              "the effective date of the answer; needed for the axes known and recorded")
      .Option("--axis", arguments->axis,
              "effective, known or recorded; none: all (effective alone without --on)");
  arguments->transaction.Declare(verb);
  verb.View().Formats(Forms::kJsonCsv).Runs([arguments](const Session& session) {
    return RunHistory(session, *arguments);
  });
}

}  // namespace decree::cli
