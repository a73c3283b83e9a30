// export jsonl: the events as JSON Lines, in position order; appending them elsewhere stores the
// same bodies.
#include <iostream>
#include <memory>

#include "core/codec/event_codec.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/verbs.h"

namespace decree::cli {
namespace {

int RunExportJsonl(const Session& session, EventFilter filter) {
  filter.view = session.view;
  auto store = OpenToAsk(session);
  if (!store.ok()) return Fail(store.status(), Stage::kOpen);
  auto events = (*store)->Events(filter);
  if (!events.ok()) return Fail(events.status(), Stage::kAsk);
  for (const StoredEvent& stored : *events) {
    std::cout << EventToJson(stored.event) << '\n';
    if (!std::cout) break;  // main reports it
  }
  return kAnswered;
}

}  // namespace

void DeclareExport(CommandLine& line) {
  auto filter = std::make_shared<EventFilter>();
  line.DescribeGroup("export", "Give the record away in another form");
  line.AddVerb("export jsonl", "The events as JSON Lines, in position order",
               "decree export jsonl --recorded-by 1000 > events.jsonl")
      .Option("--measure", filter->measure, "only events of this measure, or a glob")
      .Option("--thread", filter->thread, "only events of this thread")
      .View()
      .Runs([filter](const Session& session) { return RunExportJsonl(session, *filter); });
}

}  // namespace decree::cli
