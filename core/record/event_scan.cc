#include "core/record/event_scan.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/codec/event_codec.h"
#include "core/projections/act_record.h"
#include "core/query/state/measure_state.h"

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

// By the names that it joins.
bool MayPass(const StoredEvent& stored, const EventFilter& filter) {
  if (!filter.measure.empty() && !MeasureMatches(stored, filter.measure)) return false;
  if (filter.thread.empty()) return true;
  const std::string stream = absl::StrCat("t/", filter.thread);
  return std::any_of(stored.record.streams.begin(), stored.record.streams.end(),
                     [&](const StreamVersion& joined) { return joined.stream == stream; });
}

bool IsRecorded(const StoredEvent& stored, const View& view) {
  if (!view.reads_claims || stored.record.position <= view.position_own) return true;
  if (stored.record.recorded_us <= view.recorded_us_max) return true;
  const std::optional<Formerly>& claim = stored.event.formerly;
  return claim && claim->recorded.latest_utc_us <= view.recorded_us_max;
}

bool Passes(const StoredEvent& stored, const EventFilter& filter, const View& view) {
  const Event& event = stored.event;
  if (filter.kind && event.kind != *filter.kind) return false;
  if (!filter.issuer.empty() && (!event.actor || event.actor->jurisdiction != filter.issuer))
    return false;
  if (!MayPass(stored, filter) || !IsRecorded(stored, view)) return false;
  if (!event.published) return true;  // clerical: belongs to the recorded axis alone
  return IsKnown(event.published->latest_utc_us,
                 static_cast<int16_t>(event.published->utc_offset_s / 60), view);
}

}  // namespace

absl::Status ScanEvents(const RecordLog& log, const View& view, const EventFilter& filter,
                        const std::function<absl::Status(const StoredEvent&)>& visit) {
  const Position last = std::min(view.position_max, log.Head().size);
  StoredEvent stored;
  uint64_t visited = 0;
  absl::Status unreadable;
  const auto read = [&](const LogRecord& record) -> absl::Status {
    absl::StatusOr<Event> event = DecodeEvent(record.body);
    stored.record = record;
    if (!event.ok()) {
      stored.event = Event();
      // The rest is given all the same, and then it is told that this is missing.
      const bool is_first = unreadable.ok();
      if (is_first && MayPass(stored, filter)) {
        unreadable = absl::Status(event.status().code(),
                                  absl::StrCat("position ", record.position, ": ",
                                               event.status().message(), "; all others are given"));
      }
      return absl::OkStatus();
    }
    stored.event = *std::move(event);
    const bool passes = Passes(stored, filter, view);
    if (passes) ++visited;
    DECREE_RETURN_IF_ERROR(CheckLimits(filter.limits, visited));
    return passes ? visit(stored) : absl::OkStatus();
  };
  DECREE_RETURN_IF_ERROR(log.Scan(1, last, /*verify_leaves=*/true, read));
  return unreadable;
}

}  // namespace decree
