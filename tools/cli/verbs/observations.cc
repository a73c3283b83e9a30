// observations [SERIES]: the points of a series and whether they fit each other; or the series.
#include <memory>

#include "tools/cli/ask_and_print.h"
#include "tools/cli/verbs.h"

namespace decree::tools {
namespace {

int RunObservations(const Session& session, ObservationsQuestion question) {
  question.view = session.view;
  question.limits = session.limits;
  return AskAndPrint(session, [&](Record& record) { return record.Observations(question); });
}

}  // namespace

void DeclareObservations(CommandLine& line) {
  auto question = std::make_shared<ObservationsQuestion>();
  line.AddVerb("observations", "Observed values by period, and whether they fit each other",
               "decree observations cn/rare-earth-magnet-exports-us")
      .Optional("SERIES", question->series, "the series; none: the list of series")
      .View()
      .Formats(Forms::kJsonCsv)
      .Runs([question](const Session& session) { return RunObservations(session, *question); });
}

}  // namespace decree::tools
