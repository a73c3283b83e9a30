// as-of DATE: the control state, one line a measure.
#include <memory>

#include "tools/cli/ask_and_print.h"
#include "tools/cli/verbs.h"

namespace decree::tools {
namespace {

int RunAsOf(const Session& session, AsOfQuestion question) {
  question.view = session.view;
  question.limits = session.limits;
  return AskAndPrint(
      session, [&](Record& record) { return record.AsOf(question); },
      [&](const Page& page, const AsOfAnswer& answer, Record&) {
        WriteText(page, answer, question.all);
      });
}

}  // namespace

void DeclareAsOf(CommandLine& line) {
  auto question = std::make_shared<AsOfQuestion>();
  line.AddVerb("as-of", "The control state: what applies on a date, is undetermined or pending",
               "decree as-of 2025-11-05 --issuer US --known-by 2025-10-23")
      .Required("DATE", question->effective_on,
                "the effective date: 2025-11-05, 2025-11, an instant, today, +30d")
      .Option("--issuer", question->issuer, "only measures of this jurisdiction (US, CN, EU …)")
      .Option("--measure", question->measure, "only this measure, or a glob: 'us/*'")
      .Option("--origin", question->origin, "only measures that can reach goods of this origin")
      .Option("--destination", question->destination,
              "only measures that can reach this destination")
      .Option("--product", question->product,
              "only measures that can reach this product (HS:854142)")
      .Flag("--all", question->all, "also what does not apply")
      .View()
      .Formats(Forms::kJsonCsv)
      .Runs([question](const Session& session) { return RunAsOf(session, *question); });
}

}  // namespace decree::tools
