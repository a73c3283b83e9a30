// events: the record itself, in position order.
#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/record_answer.h"
#include "tools/cli/verbs.h"
#include "tools/cli/words.h"

namespace decree::cli {
namespace {

struct EventsArguments {
  EventFilter filter;
  std::string kind;
};

void PrintJson(const std::vector<StoredEvent>& events) {
  JsonWriter json;
  json.BeginObject().Key("events").BeginArray();
  for (const StoredEvent& stored : events) {
    WriteRecord(json, stored);
    std::cout << json.Take();
  }
  std::cout << json.EndArray().EndObject().Take() << "\n";
}

void PrintCsv(const std::vector<StoredEvent>& events) {
  std::cout << CsvLine({"position", "recorded", "stated", "published", "kind", "issuer", "subject",
                        "id", "headline", "leaf"});
  for (const StoredEvent& stored : events) {
    const Event& event = stored.event;
    std::cout << CsvLine(
        {std::to_string(stored.record.position), RecordedText(stored.record),
         event.stated ? event.stated->text : "", event.published ? event.published->text : "",
         event.kind ? std::string(InfoOf(*event.kind).name) : "", SideOf(event), SubjectOf(event),
         event.id, HeadlineOf(event), HexOf(stored.record.leaf)});
  }
}

void PrintTable(const Terminal& terminal, const std::vector<StoredEvent>& events) {
  std::vector<Row> rows;
  for (const StoredEvent& stored : events) {
    const Event& event = stored.event;
    rows.push_back({std::to_string(stored.record.position), StatedText(event), SideOf(event),
                    event.kind ? Words(InfoOf(*event.kind).name) : "",
                    CutTo(Printable(SubjectOf(event)), 40), Printable(event.id)});
  }
  std::cout << AlignedRows(terminal, rows) << events.size()
            << (events.size() == 1 ? " event.\n" : " events.\n");
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
  auto store = OpenToAsk(session);
  if (!store.ok()) return Fail(store.status(), Stage::kOpen);
  auto events = (*store)->Events(arguments.filter);
  if (!events.ok()) return Fail(events.status(), Stage::kAsk);
  if (session.json) {
    PrintJson(*events);
  } else if (session.csv) {
    PrintCsv(*events);
  } else {
    PrintTable(session.out, *events);
  }
  return kAnswered;
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

}  // namespace decree::cli
