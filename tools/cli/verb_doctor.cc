// doctor: checks every stored byte that can be checked; exit status 4 when something is wrong.
#include <iostream>

#include "tools/cli/exit_status.h"
#include "tools/cli/json_writer.h"
#include "tools/cli/progress.h"
#include "tools/cli/verbs.h"

namespace decree::cli {
namespace {

int RunDoctor(const Session& session) {
  auto store = OpenToInspect(session);
  if (!store.ok()) return Fail(store.status(), Stage::kOpen);
  absl::StatusOr<DoctorReport> report = absl::UnknownError("");
  {
    ProgressBar bar(session.err, "checking");
    Progress progress;
    if (!session.json) progress = [&](uint64_t done, uint64_t total) { bar.Show(done, total); };
    report = (*store)->Doctor(progress);
  }
  if (!report.ok()) return Fail(report.status(), Stage::kAsk);
  const bool sound = report->findings.empty();
  if (session.json) {
    JsonWriter json;
    json.BeginObject().IntegerField("events", report->events).BoolField("sound", sound);
    std::cout << json.StringsField("findings", report->findings).EndObject().Take() << "\n";
  } else {
    std::cout << (sound ? "sound: " : "not sound: ") << report->events << " events checked, "
              << report->findings.size()
              << (report->findings.size() == 1 ? " finding\n" : " findings\n");
    for (const std::string& finding : report->findings) {
      std::cout << "  " << Printable(finding) << "\n";
    }
  }
  return sound ? kAnswered : kStoreFault;
}

}  // namespace

void DeclareDoctor(CommandLine& line) {
  line.AddVerb("doctor", "Check every record, hash and index of the store", "decree doctor --json")
      .Formats(Forms::kJson)
      .Runs(RunDoctor);
}

}  // namespace decree::cli
