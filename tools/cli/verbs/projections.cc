// projections list | rebuild: what is derived from the log, and building it anew.
#include "tools/text/projections.h"

#include <iostream>

#include "tools/cli/exit_status.h"
#include "tools/cli/verbs.h"
#include "tools/text/progress.h"

namespace decree::cli {
namespace {

int RunList(const Session& session) {
  auto store = OpenToAsk(session);
  if (!store.ok()) return Fail(store.status(), Stage::kOpen);
  auto projections = (*store)->Projections();
  if (!projections.ok()) return Fail(projections.status(), Stage::kAsk);
  if (session.json) {
    JsonWriter json;
    json.BeginObject().Key("projections");
    WriteProjections(json, *projections);
    std::cout << json.EndObject().Take() << "\n";
  } else {
    std::cout << ProjectionTable(session.out, *projections);
  }
  return kAnswered;
}

void PrintReport(const Session& session, const RebuildReport& report) {
  if (session.json) {
    JsonWriter json;
    json.BeginObject().IntegerField("events", report.events);
    json.IntegerField("entries", report.entries).BoolField("identical", report.identical);
    std::cout << json.StringsField("differences", report.differences).EndObject().Take() << "\n";
    return;
  }
  std::cout << "rebuilt from " << report.events << " events: " << report.entries << " entries, "
            << (report.identical ? "identical to those before" : "different from those before")
            << "\n";
  for (const std::string& difference : report.differences) {
    std::cout << "  " << Printable(difference) << "\n";
  }
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

}  // namespace decree::cli
