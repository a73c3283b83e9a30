// One declaration a verb; each lives in the file of its name.
#ifndef DECREE_TOOLS_CLI_VERBS_H_
#define DECREE_TOOLS_CLI_VERBS_H_

#include <functional>
#include <string>

#include "tools/cli/command_line.h"

namespace decree::tools {

void DeclareAppend(CommandLine& line);
void DeclareNew(CommandLine& line);
void DeclareEvents(CommandLine& line);
void DeclareShow(CommandLine& line);
void DeclareAsOf(CommandLine& line);
void DeclareScreen(CommandLine& line);
void DeclareExplain(CommandLine& line);
void DeclareHistory(CommandLine& line);
void DeclareDiff(CommandLine& line);
void DeclareOutlook(CommandLine& line);
void DeclareRecheck(CommandLine& line);
void DeclareTimeline(CommandLine& line);
void DeclareReplay(CommandLine& line);
void DeclareStats(CommandLine& line);
void DeclareDoctor(CommandLine& line);
void DeclareBackup(CommandLine& line);
void DeclareRestore(CommandLine& line);
void DeclareProjections(CommandLine& line);
void DeclareExport(CommandLine& line);
void DeclareCoverage(CommandLine& line);
void DeclareObservations(CommandLine& line);
void DeclareAuditKeygen(CommandLine& line);
void DeclareAuditCheckpoint(CommandLine& line);
void DeclareAuditVerify(CommandLine& line);
void DeclareAuditProve(CommandLine& line);
void DeclareAuditExport(CommandLine& line);
void DeclareAuditVerifyBundle(CommandLine& line);
void DeclareAuditWitness(CommandLine& line);
// Those that need no store, also under other names: `command` is how the example begins.
void DeclareVerifyBundle(CommandLine& line, const std::string& name, const std::string& command);
void DeclareWitness(CommandLine& line, const std::string& name, const std::string& command);
// `declare_verbs`: those that it runs on an altered record.
void DeclareWhatIf(CommandLine& line, std::function<void(CommandLine&)> declare_verbs);

}  // namespace decree::tools

#endif  // DECREE_TOOLS_CLI_VERBS_H_
