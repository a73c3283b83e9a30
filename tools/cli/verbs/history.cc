// history --measure M [--on DATE], or as screen: when the answer changed, by which event.
#include <memory>
#include <vector>

#include "tools/cli/ask_and_print.h"
#include "tools/cli/axis_flag.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/transaction_flags.h"
#include "tools/cli/verbs.h"

namespace decree::tools {
namespace {

struct HistoryArguments {
  std::string measure, on, axis;
  TransactionFlags transaction;
};

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
    const TransactionHistoryQuestion asked = {*transaction, axes, session.view, session.limits};
    return AskAndPrint(session, [&](Record& record) { return record.TransactionHistory(asked); });
  }
  absl::StatusOr<HistoryQuestion> question = QuestionOf(arguments);
  if (!question.ok()) return Fail(question.status(), Stage::kAsk);
  question->axes = axes;
  question->view = session.view;
  question->limits = session.limits;
  return AskAndPrint(session, [&](Record& record) { return record.History(*question); });
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

}  // namespace decree::tools
