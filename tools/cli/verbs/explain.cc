// explain MEASURE --on DATE, or as screen: what won, what lost and why, with citations.
#include <memory>

#include "tools/cli/ask_and_print.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/transaction_flags.h"
#include "tools/cli/verbs.h"

namespace decree::tools {
namespace {

struct ExplainArguments {
  std::string measure, on;
  TransactionFlags transaction;
};

int RunExplain(const Session& session, const ExplainArguments& arguments) {
  if (arguments.measure.empty() == !arguments.transaction.any()) {
    return Fail(absl::InvalidArgumentError(
                    arguments.measure.empty()
                        ? "MEASURE: missing; name a measure, or describe a transaction as for "
                          "`screen`"
                        : "MEASURE does not go with the flags of a transaction; leave one out"),
                Stage::kAsk);
  }
  if (arguments.measure.empty()) {
    const absl::StatusOr<Transaction> transaction = arguments.transaction.Read(arguments.on);
    if (!transaction.ok()) return Fail(transaction.status(), Stage::kAsk);
    const ScreenQuestion asked = {*transaction, session.view, session.limits};
    return AskAndPrint(session, [&](Record& record) { return record.ExplainTransaction(asked); });
  }
  return AskAndPrint(session, [&](Record& record) {
    return record.Explain({arguments.measure, arguments.on, session.view, session.limits});
  });
}

}  // namespace

void DeclareExplain(CommandLine& line) {
  auto arguments = std::make_shared<ExplainArguments>();
  Verb& verb = line.AddVerb(
      "explain",
      "Which event decides a measure's state, what lost and why, with citations; for a "
      "transaction, of each measure that reaches it or nearly does",
      "decree explain us/additional-100-cn --on 2025-11-05\n"
      "  decree explain --on 2025-05-13 --origin CN --destination US --product HTS:8501.10.40");
  verb.Optional("MEASURE", arguments->measure, "the measure's slug; none: a transaction")
      .Option("--on", arguments->on,
              "the effective date: 2025-11-05, 2025-11, an instant, today, +30d", true);
  arguments->transaction.Declare(verb);
  verb.View().Formats(Forms::kJsonCsv).Runs([arguments](const Session& session) {
    return RunExplain(session, *arguments);
  });
}

}  // namespace decree::tools
