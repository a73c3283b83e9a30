// What nearly every question does between its arguments and its exit status: open the store, ask,
// and print the answer in the form that was chosen.
#ifndef DECREE_TOOLS_CLI_ASK_AND_PRINT_H_
#define DECREE_TOOLS_CLI_ASK_AND_PRINT_H_

#include <iostream>
#include <string>

#include "tools/cli/exit_status.h"
#include "tools/cli/session.h"
#include "tools/json/answers.h"
#include "tools/text/answers.h"
#include "tools/words/words.h"

namespace decree::tools {

// The text of an answer that needs nothing more than the names of events.
struct PlainText {
  template <typename Answer>
  void operator()(const Page& page, const Answer& answer, Record& record) const {
    if constexpr (requires { WriteText(page, answer); }) {
      WriteText(page, answer);
    } else {
      EventNamer namer(record);
      WriteText(page, answer, namer);
    }
  }
};

inline const AnswerHeader& HeaderIn(const TransactionExplanation& answer) {
  return answer.screen.header;
}
template <typename Answer>
const AnswerHeader& HeaderIn(const Answer& answer) {
  return answer.header;
}

// `ask(store)` gives a StatusOr of the answer; `text(page, answer, store)` writes it for people.
// Returns the exit status.
template <typename Ask, typename Text = PlainText>
int AskAndPrint(const Session& session, const Ask& ask, const Text& text = {}) {
  const auto record = OpenToAsk(session);
  if (!record.ok()) return Fail(record.status(), Stage::kOpen);
  const auto answer = ask(**record);
  if (!answer.ok()) return Fail(answer.status(), Stage::kAsk);
  if (session.json) {
    WriteJson(std::cout, *answer, session.view.floor);
    std::cout << "\n";
  } else if (session.csv) {
    // A screening has no such form.
    if constexpr (requires { WriteCsv(std::cout, *answer, session.csv_form); }) {
      WriteCsv(std::cout, *answer, session.csv_form);
    }
    TellNotes(NotesOf(HeaderIn(*answer)));
  } else {
    text(PageOf(session), *answer, **record);
    for (const std::string& note : NotesOf(HeaderIn(*answer))) std::cout << note << "\n";
  }
  return kAnswered;
}

}  // namespace decree::tools

#endif  // DECREE_TOOLS_CLI_ASK_AND_PRINT_H_
