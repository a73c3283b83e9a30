// Questions in words for tests of the library, which has none of its own: "as-of", date, measure
// pattern or ""; "explain", date, measure; "screen", date, origin, destination; "timeline", thread.
#ifndef DECREE_TESTS_UNIT_AUDIT_WORDS_IN_TEST_H_
#define DECREE_TESTS_UNIT_AUDIT_WORDS_IN_TEST_H_

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/status_macros.h"
#include "core/proof/proven_answer.h"

namespace decree {

inline std::string TextOf(const MeasureState& state) {
  return absl::StrCat(state.measure, " ", NameOf(state.applies), " ", NameOf(state.commitment), " ",
                      absl::StrJoin(state.because, ","), " ", absl::StrJoin(state.reasons, "; "),
                      state.terms ? TermsToJson(*state.terms) : "", "\n");
}

inline absl::StatusOr<std::string> AskInTest(const OpenRecord& open,
                                             const std::vector<std::string>& words) {
  const std::unique_ptr<Record> record = open();
  std::string text = absl::StrJoin(words, " ") + "\n";
  // Bent bundles hold other words, and other numbers of them.
  const size_t wanted = words.empty() || words[0] == "as-of" || words[0] == "explain" ? 3 : 4;
  if (words.size() == 2 && words[0] == "timeline") {
    TimelineQuestion question;
    question.thread = words[1];
    DECREE_ASSIGN_OR_RETURN(const TimelineAnswer answer, record->Timeline(question));
    for (const Move& move : answer.moves) {
      absl::StrAppend(&text, move.stored.event.id);
      for (const MoveAnswer& to : move.answers) {
        absl::StrAppend(&text, " ", to.rel, " ", to.id, " ", to.days.value_or(-1));
      }
      text += "\n";
    }
    return text;
  }
  if (words.size() < wanted) return absl::InvalidArgumentError("words are missing");
  if (words[0] == "as-of") {
    AsOfQuestion question;
    question.effective_on = words[1];
    question.measure = words[2];
    question.all = true;
    if (words.size() > 3) question.view.known_by = words[3];
    DECREE_ASSIGN_OR_RETURN(const AsOfAnswer answer, record->AsOf(question));
    absl::StrAppend(&text, "head ", answer.header.head, "\n");
    for (const MeasureState& state : answer.measures) text += TextOf(state);
    for (const std::string& note : answer.notes) text += note;
    return text;
  }
  if (words[0] == "explain") {
    DECREE_ASSIGN_OR_RETURN(const ExplainAnswer answer, record->Explain(words[2], words[1], {}));
    text += TextOf(answer.state);
    for (const ExplainedAct& act : answer.acts) {
      absl::StrAppend(&text, act.id, " ", act.position, " ", act.why, " ", act.repaired_by_id,
                      "\n");
    }
    return text;
  }
  ScreenQuestion question;
  question.transaction.on = words[1];
  question.transaction.origin = words[2];
  question.transaction.destination = words[3];
  DECREE_ASSIGN_OR_RETURN(const ScreenAnswer answer, record->Screen(question));
  for (const ScreenRow& row : answer.measures) text += TextOf(row.state);
  for (const PendingRow& row : answer.pending) absl::StrAppend(&text, row.measure, row.from, "\n");
  return absl::StrCat(text, NameOf(answer.decision), " ", answer.duty.added.rate, "\n");
}

}  // namespace decree

#endif  // DECREE_TESTS_UNIT_AUDIT_WORDS_IN_TEST_H_
