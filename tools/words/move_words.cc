#include "tools/words/move_words.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/words/names.h"
#include "tools/words/words.h"

namespace decree::tools {
namespace {

std::string Counted(int count, const char* one, const char* many) {
  return absl::StrCat(count, " ", count == 1 ? one : many);
}

}  // namespace

std::string AnswerInWords(const MoveAnswer& answer, const std::string& answered) {
  const std::string what =
      answer.rel == NameOf(LinkRel::kRespondsTo) ? "answers" : Words(answer.rel);
  std::string text = absl::StrCat(what, " ", answered);
  if (!answer.days) return text;
  if (*answer.days == 0) return text + " the same day";
  return absl::StrCat(text, " after ", *answer.days, *answer.days == 1 ? " day" : " days");
}

std::string AnswerInWords(const MoveAnswer& answer) { return AnswerInWords(answer, answer.id); }

std::string WeightInWords(const Move& move) {
  std::vector<std::string> parts;
  if (move.card) parts.push_back("card");
  if (move.weight != MoveWeight::kNeutral) {
    parts.emplace_back(NameOf(move.weight));
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

}  // namespace decree::tools
