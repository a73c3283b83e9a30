#include "tools/json/reports.h"

#include "absl/strings/ascii.h"
#include "core/codec/json_writer.h"
#include "tools/words/words.h"

namespace decree::tools {
namespace {

void WriteProjections(JsonWriter& json, const std::vector<ProjectionInfo>& projections) {
  json.Key("projections").BeginArray();
  for (const ProjectionInfo& info : projections) {
    json.BeginObject().Field("name", info.name).IntegerField("rulesVersion", info.rules_version);
    json.IntegerField("applied", info.applied).IntegerField("entities", info.entities);
    json.IntegerField("records", info.records).EndObject();
  }
  json.EndArray();
}

void WritePosition(JsonWriter& json, absl::string_view name, Position position) {
  if (position == 0) {
    json.Key(name).Null();
  } else {
    json.IntegerField(name, position);
  }
}

}  // namespace

void WriteJson(std::ostream& out, const StoreStats& stats) {
  JsonWriter json;
  json.BeginObject().Field("store", stats.dir).Key("head").BeginObject();
  json.IntegerField("position", stats.head.size).Field("root", HexOf(stats.head.root));
  json.FieldOrNull("recorded", stats.head.size == 0 ? "" : FormatUtc(stats.head.recorded_us));
  json.EndObject().IntegerField("events", stats.head.size);
  json.IntegerField("measures", stats.measures).IntegerField("threads", stats.threads);
  json.Key("eventsByKind").BeginObject();
  for (const auto& [kind, count] : stats.events_by_kind) json.IntegerField(kind, count);
  json.EndObject().IntegerField("logBytes", stats.log_bytes);
  json.IntegerField("viewsBytes", stats.views_bytes);
  WriteProjections(json, stats.projections);
  out << json.FieldIfAny("trouble", stats.trouble).EndObject().Take();
}

void WriteJson(std::ostream& out, const std::vector<ProjectionInfo>& projections) {
  JsonWriter json;
  json.BeginObject();
  WriteProjections(json, projections);
  out << json.EndObject().Take();
}

void WriteJson(std::ostream& out, const RebuildReport& report) {
  JsonWriter json;
  json.BeginObject().IntegerField("events", report.events);
  json.IntegerField("entries", report.entries).BoolField("identical", report.identical);
  out << json.StringsField("differences", report.differences).EndObject().Take();
}

void WriteJson(std::ostream& out, const DoctorReport& report, bool is_sound) {
  JsonWriter json;
  json.BeginObject().IntegerField("events", report.events);
  json.IntegerField("documents", report.documents);
  json.IntegerField("checkpoints", report.checkpoints).BoolField("sound", is_sound);
  json.BoolField("recordSound", report.is_record_sound);
  json.BoolField("rebuilt", report.is_rebuilt).BoolField("markTaken", report.is_mark_taken);
  json.StringsField("findings", report.findings).StringsField("notes", report.notes);
  out << json.EndObject().Take();
}

void WriteJson(std::ostream& out, const BackupReport& report, bool is_new) {
  JsonWriter json;
  json.BeginObject().IntegerField("size", report.head.size);
  json.Field("root", HexOf(report.head.root)).Field("made", FormatUtc(report.made_us));
  json.IntegerField("files", report.files).IntegerField("bytes", report.bytes);
  json.IntegerField("documents", report.documents);
  if (is_new) {
    json.IntegerField("copiedFiles", report.copied_files);
    json.IntegerField("copiedBytes", report.copied_bytes);
  }
  out << json.EndObject().Take();
}

void WriteJson(std::ostream& out, const RestoreReport& report, const std::string& new_store) {
  JsonWriter json;
  json.BeginObject().Field("store", new_store).IntegerField("size", report.head.size);
  json.Field("root", HexOf(report.head.root)).IntegerField("documents", report.documents);
  out << json.BoolField("newEpoch", report.is_new_epoch).EndObject().Take();
}

void WriteJson(std::ostream& out, const AppendReport& report) {
  JsonWriter json;
  json.BeginObject().IntegerField("appended", report.appended);
  json.IntegerField("repeated", report.repeated);
  WritePosition(json, "first", report.first);
  WritePosition(json, "last", report.last);
  json.StringsField("warnings", report.warnings).Key("refused").BeginArray();
  for (const AppendReport::RefusedLine& refused : report.refused) {
    json.BeginObject().Field("file", refused.file).IntegerField("line", refused.line);
    json.Field("error", refused.error).EndObject();
  }
  json.EndArray();
  if (!report.documents.empty()) json.Key("documents").BeginArray();
  for (const auto& [file, kept] : report.documents) {
    json.BeginObject().Field("file", file);
    json.Field("sha256", kept.sha256).IntegerField("bytes", kept.bytes);
    json.BoolField("repeated", kept.repeated).EndObject();
  }
  if (!report.documents.empty()) json.EndArray();
  out << json.EndObject().Take();
}

void WriteJson(std::ostream& out, const CheckReport& report) {
  JsonWriter json;
  json.BeginObject().IntegerField("events", report.events).IntegerField("refused", report.bad);
  json.Key("errors").BeginArray();
  for (const CheckReport::Problem& problem : report.problems) {
    json.BeginObject().Field("file", problem.file);
    if (problem.line != 0) json.IntegerField("line", problem.line);
    if (problem.column != 0) json.IntegerField("column", problem.column);
    json.FieldIfAny("field", problem.field).FieldIfAny("value", problem.value);
    json.Field("error", problem.text).EndObject();
  }
  json.EndArray().StringsField("warnings", report.warnings);
  out << json.EndObject().Take();
}

void WriteWhatIf(std::ostream& out, const std::optional<std::string>& answer,
                 const std::string& error, const std::vector<JsonDifference>& differences) {
  const auto value = [](const std::string& told) { return told.empty() ? "null" : told; };
  JsonWriter json;
  json.BeginObject().Key("altered");
  if (answer) {
    json.Raw(absl::StripAsciiWhitespace(*answer));
  } else {
    json.Null().Field("error", error);
  }
  json.Key("differences").BeginArray();
  for (const JsonDifference& difference : differences) {
    json.BeginObject().Field("path", difference.path);
    json.Key("before").Raw(value(difference.before));
    json.Key("after").Raw(value(difference.after)).EndObject();
  }
  out << json.EndArray().EndObject().Take();
}

}  // namespace decree::tools
