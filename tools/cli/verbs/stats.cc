// stats: what the store holds.
#include <iostream>

#include "absl/strings/str_cat.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/verbs.h"
#include "tools/text/projections.h"
#include "tools/text/rows.h"
#include "tools/words/words.h"

namespace decree::cli {
namespace {

void PrintJson(const StoreStats& stats) {
  JsonWriter json;
  json.BeginObject().Field("store", stats.dir).Key("head").BeginObject();
  json.IntegerField("position", stats.head.size).Field("root", HexOf(stats.head.root));
  json.FieldOrNull("recorded", stats.head.size == 0 ? "" : FormatUtc(stats.head.recorded_us));
  json.EndObject().IntegerField("events", stats.head.size);
  json.IntegerField("measures", stats.measures).IntegerField("threads", stats.threads);
  json.Key("eventsByKind").BeginObject();
  for (const auto& [kind, count] : stats.events_by_kind) json.IntegerField(kind, count);
  json.EndObject().IntegerField("logBytes", stats.log_bytes);
  json.IntegerField("viewsBytes", stats.views_bytes).Key("projections");
  WriteProjections(json, stats.projections);
  if (!stats.trouble.empty()) json.Field("trouble", stats.trouble);
  std::cout << json.EndObject().Take() << "\n";
}

void PrintText(const Terminal& terminal, const StoreStats& stats) {
  std::vector<Row> rows = {{"store", Printable(stats.dir)},
                           {"position", std::to_string(stats.head.size)},
                           {"root", HexOf(stats.head.root)}};
  if (stats.head.size > 0) rows.push_back({"last recorded", FormatUtc(stats.head.recorded_us)});
  rows.push_back({"measures", std::to_string(stats.measures)});
  rows.push_back({"threads", std::to_string(stats.threads)});
  rows.push_back({"log", absl::StrCat(stats.log_bytes, " bytes")});
  rows.push_back({"projections", absl::StrCat(stats.views_bytes, " bytes")});
  std::cout << AlignedRows(terminal, rows) << "\n";
  std::vector<Row> kinds;
  for (const auto& [kind, count] : stats.events_by_kind) {
    if (count > 0) kinds.push_back({"  " + Words(kind), std::to_string(count)});
  }
  std::cout << "events by kind\n"
            << AlignedRows(terminal, kinds) << "\n"
            << ProjectionTable(terminal, stats.projections);
  if (!stats.trouble.empty()) {
    std::cout << "the projections do not read: " << Printable(stats.trouble) << "\n";
  }
}

int RunStats(const Session& session) {
  auto store = OpenToAsk(session);
  if (!store.ok()) return Fail(store.status(), Stage::kOpen);
  auto stats = (*store)->Stats();
  if (!stats.ok()) return Fail(stats.status(), Stage::kAsk);
  if (session.json) {
    PrintJson(*stats);
  } else {
    PrintText(session.out, *stats);
  }
  return kAnswered;
}

}  // namespace

void DeclareStats(CommandLine& line) {
  line.AddVerb("stats", "What the store holds: events, measures, sizes, head",
               "decree --store my-store stats --json")
      .Formats(Forms::kJson)
      .Runs(RunStats);
}

}  // namespace decree::cli
