// explain MEASURE --on DATE, or as screen: what won, what lost and why, with citations.
#include <array>
#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/cli/ask_and_print.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/transaction_flags.h"
#include "tools/cli/verbs.h"
#include "tools/text/acts.h"
#include "tools/text/measures.h"
#include "tools/text/transaction_explanation.h"
#include "tools/words/event_words.h"
#include "tools/words/words.h"

namespace decree::cli {
namespace {

struct ExplainArguments {
  std::string measure, on;
  TransactionFlags transaction;
};

void PrintJson(const ExplainAnswer& answer, Commitment floor) {
  JsonWriter json;
  json.BeginObject();
  WriteHeader(json, answer.header, floor);
  json.Key("state");
  WriteMeasure(json, answer.state);
  json.Key("acts").BeginArray();
  for (const ExplainedAct& act : answer.acts) WriteAct(json, act);
  std::cout << json.EndArray().EndObject().Take() << "\n";
}

void PrintCsv(const ExplainAnswer& answer, CsvForm form) {
  std::cout << CsvLine(form, {"id", "kind", "position", "fate", "facets", "why", "stated",
                              "published", "from", "to", "repairedBy", "sources"});
  for (const ExplainedAct& act : answer.acts) {
    const std::string sources = absl::StrJoin(
        act.sources, "; ",
        [](std::string* out, const Source& source) { absl::StrAppend(out, CitationOf(source)); });
    std::cout << CsvLine(
        form, {act.id, std::string(InfoOf(act.kind).name), std::to_string(act.position),
               std::string(NameOf(act.fate)), absl::StrJoin(act.facets, ";"), act.why, act.stated,
               act.published, act.from, act.to, act.repaired_by_id, sources});
  }
}

void PrintText(const Session& session, const ExplainAnswer& answer) {
  const MeasureState& state = answer.state;
  const Verdict verdict = VerdictOf(state);
  std::cout << Colored(session.out, Ink::kBold, Printable(state.measure)) << " on "
            << Printable(answer.header.effective_on) << ", "
            << ViewInWords(answer.header, session.view.floor) << "\n";
  if (!state.title.empty()) std::cout << Printable(state.title) << "\n";
  static constexpr std::array kVerdicts = {"applies", "undetermined", "pending", "does not apply"};
  std::cout << Colored(session.out, InkOf(verdict),
                       SignOf(verdict) + " " + kVerdicts[static_cast<size_t>(verdict)]);
  for (const std::string& part :
       {TermsInWords(state), EffectiveInWords(state), StandingInWords(state)}) {
    if (!part.empty()) std::cout << "; " << part;
  }
  std::cout << "\n";
  for (const std::string& reason : state.reasons) PrintWrapped(session, 2, "· " + reason);
  PrintActs(session, answer.acts);
}

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
    return ExplainOneTransaction(session, {*transaction, session.view, session.limits});
  }
  return AskAndPrint(
      session,
      [&](Decree& store) {
        return store.Explain({arguments.measure, arguments.on, session.view, session.limits});
      },
      [&](const auto& answer) { PrintJson(answer, session.view.floor); }, PrintCsv,
      [&](const auto& answer, Decree&) { PrintText(session, answer); });
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
      .Option("--on", arguments->on, "the effective date: EDTF, RFC 3339 or `today`", true);
  arguments->transaction.Declare(verb);
  verb.View().Formats(Forms::kJsonCsv).Runs([arguments](const Session& session) {
    return RunExplain(session, *arguments);
  });
}

}  // namespace decree::cli
