// projections list | rebuild: what is derived from the log, and building it anew.
#include "tools/cli/exit_status.h"
#include "tools/cli/print_report.h"
#include "tools/cli/verbs.h"
#include "tools/text/progress.h"

namespace decree::tools {
namespace {

int RunList(const Session& session) {
  auto store = OpenToAsk(session);
  if (!store.ok()) return Fail(store.status(), Stage::kOpen);
  auto projections = (*store)->Projections();
  if (!projections.ok()) return Fail(projections.status(), Stage::kAsk);
  PrintReport(session, *projections);
  return kAnswered;
}

int RunRebuild(const Session& session) {
  auto store = OpenToChange(session);
  if (!store.ok()) return Fail(store.status(), Stage::kOpen);
  absl::StatusOr<RebuildReport> report = absl::UnknownError("");
  {
    ProgressBar bar(session.err, "rebuilding");
    Progress progress;
    if (!session.json) progress = [&](uint64_t done, uint64_t total) { bar.Show(done, total); };
    report = (*store)->Rebuild(progress);
  }
  if (!report.ok()) return Fail(report.status(), Stage::kAsk);
  session.stored->Tell("views", "the projections, built anew");
  PrintReport(session, *report);
  const absl::Status closed = (*store)->Close();
  return closed.ok() ? kAnswered : FailAfter(*session.stored, closed, Stage::kAsk);
}

}  // namespace

void DeclareProjections(CommandLine& line) {
  line.DescribeGroup("projections", "What is derived from the log: list it, build it anew");
  line.AddVerb("projections list", "The projections, how far each has read, and their sizes",
               "decree projections list")
      .Formats(Forms::kJson)
      .Runs(RunList);
  line.AddVerb("projections rebuild", "Build all projections anew, compare, and switch to them",
               "decree projections rebuild --json")
      .Formats(Forms::kJson)
      .Runs(RunRebuild);
}

}  // namespace decree::tools
