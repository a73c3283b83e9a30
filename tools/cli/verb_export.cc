// export jsonl: the events as JSON Lines, in position order, printed while they are read;
// appending them elsewhere stores the same bodies.
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
  const absl::Status status = (*store)->Scan(filter, [](const StoredEvent& stored) {
    std::cout << EventToJson(stored.event) << '\n';
    return std::cout ? absl::OkStatus() : absl::CancelledError("the output failed");
  });
  // main reports an output that failed.
  return status.ok() || !std::cout ? kAnswered : Fail(status, Stage::kAsk);
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
