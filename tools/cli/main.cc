// decree: the command line. It translates between text and core/decree.h, and decides nothing.
#include <exception>
#include <iostream>

#include "tools/cli/command_line.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/standard_streams.h"
#include "tools/cli/verbs.h"

namespace decree::tools {
namespace {

// All but what-if, which runs them on an altered record.
void DeclareVerbs(CommandLine& line) {
  DeclareAppend(line);
  DeclareNew(line);
  DeclareEvents(line);
  DeclareShow(line);
  DeclareAsOf(line);
  DeclareScreen(line);
  DeclareExplain(line);
  DeclareHistory(line);
  DeclareDiff(line);
  DeclareOutlook(line);
  DeclareRecheck(line);
  DeclareTimeline(line);
  DeclareReplay(line);
  DeclareStats(line);
  DeclareDoctor(line);
  DeclareBackup(line);
  DeclareRestore(line);
  DeclareProjections(line);
  DeclareCoverage(line);
  DeclareObservations(line);
  DeclareExport(line);
}

// These speak of the store itself; an altered record has nothing to sign or prove.
void DeclareAudit(CommandLine& line) {
  DeclareAuditKeygen(line);
  DeclareAuditCheckpoint(line);
  DeclareAuditVerify(line);
  DeclareAuditProve(line);
  DeclareAuditExport(line);
  DeclareAuditVerifyBundle(line);
  DeclareAuditWitness(line);
}

int Main(int argc, const char* const* argv) {
  SecureStandardStreams();
  std::ios::sync_with_stdio(false);
  CommandLine line;
  DeclareVerbs(line);
  DeclareWhatIf(line, DeclareVerbs);
  DeclareAudit(line);
  return line.Run(argc, argv);
}

}  // namespace
}  // namespace decree::tools

int main(int argc, char** argv) {
  try {
    return decree::tools::Main(argc, argv);
  } catch (const std::exception& error) {  // e.g. no memory left
    std::cerr << "decree: " << error.what() << "; repeat with the same ids\n";
    return decree::tools::kOutcomeUnknown;
  }
}
