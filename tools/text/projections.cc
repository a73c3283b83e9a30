#include "tools/text/projections.h"

#include "tools/text/rows.h"

namespace decree::cli {

void WriteProjections(JsonWriter& json, const std::vector<ProjectionInfo>& projections) {
  json.BeginArray();
  for (const ProjectionInfo& info : projections) {
    json.BeginObject().Field("name", info.name).IntegerField("rulesVersion", info.rules_version);
    json.IntegerField("applied", info.applied).IntegerField("entities", info.entities);
    json.IntegerField("records", info.records).EndObject();
  }
  json.EndArray();
}

std::string ProjectionTable(const Terminal& terminal,
                            const std::vector<ProjectionInfo>& projections) {
  std::vector<Row> rows = {{"projection", "rules", "applied", "entities", "records"}};
  for (const ProjectionInfo& info : projections) {
    rows.push_back({info.name, std::to_string(info.rules_version), std::to_string(info.applied),
                    std::to_string(info.entities), std::to_string(info.records)});
  }
  return AlignedRows(terminal, rows);
}

}  // namespace decree::cli
