// What the record itself holds: its events, one of them, and how many there are of what.

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/codec/event_codec.h"
#include "core/projections/runner.h"
#include "core/record/event_scan.h"
#include "core/record/record_questions.h"
#include "core/record/view_text.h"

namespace decree {

absl::StatusOr<AnswerHeader> RecordQuestions::HeaderOf(const ViewText& text) {
  DECREE_ASSIGN_OR_RETURN(const RecordLog* const log, LogNow());
  const uint64_t head = log->Head().size;
  DECREE_ASSIGN_OR_RETURN(const View view, ParseView(text, *log, head, clock_));
  return HeaderOfView(text, view, *log, head, clock_);
}

absl::Status RecordQuestions::Scan(const EventFilter& filter, const EventVisitor& visit) {
  DECREE_ASSIGN_OR_RETURN(const RecordLog* const log, LogNow());
  DECREE_ASSIGN_OR_RETURN(const View view, ParseView(filter.view, *log, log->Head().size, clock_));
  EventFilter checked = filter;
  DECREE_RETURN_IF_ERROR(CheckPlaces(checked.issuer));
  return ScanEvents(*log, view, checked, visit);
}

absl::StatusOr<std::vector<StoredEvent>> RecordQuestions::Events(const EventFilter& filter) {
  std::vector<StoredEvent> events;
  DECREE_RETURN_IF_ERROR(Scan(filter, [&](const StoredEvent& stored) {
    events.push_back(stored);
    return absl::OkStatus();
  }));
  return events;
}

absl::StatusOr<StoredEvent> RecordQuestions::Show(absl::string_view id) {
  DECREE_ASSIGN_OR_RETURN(const RecordLog* const log, LogNow());
  const absl::StatusOr<Position> position = log->Find(id);
  if (!position.ok()) {
    if (!absl::IsNotFound(position.status())) return position.status();
    return absl::NotFoundError(absl::StrCat("event \"", id, "\" is not recorded in this store"));
  }
  return StoredEventAt(*log, *position);
}

absl::StatusOr<StoreStats> RecordQuestions::Stats() {
  StoreStats stats;
  DECREE_ASSIGN_OR_RETURN(const RecordLog* const log, LogNow());
  stats.head = log->Head();
  std::map<EventKind, uint64_t> counts;
  DECREE_RETURN_IF_ERROR(log->Scan(1, stats.head.size, false, [&](const LogRecord& record) {
    const absl::StatusOr<Event> event = DecodeEvent(record.body);
    if (event.ok()) {
      ++counts[*event->kind];
    } else if (stats.trouble.empty()) {
      stats.trouble = absl::StrCat("position ", record.position, ": ", event.status().message());
    }
    return absl::OkStatus();
  }));
  for (const auto& [kind, count] : counts) {
    stats.events_by_kind.emplace_back(std::string(InfoOf(kind).name), count);
  }
  // What is derived is told where it can be; the record does not hang on it.
  const absl::Status derived = AddDerived(stats);
  if (!derived.ok()) stats.trouble = std::string(derived.message());
  return stats;
}

absl::Status RecordQuestions::AddDerived(StoreStats& stats) {
  DECREE_ASSIGN_OR_RETURN(const PinnedRecord pinned, PinRecord());
  const StrandReader& strands = *pinned.strands;
  DECREE_ASSIGN_OR_RETURN(const auto measures, strands.Entities("controls", "m/"));
  DECREE_ASSIGN_OR_RETURN(const auto threads, strands.Entities("threads", "t/"));
  DECREE_ASSIGN_OR_RETURN(stats.projections, Projections());
  stats.measures = measures.size();
  stats.threads = threads.size();
  return absl::OkStatus();
}

absl::StatusOr<std::vector<ProjectionInfo>> RecordQuestions::Projections() {
  DECREE_ASSIGN_OR_RETURN(const PinnedRecord pinned, PinRecord());
  const StrandReader& strands = *pinned.strands;
  std::vector<ProjectionInfo> infos;
  for (const auto& projection : projections_) {
    ProjectionInfo info;
    info.name = std::string(projection->Name());
    DECREE_ASSIGN_OR_RETURN(const auto checkpoint,
                            ReadCheckpoint(*pinned.views, projection->Name()));
    if (checkpoint) {
      info.rules_version = checkpoint->rules_version;
      info.applied = checkpoint->applied;
    } else {
      info.rules_version = projection->RulesVersion();
    }
    DECREE_ASSIGN_OR_RETURN(const auto entities, strands.Entities(projection->Name(), ""));
    info.entities = entities.size();
    for (const std::string& entity : entities) {
      const absl::StatusOr<Strand> strand = strands.Load(projection->Name(), entity);
      if (!strand.ok() && !RestsOnUnapplied(strand.status())) return strand.status();
      info.records += strand.ok() ? strand->acts.size() : 0;
    }
    infos.push_back(std::move(info));
  }
  return infos;
}

}  // namespace decree
