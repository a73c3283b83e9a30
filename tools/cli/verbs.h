// One declaration a verb; each lives in the file of its name.
#ifndef DECREE_TOOLS_CLI_VERBS_H_
#define DECREE_TOOLS_CLI_VERBS_H_

#include <functional>

#include "tools/cli/command_line.h"

namespace decree::cli {

void DeclareAppend(CommandLine& line);
void DeclareEvents(CommandLine& line);
void DeclareShow(CommandLine& line);
void DeclareAsOf(CommandLine& line);
void DeclareScreen(CommandLine& line);
void DeclareExplain(CommandLine& line);
void DeclareHistory(CommandLine& line);
void DeclareDiff(CommandLine& line);
void DeclareOutlook(CommandLine& line);
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
// `declare_verbs`: those that it runs on an altered record.
void DeclareWhatIf(CommandLine& line, std::function<void(CommandLine&)> declare_verbs);

}  // namespace decree::cli

#endif  // DECREE_TOOLS_CLI_VERBS_H_
