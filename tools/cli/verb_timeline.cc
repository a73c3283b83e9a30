// timeline [THREAD]: the moves in order, one row each.
#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/measure_answer.h"
#include "tools/cli/move_answer.h"
#include "tools/cli/record_answer.h"
#include "tools/cli/verbs.h"
#include "tools/cli/words.h"

namespace decree::cli {
namespace {

void PrintJson(const TimelineAnswer& answer, Commitment floor) {
  JsonWriter json;
  json.BeginObject().FieldOrNull("thread", answer.thread);
  WriteHeader(json, answer.header, floor);
  json.Key("moves").BeginArray();
  for (size_t i = 0; i < answer.moves.size(); ++i) {
    WriteMove(json, i + 1, answer.moves[i], nullptr);
    std::cout << json.Take();
  }
  std::cout << json.EndArray().EndObject().Take() << "\n";
}

std::string AnswersOf(const Move& move, const char* separator) {
  return absl::StrJoin(move.answers, separator, [](std::string* out, const MoveAnswer& answer) {
    absl::StrAppend(out, AnswerInWords(answer));
  });
}

std::string ChangesOf(const Move& move, const char* separator) {
  return absl::StrJoin(move.changes, separator, [](std::string* out, const StateChange& change) {
    absl::StrAppend(out, change.measure, ": ", change.before, " → ", change.after);
  });
}

void PrintCsv(const TimelineAnswer& answer) {
  std::cout << CsvLine({"n", "stated", "side", "kind", "id", "measure", "title", "answers",
                        "weight", "card", "changes"});
  for (size_t i = 0; i < answer.moves.size(); ++i) {
    const Move& move = answer.moves[i];
    const Event& event = move.stored.event;
    std::cout << CsvLine({std::to_string(i + 1), StatedText(event), move.side,
                          event.kind ? std::string(InfoOf(*event.kind).name) : "", event.id,
                          event.measure, HeadlineOf(event), AnswersOf(move, "; "),
                          WeightName(move.weight), move.card ? "true" : "false",
                          ChangesOf(move, "; ")});
  }
}

void PrintTable(const Session& session, const TimelineAnswer& answer) {
  std::cout << Colored(session.out, Ink::kBold,
                       answer.thread.empty() ? "All events" : "Thread " + Printable(answer.thread))
            << ", " << ViewInWords(answer.header, session.view.floor) << "\n";
  std::vector<Row> rows;
  for (size_t i = 0; i < answer.moves.size(); ++i) {
    const Move& move = answer.moves[i];
    const Event& event = move.stored.event;
    const std::string answers = AnswersOf(move, ", ");
    std::string what = HeadlineOf(event);
    if (what.empty()) what = SubjectOf(event);
    if (!answers.empty()) absl::StrAppend(&what, " (", answers, ")");
    rows.push_back({std::to_string(i + 1), StatedText(event), move.side,
                    event.kind ? Words(InfoOf(*event.kind).name) : "", Printable(what)});
  }
  std::cout << AlignedRows(session.out, rows) << rows.size()
            << (rows.size() == 1 ? " move." : " moves.");
  if (!answer.thread.empty()) {
    std::cout << " `decree replay " << Printable(answer.thread) << "` shows what each one changed.";
  }
  std::cout << "\n";
}

int RunTimeline(const Session& session, TimelineQuestion question) {
  question.view = session.view;
  auto store = OpenToAsk(session);
  if (!store.ok()) return Fail(store.status(), Stage::kOpen);
  auto answer = (*store)->Timeline(question);
  if (!answer.ok()) return Fail(answer.status(), Stage::kAsk);
  if (session.json) {
    PrintJson(*answer, session.view.floor);
  } else if (session.csv) {
    PrintCsv(*answer);
  } else {
    PrintTable(session, *answer);
  }
  return kAnswered;
}

}  // namespace

void DeclareTimeline(CommandLine& line) {
  auto question = std::make_shared<TimelineQuestion>();
  line.AddVerb("timeline", "The moves of a thread (or of all) in order",
               "decree timeline us-cn-2025 --from 2025-10 --to 2025-11")
      .Optional("THREAD", question->thread, "the thread; none: all events")
      .Option("--from", question->from, "only what was stated on or after DATE")
      .Option("--to", question->to, "only what was stated on or before DATE")
      .View()
      .Formats(Forms::kJsonCsv)
      .Runs([question](const Session& session) { return RunTimeline(session, *question); });
}

}  // namespace decree::cli
