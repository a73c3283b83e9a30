#include "tools/json/audit.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "core/codec/event_codec.h"
#include "core/codec/json_writer.h"
#include "core/merkle/strict_base64.h"

namespace decree::tools {
namespace {

// "origin","size","root","streams":{…} as fields of the object that is open.
void WriteCheckpointFields(JsonWriter& json, const LogCheckpoint& checkpoint) {
  json.Field("origin", checkpoint.origin).IntegerField("size", checkpoint.size);
  json.Field("root", ToBase64(checkpoint.root)).Key("streams").BeginObject();
  json.IntegerField("rows", checkpoint.stream_rows);
  json.Field("root", ToBase64(checkpoint.stream_root)).EndObject();
}

void WriteProof(JsonWriter& json, const std::vector<Hash256>& hashes) {
  json.Key("proof").BeginArray();
  for (const Hash256& hash : hashes) json.String(ToBase64(hash));
  json.EndArray();
}

void BeginVerified(JsonWriter& json, const LogCheckpoint& checkpoint) {
  json.BeginObject().BoolField("verified", true);
  WriteCheckpointFields(json, checkpoint);
}

}  // namespace

void WriteKeyJson(std::ostream& out, const VerifierKey& key, const std::string& file) {
  JsonWriter json;
  json.BeginObject().Field("origin", key.name()).Field("vkey", key.Format());
  out << json.Field("key", file).EndObject().Take();
}

void WriteCheckpointJson(std::ostream& out, const SignedCheckpoint& shown,
                         const std::optional<MadeCheckpoint>& made,
                         const std::optional<GrowthProof>& growth) {
  JsonWriter json;
  json.BeginObject();
  WriteCheckpointFields(json, shown.checkpoint);
  if (made) json.BoolField("new", made->is_new).IntegerField("hashed", made->hashed);
  if (growth) {
    json.IntegerField("since", growth->old_size);
    WriteProof(json, growth->hashes);
  }
  out << json.Field("note", shown.note).EndObject().Take();
}

void WriteProofJson(std::ostream& out, const RecordProof& proof, const std::string& id) {
  JsonWriter json;
  json.BeginObject().Field("id", id).IntegerField("position", proof.index + 1);
  json.Field("record", ToBase64(proof.record));
  WriteProof(json, proof.hashes);
  out << json.Field("checkpoint", proof.note).EndObject().Take();
}

void WriteWitnessJson(std::ostream& out, const WitnessState& state, absl::string_view seen) {
  JsonWriter json;
  json.BeginObject().Field("seen", seen).Field("vkey", state.key.Format());
  if (state.newest) {
    WriteCheckpointFields(json, state.newest->checkpoint);
    json.Field("note", state.newest->note);
  }
  out << json.EndObject().Take();
}

void WriteVerifiedJson(std::ostream& out, const LogCheckpoint& checkpoint) {
  JsonWriter json;
  BeginVerified(json, checkpoint);
  out << json.EndObject().Take();
}

void WriteVerifiedJson(std::ostream& out, const CheckedRecord& checked) {
  const LogRecord& record = checked.record;
  JsonWriter json;
  BeginVerified(json, checked.checkpoint.checkpoint);
  json.IntegerField("position", record.position).Field("recorded", FormatUtc(record.recorded_us));
  out << json.Key("event").Raw(EventToJson(checked.event)).EndObject().Take();
}

void WriteVerifiedJson(std::ostream& out, const ProvenAnswer& proven, const AnswerBundle& bundle) {
  JsonWriter json;
  BeginVerified(json, proven.checkpoint);
  json.IntegerField("events", proven.events).IntegerField("rows", proven.streams);
  json.StringsField("question", bundle.question).Key("answer");
  out << json.Raw(absl::StripAsciiWhitespace(bundle.answer)).EndObject().Take();
}

}  // namespace decree::tools
