// timeline [THREAD]: the moves in order, one row each, or as a picture.
#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/no_room.h"
#include "tools/cli/ask_and_print.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/verbs.h"
#include "tools/input/whole_file.h"
#include "tools/picture/svg_picture.h"
#include "tools/text/measures.h"
#include "tools/text/moves.h"
#include "tools/words/event_words.h"
#include "tools/words/words.h"

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

void PrintCsv(const TimelineAnswer& answer, CsvForm form) {
  std::cout << CsvLine(form, {"n", "stated", "side", "kind", "id", "measure", "title", "answers",
                              "weight", "card", "changes"});
  for (size_t i = 0; i < answer.moves.size(); ++i) {
    const Move& move = answer.moves[i];
    const Event& event = move.stored.event;
    std::cout << CsvLine(
        form, {std::to_string(i + 1), StatedText(event), move.side,
               event.kind ? std::string(InfoOf(*event.kind).name) : "", event.id, event.measure,
               HeadlineOf(event), AnswersOf(move, "; "), WeightName(move.weight),
               move.card ? "true" : "false", ChangesOf(move, "; ")});
  }
}

// An event without a title says what it is about first: "us/a: +20% ad valorem".
std::string WhatOf(const Event& event) {
  std::string headline = HeadlineOf(event);
  if (headline.empty()) return SubjectOf(event);
  if (!event.title.empty() || event.measure.empty()) return headline;
  const std::string terms = event.terms ? TermsInWords(*event.terms) : "";
  const bool told = terms.empty() || terms == headline;
  return absl::StrCat(event.measure, ": ", headline, told ? "" : absl::StrCat(" [", terms, "]"));
}

void PrintTable(const Session& session, const TimelineAnswer& answer) {
  std::cout << Colored(session.out, Ink::kBold,
                       answer.thread.empty() ? "All events" : "Thread " + Printable(answer.thread))
            << ", " << ViewInWords(answer.header, session.view.floor) << "\n";
  const MoveNumbers numbers = NumbersOf(answer.moves);
  std::vector<Row> rows;
  for (size_t i = 0; i < answer.moves.size(); ++i) {
    const Move& move = answer.moves[i];
    const Event& event = move.stored.event;
    const std::string answers =
        absl::StrJoin(move.answers, ", ", [&](std::string* out, const MoveAnswer& one) {
          absl::StrAppend(out, AnswerByNumber(one, numbers));
        });
    std::string what = WhatOf(event);
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

struct TimelineArguments {
  TimelineQuestion question;
  std::string svg;  // the picture's file; "-": standard output; empty: no picture
};

int WritePicture(const Session& session, Decree& store, const TimelineQuestion& question,
                 const std::string& path) {
  const auto picture = DrawThread(store, question);
  if (!picture.ok()) return Fail(picture.status(), Stage::kAsk);
  if (path == "-") {
    std::cout << picture->svg;
    return kAnswered;
  }
  const absl::Status written = WriteWholeFile(path, picture->svg);
  if (!written.ok()) {
    return FailedOutput(Prefixed("--svg: ", written));
  }
  session.stored->Tell("picture", "the picture in " + path);
  std::cout << "wrote " << Printable(path) << ": " << picture->moves
            << (picture->moves == 1 ? " move, " : " moves, ") << picture->measures
            << (picture->measures == 1 ? " measure\n" : " measures\n");
  return kAnswered;
}

int RunTimeline(const Session& session, TimelineArguments arguments) {
  TimelineQuestion& question = arguments.question;
  question.view = session.view;
  question.limits = session.limits;
  if (!arguments.svg.empty() && (session.json || session.csv)) {
    return Fail(absl::InvalidArgumentError(
                    "--svg: the answer has one form; leave out --json and --csv, or --svg"),
                Stage::kAsk);
  }
  if (!arguments.svg.empty()) {
    const auto store = OpenToAsk(session);
    if (!store.ok()) return Fail(store.status(), Stage::kOpen);
    return WritePicture(session, **store, question, arguments.svg);
  }
  return AskAndPrint(
      session, [&](Decree& store) { return store.Timeline(question); },
      [&](const auto& answer) { PrintJson(answer, session.view.floor); }, PrintCsv,
      [&](const auto& answer, Decree&) { PrintTable(session, answer); });
}

}  // namespace

void DeclareTimeline(CommandLine& line) {
  auto arguments = std::make_shared<TimelineArguments>();
  line.AddVerb("timeline", "The moves of a thread (or of all) in order, or as a picture",
               "decree timeline us-cn-2025 --from 2025-10 --to 2025-11\n"
               "  decree timeline us-cn-2025 --svg us-cn-2025.svg")
      .Optional("THREAD", arguments->question.thread, "the thread; none: all events")
      .Option("--from", arguments->question.from, "only what was stated on or after DATE")
      .Option("--to", arguments->question.to, "only what was stated on or before DATE")
      .Option("--svg", arguments->svg, "draw the moves as an SVG picture into FILE; `-`: stdout")
      .View()
      .Formats(Forms::kJsonCsv)
      .Runs([arguments](const Session& session) { return RunTimeline(session, *arguments); });
}

}  // namespace decree::cli
