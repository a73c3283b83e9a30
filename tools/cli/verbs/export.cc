// export jsonl: the events as JSON Lines, in position order, printed while they are read;
// appending them elsewhere stores the same bodies. With --record each line also has its position,
// recorded instant and leaf, and `restore --from-jsonl` makes the same log of them.
#include <iostream>
#include <memory>

#include "core/codec/event_codec.h"
#include "core/codec/record_line.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/verbs.h"
#include "tools/words/words.h"

namespace decree::tools {
namespace {

struct ExportJsonlArguments {
  EventFilter filter;
  bool record = false;
};

bool IsNarrowed(const Session& session, const EventFilter& filter) {
  return !filter.measure.empty() || !filter.thread.empty() || !session.view.known_by.empty() ||
         session.view.formerly;
}

int RunExportJsonl(const Session& session, const ExportJsonlArguments& arguments) {
  EventFilter filter = arguments.filter;
  filter.view = session.view;
  filter.limits = session.limits;
  if (arguments.record && IsNarrowed(session, filter)) {
    return Fail(absl::InvalidArgumentError(
                    "--record gives the record from position 1 on without a gap: leave --measure, "
                    "--thread, --known-by and --formerly out"),
                Stage::kAsk);
  }
  auto store = OpenToAsk(session);
  if (!store.ok()) return Fail(store.status(), Stage::kOpen);
  const absl::StatusOr<AnswerHeader> header = (*store)->HeaderOf(filter.view);
  if (!header.ok()) return Fail(header.status(), Stage::kAsk);
  TellNotes(NotesOfMany(*header));
  const absl::Status status = (*store)->Scan(filter, [&](const StoredEvent& stored) {
    if (arguments.record) {
      const LogRecord& record = stored.record;
      std::cout << RecordLineToJson(
                       {record.position, record.recorded_us, record.leaf, stored.event})
                << '\n';
    } else {
      std::cout << EventToJson(stored.event) << '\n';
    }
    return std::cout ? absl::OkStatus() : absl::CancelledError("the output failed");
  });
  // main reports an output that failed.
  return status.ok() || !std::cout ? kAnswered : Fail(status, Stage::kAsk);
}

}  // namespace

void DeclareExport(CommandLine& line) {
  auto arguments = std::make_shared<ExportJsonlArguments>();
  line.DescribeGroup("export", "Give the record away in another form");
  line.AddVerb("export jsonl", "The events as JSON Lines, in position order",
               "decree export jsonl --recorded-by 1000 > events.jsonl")
      .Option("--measure", arguments->filter.measure, "only events of this measure, or a glob")
      .Option("--thread", arguments->filter.thread, "only events of this thread")
      .Flag("--record", arguments->record,
            "with position, recorded instant and leaf: what `restore --from-jsonl` takes")
      .View()
      .Runs([arguments](const Session& session) { return RunExportJsonl(session, *arguments); });
}

}  // namespace decree::tools
