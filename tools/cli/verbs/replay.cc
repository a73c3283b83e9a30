// replay THREAD: reads like a game record: each move, what it answers, what it changed, the score.
#include <unistd.h>

#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/verbs.h"
#include "tools/text/measures.h"
#include "tools/text/moves.h"
#include "tools/words/event_words.h"
#include "tools/words/words.h"

namespace decree::cli {
namespace {

struct ReplayArguments {
  TimelineQuestion question;
  bool step = false;
};

void PrintJson(const ReplayAnswer& answer, Commitment floor) {
  JsonWriter json;
  json.BeginObject().Field("thread", answer.thread);
  WriteHeader(json, answer.header, floor);
  json.Key("moves").BeginArray();
  for (size_t i = 0; i < answer.moves.size(); ++i) {
    WriteMove(json, i + 1, answer.moves[i], &answer.tallies[i]);
    std::cout << json.Take();
  }
  std::cout << json.EndArray().EndObject().Take() << "\n";
}

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

void PrintText(const Session& session, const ReplayAnswer& answer, bool step) {
  const size_t count = answer.moves.size();
  std::cout << Colored(session.out, Ink::kBold, "Replay of " + Printable(answer.thread)) << ", "
            << count << (count == 1 ? " move, " : " moves, ")
            << ViewInWords(answer.header, session.view.floor) << "\n";
  const bool waits = step && session.out.is_terminal && isatty(STDIN_FILENO) == 1;
  const MoveNumbers numbers = NumbersOf(answer.moves);
  for (size_t i = 0; i < count; ++i) {
    std::cout << "\n" << MoveInWords(session.out, i + 1, answer.moves[i], numbers);
    const bool scored = answer.moves[i].card || answer.moves[i].weight != MoveWeight::kNeutral;
    if (scored && i + 1 < count) {
      std::cout << "     "
                << Colored(session.out, Ink::kFaint, Printable(TallyInWords(answer.tallies[i])))
                << "\n";
    }
    if (waits && i + 1 < count && !WaitForEnter()) return;
  }
  if (count > 0) {
    std::cout << "\n"
              << Colored(session.out, Ink::kBold, "In the end") << "  "
              << Printable(TallyInWords(answer.tallies.back())) << "\n";
  }
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
    PrintJson(*answer, session.view.floor);
  } else {
    PrintText(session, *answer, arguments.step);
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

}  // namespace decree::cli
