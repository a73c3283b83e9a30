#include "tools/text/moves.h"

#include <array>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/words/event_words.h"
#include "tools/words/words.h"

namespace decree::cli {
namespace {

constexpr std::array kWeights = {"neutral", "escalation", "easing"};
constexpr size_t kIndent = 5;

std::string KindOf(const Event& event) {
  return event.kind ? std::string(InfoOf(*event.kind).name) : "";
}

std::string Counted(int count, const char* one, const char* many) {
  return absl::StrCat(count, " ", count == 1 ? one : many);
}

void AddWrapped(const Terminal& terminal, const std::string& text, std::string& out) {
  const std::string margin(kIndent, ' ');
  const std::vector<std::string> lines = WrapTo(Printable(text), terminal.width - kIndent - 2);
  for (size_t i = 0; i < lines.size(); ++i) {
    absl::StrAppend(&out, margin, i == 0 ? "" : "  ", lines[i], "\n");
  }
}

std::string InWords(const MoveAnswer& answer, const std::string& answered) {
  const std::string what =
      answer.rel == NameOf(LinkRel::kRespondsTo) ? "answers" : Words(answer.rel);
  std::string text = absl::StrCat(what, " ", answered);
  if (!answer.days) return text;
  if (*answer.days == 0) return text + " the same day";
  return absl::StrCat(text, " after ", *answer.days, *answer.days == 1 ? " day" : " days");
}

void WriteTally(JsonWriter& json, const std::vector<SideTally>& tally) {
  json.Key("tally").BeginArray();
  for (const SideTally& side : tally) {
    json.BeginObject().Field("side", side.side);
    json.Key("cards").Integer(side.cards).Key("escalations").Integer(side.escalations);
    json.Key("easings").Integer(side.easings).EndObject();
  }
  json.EndArray();
}

}  // namespace

void WriteMove(JsonWriter& json, size_t number, const Move& move,
               const std::vector<SideTally>* tally) {
  const Event& event = move.stored.event;
  json.BeginObject().IntegerField("n", number);
  json.Field("id", event.id).FieldOrNull("stated", StatedText(event));
  json.FieldOrNull("side", move.side).FieldOrNull("kind", KindOf(event));
  json.FieldOrNull("title", HeadlineOf(event)).FieldOrNull("measure", event.measure);
  if (event.tone != Tone::kUnset) json.Field("tone", NameOf(event.tone));
  json.Key("answers").BeginArray();
  for (const MoveAnswer& answer : move.answers) {
    json.BeginObject().Field("rel", answer.rel).Field("id", answer.id).Key("days");
    if (answer.days) {
      json.Integer(*answer.days);
    } else {
      json.Null();
    }
    json.EndObject();
  }
  json.EndArray().Field("weight", WeightName(move.weight));
  json.BoolField("card", move.card).Key("changes").BeginArray();
  for (const StateChange& change : move.changes) {
    json.BeginObject().Field("measure", change.measure);
    json.Field("before", change.before).Field("after", change.after).EndObject();
  }
  json.EndArray();
  if (tally != nullptr) WriteTally(json, *tally);
  json.EndObject();
}

std::string AnswerInWords(const MoveAnswer& answer) { return InWords(answer, answer.id); }

MoveNumbers NumbersOf(const std::vector<Move>& moves) {
  MoveNumbers numbers;
  for (size_t i = 0; i < moves.size(); ++i) numbers[moves[i].stored.event.id] = i + 1;
  return numbers;
}

std::string AnswerByNumber(const MoveAnswer& answer, const MoveNumbers& numbers) {
  const auto listed = numbers.find(answer.id);
  return InWords(answer,
                 listed == numbers.end() ? answer.id : absl::StrCat("move ", listed->second));
}

std::string WeightName(MoveWeight weight) { return kWeights[static_cast<size_t>(weight)]; }

std::string WeightInWords(const Move& move) {
  std::vector<std::string> parts;
  if (move.card) parts.push_back("card");
  if (move.weight != MoveWeight::kNeutral) {
    parts.push_back(WeightName(move.weight));
  }
  if (move.stored.event.tone != Tone::kUnset) {
    parts.push_back(Words(NameOf(move.stored.event.tone)));
  }
  return absl::StrJoin(parts, ", ");
}

std::string TallyInWords(const std::vector<SideTally>& tally) {
  return absl::StrJoin(tally, " · ", [](std::string* out, const SideTally& side) {
    absl::StrAppend(out, side.side, ": ", Counted(side.cards, "card", "cards"), ", ",
                    Counted(side.escalations, "escalation", "escalations"), ", ",
                    Counted(side.easings, "easing", "easings"));
  });
}

std::string MoveInWords(const Terminal& terminal, size_t number, const Move& move,
                        const MoveNumbers& numbers) {
  const Event& event = move.stored.event;
  const Ink ink = move.weight == MoveWeight::kEscalation ? Ink::kRed
                  : move.weight == MoveWeight::kEasing   ? Ink::kGreen
                                                         : Ink::kBold;
  std::string text = absl::StrCat(number < 10 ? " " : "", number, ". ");
  std::string head = absl::StrCat(PadTo(StatedText(event), 10), "  ", PadTo(move.side, 3), " ",
                                  Words(KindOf(event)));
  const std::string weight = WeightInWords(move);
  absl::StrAppend(&text, Colored(terminal, ink, Printable(head)),
                  weight.empty() ? "" : "  [" + weight + "]", "\n");
  const std::string headline = HeadlineOf(event);
  if (!headline.empty()) AddWrapped(terminal, headline, text);
  for (const MoveAnswer& answer : move.answers) {
    const auto listed = numbers.find(answer.id);
    const std::string number_of =
        listed == numbers.end() ? "" : absl::StrCat(" (move ", listed->second, ")");
    AddWrapped(terminal, AnswerInWords(answer) + number_of, text);
  }
  for (const StateChange& change : move.changes) {
    AddWrapped(terminal, absl::StrCat(change.measure, ": ", change.before, " → ", change.after),
               text);
  }
  return text;
}

}  // namespace decree::cli
