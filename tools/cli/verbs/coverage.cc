// coverage: which issuers and domains the record claims to watch, and whom it does not.
#include <memory>

#include "tools/cli/ask_and_print.h"
#include "tools/cli/verbs.h"

namespace decree::tools {
namespace {

int RunCoverage(const Session& session, CoverageQuestion question) {
  question.view = session.view;
  question.limits = session.limits;
  return AskAndPrint(session, [&](Record& record) { return record.Coverage(question); });
}

}  // namespace

void DeclareCoverage(CommandLine& line) {
  auto question = std::make_shared<CoverageQuestion>();
  line.AddVerb("coverage", "What is monitored: issuers and domains, since when, from which sources",
               "decree coverage --issuer US --on 2025-11-05")
      .Option("--issuer", question->issuer, "only claims on this jurisdiction (US, CN, EU …)")
      .Option("--on", question->on, "only claims that hold on DATE")
      .View()
      .Formats(Forms::kJsonCsv)
      .Runs([question](const Session& session) { return RunCoverage(session, *question); });
}

}  // namespace decree::tools
