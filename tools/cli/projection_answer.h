// The projections as JSON and as a table; used by stats and projections.
#ifndef DECREE_TOOLS_CLI_PROJECTION_ANSWER_H_
#define DECREE_TOOLS_CLI_PROJECTION_ANSWER_H_

#include <string>
#include <vector>

#include "core/decree.h"
#include "tools/cli/json_writer.h"
#include "tools/cli/terminal.h"

namespace decree::cli {

void WriteProjections(JsonWriter& json, const std::vector<ProjectionInfo>& projections);
std::string ProjectionTable(const Terminal& terminal,
                            const std::vector<ProjectionInfo>& projections);

}  // namespace decree::cli

#endif  // DECREE_TOOLS_CLI_PROJECTION_ANSWER_H_
