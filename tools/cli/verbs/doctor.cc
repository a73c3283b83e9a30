// doctor: checks every stored byte; exit status 4 when something is wrong.
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <iostream>
#include <memory>
#include <string>

#include "tools/cli/exit_status.h"
#include "tools/cli/print_report.h"
#include "tools/cli/verbs.h"
#include "tools/text/progress.h"

namespace decree::tools {
namespace {

int Examine(const Session& session, bool rebuild) {
  auto store = OpenToInspect(session);
  if (!store.ok()) return Fail(store.status(), Stage::kOpen);
  absl::StatusOr<DoctorReport> report = absl::UnknownError("");
  {
    ProgressBar bar(session.err, "checking");
    DoctorOptions options;
    options.rebuild_projections = rebuild;
    if (!session.json) {
      options.progress = [&](uint64_t done, uint64_t total) { bar.Show(done, total); };
    }
    report = (*store)->Doctor(options);
  }
  if (!report.ok()) return Fail(report.status(), Stage::kAsk);
  const bool sound = report->findings.empty();
  if (report->is_rebuilt) session.stored->Tell("views", "the projections, built anew");
  if (report->is_mark_taken) {
    session.stored->Tell("mark", "the mark of an earlier write error is taken away");
  }
  PrintReport(session, *report, sound);
  return sound ? kAnswered : kStoreFault;
}

// In a process of its own: Debian's database checks its own expectations, and where a bit of a
// table's properties breaks one it ends the process and tells nobody what to do.
int RunDoctor(const Session& session, bool rebuild) {
  std::cout.flush();
  const pid_t child = ::fork();
  if (child < 0) return Examine(session, rebuild);
  if (child == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // what ends the parent (--timeout) ends the check
    std::signal(SIGINT, SIG_DFL);        // of which the parent tells
    const int answered = EndOutput(*session.stored, Examine(session, rebuild));
    std::cerr.flush();
    ::_exit(answered);
  }
  int ended = 0;
  while (::waitpid(child, &ended, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(ended)) return WEXITSTATUS(ended);
  if (WTERMSIG(ended) == SIGPIPE) ::raise(SIGPIPE);  // its reader is gone, as ours is
  if (WTERMSIG(ended) != SIGABRT) {
    return Fail(absl::InternalError("the check was ended from outside"), Stage::kOpen);
  }
  return Fail(
      absl::DataLossError(
          "the database ended the check: the properties of one of its tables are damaged. Move the "
          "folders views and image away (they are made anew from the record) and check again; if "
          "it ends again, a table of log/db is damaged: restore the store from a backup"),
      Stage::kOpen);
}

}  // namespace

void DeclareDoctor(CommandLine& line) {
  auto rebuild = std::make_shared<bool>(false);
  line.AddVerb("doctor",
               "Check every stored byte: records, hashes, indexes, documents, checkpoints, views",
               "decree doctor --json")
      .Flag("--rebuild-projections", *rebuild,
            "build views and image anew when they are not what the record gives")
      .Formats(Forms::kJson)
      .Runs([rebuild](const Session& session) { return RunDoctor(session, *rebuild); });
}

}  // namespace decree::tools
