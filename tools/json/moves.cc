// The moves of a thread, and the score after each.
#include <vector>

#include "tools/json/answers.h"
#include "tools/json/parts.h"
#include "tools/words/event_words.h"
#include "tools/words/names.h"

namespace decree::tools {
namespace {

void WriteTally(JsonWriter& json, const std::vector<SideTally>& tally) {
  json.Key("tally").BeginArray();
  for (const SideTally& side : tally) {
    json.BeginObject().Field("side", side.side);
    json.Key("cards").Integer(side.cards).Key("escalations").Integer(side.escalations);
    json.Key("easings").Integer(side.easings).EndObject();
  }
  json.EndArray();
}

void WriteAnswers(JsonWriter& json, const std::vector<MoveAnswer>& answers) {
  json.Key("answers").BeginArray();
  for (const MoveAnswer& answer : answers) {
    json.BeginObject().Field("rel", answer.rel).Field("id", answer.id).Key("days");
    if (answer.days) {
      json.Integer(*answer.days);
    } else {
      json.Null();
    }
    json.EndObject();
  }
  json.EndArray();
}

// {"n","id","stated","side","kind","title","measure","tone","answers","weight","card","changes"}
// and, of a replay, "tally". `number` counts from 1.
void WriteMove(JsonWriter& json, size_t number, const Move& move,
               const std::vector<SideTally>* tally) {
  const Event& event = move.stored.event;
  json.BeginObject().IntegerField("n", number);
  json.Field("id", event.id).FieldOrNull("stated", StatedText(event));
  json.FieldOrNull("side", move.side).FieldOrNull("kind", KindName(event));
  json.FieldOrNull("title", HeadlineOf(event)).FieldOrNull("measure", event.measure);
  if (event.tone != Tone::kUnset) json.Field("tone", NameOf(event.tone));
  WriteAnswers(json, move.answers);
  json.Field("weight", NameOf(move.weight)).BoolField("card", move.card);
  json.Key("changes").BeginArray();
  for (const StateChange& change : move.changes) {
    json.BeginObject().Field("measure", change.measure);
    json.Field("before", change.before).Field("after", change.after).EndObject();
  }
  json.EndArray();
  if (tally != nullptr) WriteTally(json, *tally);
  json.EndObject();
}

}  // namespace

void WriteJson(std::ostream& out, const TimelineAnswer& answer, Commitment floor) {
  JsonWriter json;
  json.BeginObject().FieldOrNull("thread", answer.thread);
  WriteHeader(json, answer.header, floor);
  json.Key("moves").BeginArray();
  for (size_t i = 0; i < answer.moves.size(); ++i) {
    WriteMove(json, i + 1, answer.moves[i], nullptr);
    out << json.Take();
  }
  out << json.EndArray().EndObject().Take();
}

void WriteJson(std::ostream& out, const ReplayAnswer& answer, Commitment floor) {
  JsonWriter json;
  json.BeginObject().Field("thread", answer.thread);
  WriteHeader(json, answer.header, floor);
  json.Key("moves").BeginArray();
  for (size_t i = 0; i < answer.moves.size(); ++i) {
    WriteMove(json, i + 1, answer.moves[i], &answer.tallies[i]);
    out << json.Take();
  }
  out << json.EndArray().EndObject().Take();
}

}  // namespace decree::tools
