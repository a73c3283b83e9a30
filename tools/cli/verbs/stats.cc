// stats: what the store holds.
#include <iostream>

#include "tools/cli/exit_status.h"
#include "tools/cli/verbs.h"
#include "tools/json/reports.h"
#include "tools/text/reports.h"

namespace decree::tools {
namespace {

int RunStats(const Session& session) {
  auto store = OpenToAsk(session);
  if (!store.ok()) return Fail(store.status(), Stage::kOpen);
  auto stats = (*store)->Stats();
  if (!stats.ok()) return Fail(stats.status(), Stage::kAsk);
  if (session.json) {
    WriteJson(std::cout, *stats);
    std::cout << "\n";
  } else {
    WriteText(PageOf(session), *stats);
  }
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
