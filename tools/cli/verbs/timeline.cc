// timeline [THREAD]: the moves in order, one row each, or as a picture.
#include <iostream>
#include <memory>

#include "core/base/no_room.h"
#include "tools/cli/ask_and_print.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/verbs.h"
#include "tools/input/whole_file.h"
#include "tools/picture/svg_picture.h"
#include "tools/words/printable.h"
#include "tools/words/words.h"

namespace decree::tools {
namespace {

struct TimelineArguments {
  TimelineQuestion question;
  std::string svg;  // the picture's file; "-": standard output; empty: no picture
};

int WritePicture(const Session& session, Record& record, const TimelineQuestion& question,
                 const std::string& path) {
  const auto picture = DrawThread(record, question);
  if (!picture.ok()) return Fail(picture.status(), Stage::kAsk);
  const absl::StatusOr<AnswerHeader> header = record.HeaderOf(question.view);
  if (!header.ok()) return Fail(header.status(), Stage::kAsk);
  TellNotes(NotesOfMany(*header));
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
    const auto record = OpenToAsk(session);
    if (!record.ok()) return Fail(record.status(), Stage::kOpen);
    return WritePicture(session, **record, question, arguments.svg);
  }
  return AskAndPrint(session, [&](Record& record) { return record.Timeline(question); });
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

}  // namespace decree::tools
