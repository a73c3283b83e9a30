// stats: what the store holds.
#include "tools/cli/exit_status.h"
#include "tools/cli/print_report.h"
#include "tools/cli/verbs.h"

namespace decree::tools {
namespace {

int RunStats(const Session& session) {
  auto store = OpenToAsk(session);
  if (!store.ok()) return Fail(store.status(), Stage::kOpen);
  auto stats = (*store)->Stats();
  if (!stats.ok()) return Fail(stats.status(), Stage::kAsk);
  PrintReport(session, *stats);
  return kAnswered;
}

}  // namespace

void DeclareStats(CommandLine& line) {
  line.AddVerb("stats", "What the store holds: events, measures, sizes, head",
               "decree --store my-store stats --json")
      .Formats(Forms::kJson)
      .Runs(RunStats);
}

}  // namespace decree::tools
