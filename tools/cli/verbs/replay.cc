// replay THREAD: reads like a game record: each move, what it answers, what it changed, the score.
#include <unistd.h>

#include <iostream>
#include <memory>

#include "tools/cli/exit_status.h"
#include "tools/cli/verbs.h"
#include "tools/json/answers.h"
#include "tools/text/answers.h"
#include "tools/words/words.h"

namespace decree::tools {
namespace {

struct ReplayArguments {
  TimelineQuestion question;
  bool step = false;
};

// Waits for Enter; false when the reader has had enough (q or the end of input).
bool WaitForEnter() {
  std::cout << "     — Enter for the next move, q to stop — " << std::flush;
  std::string line;
  char next = 0;
  while (std::cin.get(next) && next != '\n') {
    if (line.size() < 2) line += next;  // a `q` alone is all that matters
  }
  return std::cin && line != "q";
}

int RunReplay(const Session& session, ReplayArguments arguments) {
  arguments.question.view = session.view;
  arguments.question.limits = session.limits;
  auto store = OpenToAsk(session);
  if (!store.ok()) return Fail(store.status(), Stage::kOpen);
  auto answer = (*store)->Replay(arguments.question);
  if (!answer.ok()) return Fail(answer.status(), Stage::kAsk);
  if (answer->tallies.size() != answer->moves.size()) {
    return Fail(absl::InternalError("the replay has not one score a move"), Stage::kAsk);
  }
  if (session.json) {
    WriteJson(std::cout, *answer, session.view.floor);
    std::cout << "\n";
  } else {
    const bool waits = arguments.step && session.out.is_terminal && isatty(STDIN_FILENO) == 1;
    WriteText(PageOf(session), *answer, [waits] { return !waits || WaitForEnter(); });
    for (const std::string& note : NotesOf(answer->header)) std::cout << note << "\n";
  }
  return kAnswered;
}

}  // namespace

void DeclareReplay(CommandLine& line) {
  auto arguments = std::make_shared<ReplayArguments>();
  line.AddVerb("replay", "A thread move by move: answers, changes of state, the score",
               "decree replay us-cn-2025 --step")
      .Required("THREAD", arguments->question.thread, "the thread")
      .Option("--from", arguments->question.from, "only what was stated on or after DATE")
      .Option("--to", arguments->question.to, "only what was stated on or before DATE")
      .Flag("--step", arguments->step, "wait for Enter between the moves (on a terminal)")
      .View()
      .Formats(Forms::kJson)
      .Runs([arguments](const Session& session) { return RunReplay(session, *arguments); });
}

}  // namespace decree::tools
