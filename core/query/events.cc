#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/codec/event_codec.h"
#include "core/query/questions.h"

namespace decree {
namespace {

bool MeasureMatches(const StoredEvent& stored, const std::string& pattern) {
  if (MatchesGlob(pattern, stored.event.measure)) return true;
  return std::any_of(stored.record.streams.begin(), stored.record.streams.end(),
                     [&](const StreamVersion& stream) {
                       return absl::StartsWith(stream.stream, "m/") &&
                              MatchesGlob(pattern, absl::string_view(stream.stream).substr(2));
                     });
}

bool Passes(const StoredEvent& stored, const EventFilter& filter, const View& view) {
  const Event& event = stored.event;
  if (filter.kind && event.kind != *filter.kind) return false;
  if (!filter.issuer.empty() && (!event.actor || event.actor->jurisdiction != filter.issuer))
    return false;
  if (!filter.measure.empty() && !MeasureMatches(stored, filter.measure)) return false;
  if (!filter.thread.empty()) {
    const std::string stream = absl::StrCat("t/", filter.thread);
    const bool joins =
        std::any_of(stored.record.streams.begin(), stored.record.streams.end(),
                    [&](const StreamVersion& joined) { return joined.stream == stream; });
    if (!joins) return false;
  }
  if (!event.published) return true;  // clerical: belongs to the recorded axis alone
  return IsKnown(event.published->latest_utc_us,
                 static_cast<int16_t>(event.published->utc_offset_s / 60), view);
}

}  // namespace

absl::StatusOr<StoredEvent> StoredEventAt(const EventLog& log, Position position) {
  StoredEvent stored;
  DECREE_ASSIGN_OR_RETURN(stored.record, log.Read(position));
  absl::StatusOr<Event> event = DecodeEvent(stored.record.body);
  if (!event.ok()) {
    return absl::Status(event.status().code(),
                        absl::StrCat("position ", position, ": ", event.status().message()));
  }
  stored.event = *std::move(event);
  return stored;
}

absl::StatusOr<std::vector<StoredEvent>> AnswerEvents(const QuestionContext& context,
                                                      const EventFilter& filter) {
  std::vector<StoredEvent> events;
  const View& view = context.sight.view;
  const Position last = std::min(view.position_max, context.log.Head().size);
  DECREE_RETURN_IF_ERROR(
      context.log.Scan(1, last, true, [&](const LogRecord& record) -> absl::Status {
        StoredEvent stored;
        stored.record = record;
        absl::StatusOr<Event> event = DecodeEvent(record.body);
        if (!event.ok()) {
          return absl::Status(event.status().code(), absl::StrCat("position ", record.position,
                                                                  ": ", event.status().message()));
        }
        stored.event = *std::move(event);
        if (Passes(stored, filter, view)) events.push_back(std::move(stored));
        return absl::OkStatus();
      }));
  return events;
}

}  // namespace decree
