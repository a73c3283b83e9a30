// events: the record itself, in position order, printed while it is read.
#include <iostream>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/verbs.h"
#include "tools/json/answers.h"
#include "tools/text/records.h"
#include "tools/words/words.h"

namespace decree::tools {
namespace {

struct EventsArguments {
  EventFilter filter;
  std::string kind;
};

// An output that fails ends the scan; main reports it.
absl::Status Written() {
  return std::cout ? absl::OkStatus() : absl::CancelledError("the output failed");
}

// In all forms nothing is printed before the first event, so that a question refused prints none.
absl::Status PrintJson(Record& record, const EventFilter& filter, const AnswerHeader& header) {
  EventsJson json(std::cout);
  absl::Status status = record.Scan(filter, [&](const StoredEvent& stored) {
    json.Add(stored);
    return Written();
  });
  if (status.ok()) {
    json.End(header);
    std::cout << "\n";
  }
  return status;
}

absl::Status PrintCsv(Record& record, const EventFilter& filter, CsvForm form) {
  std::string header = CsvLine(form, EventCsvHeader());
  absl::Status status = record.Scan(filter, [&](const StoredEvent& stored) {
    std::cout << std::exchange(header, "") << CsvLine(form, EventCsvRow(stored));
    return Written();
  });
  if (status.ok()) std::cout << header;
  return status;
}

// The columns are measured in a pass of their own. What a writer appends between the two is left
// out: only what was measured is shown.
absl::Status PrintTable(const Terminal& terminal, Record& record, const EventFilter& filter,
                        const AnswerHeader& header) {
  Columns columns;
  uint64_t events = 0;
  Position last = 0;
  absl::Status status = record.Scan(filter, [&](const StoredEvent& stored) {
    columns.Measure(EventRow(stored));
    last = stored.record.position;
    ++events;
    return absl::OkStatus();
  });
  if (status.ok() && events != 0) {
    status = record.Scan(filter, [&](const StoredEvent& stored) {
      if (stored.record.position <= last) std::cout << columns.Show(terminal, EventRow(stored));
      return Written();
    });
  }
  if (!status.ok()) return status;
  std::cout << events << (events == 1 ? " event.\n" : " events.\n");
  for (const std::string& note : NotesOfMany(header)) std::cout << note << "\n";
  return status;
}

int RunEvents(const Session& session, EventsArguments arguments) {
  if (!arguments.kind.empty()) {
    arguments.filter.kind = EventKindFromName(arguments.kind);
    if (!arguments.filter.kind) {
      return Fail(absl::InvalidArgumentError(absl::StrCat(
                      "--kind: \"", arguments.kind,
                      "\" is no kind of event; they are written like announced, heldUnlawful")),
                  Stage::kAsk);
    }
  }
  arguments.filter.view = session.view;
  arguments.filter.limits = session.limits;
  auto record = OpenToAsk(session);
  if (!record.ok()) return Fail(record.status(), Stage::kOpen);
  const EventFilter& filter = arguments.filter;
  const absl::StatusOr<AnswerHeader> header = (*record)->HeaderOf(filter.view);
  if (!header.ok()) return Fail(header.status(), Stage::kAsk);
  if (session.csv) TellNotes(NotesOfMany(*header));
  const absl::Status status = session.json  ? PrintJson(**record, filter, *header)
                              : session.csv ? PrintCsv(**record, filter, session.csv_form)
                                            : PrintTable(session.out, **record, filter, *header);
  return status.ok() || !std::cout ? kAnswered : Fail(status, Stage::kAsk);
}

}  // namespace

void DeclareEvents(CommandLine& line) {
  auto arguments = std::make_shared<EventsArguments>();
  line.AddVerb("events", "The record itself, in the order in which it was recorded",
               "decree events --measure 'us/*' --kind suspended")
      .Option("--measure", arguments->filter.measure, "only events of this measure, or a glob")
      .Option("--thread", arguments->filter.thread, "only events of this thread")
      .Option("--issuer", arguments->filter.issuer, "only events of this jurisdiction")
      .Option("--kind", arguments->kind, "only events of this kind, e.g. heldUnlawful")
      .View()
      .Formats(Forms::kJsonCsv)
      .Runs([arguments](const Session& session) { return RunEvents(session, *arguments); });
}

}  // namespace decree::tools
