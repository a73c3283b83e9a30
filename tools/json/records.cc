// Events as they are stored.
#include "core/codec/event_codec.h"
#include "tools/json/answers.h"
#include "tools/words/words.h"

namespace decree::tools {
namespace {

void WriteRecord(JsonWriter& json, const StoredEvent& stored) {
  const LogRecord& record = stored.record;
  json.BeginObject().IntegerField("position", record.position);
  json.Field("recorded", RecordedText(record)).Field("leaf", HexOf(record.leaf));
  json.Key("streams").BeginArray();
  for (const StreamVersion& stream : record.streams) {
    json.BeginObject().Field("stream", stream.stream).IntegerField("version", stream.version);
    json.EndObject();
  }
  json.EndArray();
  if (record.target == 0) {
    json.Key("target").Null();
  } else {
    json.IntegerField("target", record.target);
  }
  if (const MeasureClass given = stored.event.measure_class; given != MeasureClass::kUnset) {
    json.Key("classification").BeginObject().FieldOrNull("mast", MastChapterOf(given));
    json.FieldOrNull("gta", GtaInterventionOf(given)).EndObject();
  }
  json.Key("event").Raw(EventToJson(stored.event)).EndObject();
}

}  // namespace

void WriteJson(std::ostream& out, const StoredEvent& stored) {
  JsonWriter json;
  WriteRecord(json, stored);
  out << json.Take();
}

EventsJson::EventsJson(std::ostream& out) : out_(out) {
  json_.BeginObject().Key("events").BeginArray();
}

void EventsJson::Add(const StoredEvent& stored) {
  WriteRecord(json_, stored);
  out_ << json_.Take();
}

void EventsJson::End(const AnswerHeader& header) {
  json_.EndArray();
  if (header.formerly) json_.BoolField("formerly", true);
  json_.FieldIfAny("storeBegins", header.store_begins);
  out_ << json_.EndObject().Take();
}

}  // namespace decree::tools
