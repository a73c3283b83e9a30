// The projections as JSON and as a table; used by stats and projections.
#ifndef DECREE_TOOLS_TEXT_PROJECTIONS_H_
#define DECREE_TOOLS_TEXT_PROJECTIONS_H_

#include <string>
#include <vector>

#include "core/codec/json_writer.h"
#include "core/decree.h"
#include "tools/text/terminal.h"

namespace decree::cli {

void WriteProjections(JsonWriter& json, const std::vector<ProjectionInfo>& projections);
std::string ProjectionTable(const Terminal& terminal,
                            const std::vector<ProjectionInfo>& projections);

}  // namespace decree::cli

#endif  // DECREE_TOOLS_TEXT_PROJECTIONS_H_
