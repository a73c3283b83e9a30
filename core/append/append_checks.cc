#include "core/append/append_checks.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "core/base/append_error.h"
#include "core/base/no_room.h"
#include "core/base/status_macros.h"
#include "core/codec/event_codec.h"
#include "core/model/limits.h"
#include "core/model/resolve_dates.h"
#include "core/model/validate_event.h"

namespace decree {
namespace {

using ZonesInCall = absl::flat_hash_map<std::string, std::string>;  // by event id

// The zone in which the target's dates were resolved; "" when the target is not there (the log says
// so).
absl::StatusOr<std::string> ZoneOfTarget(const std::string& target,
                                         const ZonesInCall& zones_in_call, const RecordLog& log) {
  const auto in_call = zones_in_call.find(target);
  if (in_call != zones_in_call.end()) return in_call->second;
  const absl::StatusOr<Position> position = log.Find(target);
  if (!position.ok()) {
    return absl::IsNotFound(position.status()) ? absl::StatusOr<std::string>("")
                                               : position.status();
  }
  DECREE_ASSIGN_OR_RETURN(const LogRecord record, log.Read(*position));
  DECREE_ASSIGN_OR_RETURN(const Event event, DecodeEvent(record.body));
  return event.zone;
}

absl::Status Named(const Event& event, const absl::Status& status) {
  return Prefixed(absl::StrCat("event \"", event.id, "\": "), status);
}

// An event made by hand may lack what the reading of JSON fills in. nullopt: it lacks nothing.
absl::StatusOr<std::optional<Event>> Completed(const Event& event) {
  std::optional<Event> completed;
  const bool lacks_moment = event.published.has_value() != event.stated.has_value();
  if (lacks_moment || event.zone.empty()) {
    completed = event;
    if (!completed->published) completed->published = completed->stated;
    if (!completed->stated) completed->stated = completed->published;
  }
  absl::Status status = ValidateEvent(completed ? *completed : event);
  if (status.ok() && event.zone.empty()) {
    const absl::string_view own = OwnZoneOf(event);
    status = ResolveDates(*completed, own.empty() ? "Etc/UTC" : own);
  }
  if (status.ok()) return completed;
  return Named(event, status);
}

// Programs may make events by hand, past the reading of JSON: what could not be read back is
// refused here.
absl::Status CheckStorable(const Event& event, absl::string_view body) {
  const auto refuse = [&](absl::string_view field, absl::string_view why) {
    return Named(event, WithField(absl::InvalidArgumentError(why), field));
  };
  size_t depth = 0;
  for (const Event* inner = event.replacement.get(); inner != nullptr;
       inner = inner->replacement.get()) {
    if (++depth <= kReplacementDepthMax) continue;
    return refuse("replacement", absl::StrCat("replacement: repairs inside repairs go at most ",
                                              kReplacementDepthMax, " deep"));
  }
  if (body.size() <= kEventBytesMax) return absl::OkStatus();
  return refuse("", absl::StrCat("the stored form of an event has at most ", kEventBytesMax,
                                 " bytes, this has ", body.size(), "; split its scope"));
}

// Its dates in the zone of its target, where that is another one; nullopt: they stay.
absl::StatusOr<std::optional<Event>> InZoneOfTarget(const Event& event, const ZonesInCall& zones,
                                                    const RecordLog& log) {
  if (event.target.empty() || !OwnZoneOf(event).empty()) return std::nullopt;
  DECREE_ASSIGN_OR_RETURN(const std::string zone, ZoneOfTarget(event.target, zones, log));
  if (zone.empty() || zone == event.zone) return std::nullopt;
  std::optional<Event> resolved = event;
  DECREE_RETURN_IF_ERROR(Named(event, ResolveDates(*resolved, zone)));
  return resolved;
}

absl::StatusOr<AppendRequest> RequestFor(const NewEvent& added, const RecordLog& log,
                                         ZonesInCall& zones) {
  std::optional<Event> completed;
  if (added.body() == nullptr) {
    DECREE_ASSIGN_OR_RETURN(completed, Completed(added.event()));
  }
  const Event& event = completed ? *completed : added.event();
  DECREE_ASSIGN_OR_RETURN(const std::optional<Event> resolved, InZoneOfTarget(event, zones, log));
  const Event& stored = resolved ? *resolved : event;
  zones[stored.id] = stored.zone;
  AppendRequest request;
  request.id = stored.id;
  request.target_id = stored.target;
  request.expected = added.expected();
  request.streams = StreamsOf(stored);
  request.body = added.body() != nullptr && !resolved ? *added.body() : EncodeEvent(stored);
  DECREE_RETURN_IF_ERROR(CheckStorable(stored, request.body));
  return request;
}

}  // namespace

absl::StatusOr<std::vector<AppendRequest>> RequestsFor(absl::Span<const NewEvent> events,
                                                       const RecordLog& log) {
  std::vector<AppendRequest> requests;
  requests.reserve(events.size());
  ZonesInCall zones;
  for (size_t i = 0; i < events.size(); ++i) {
    absl::StatusOr<AppendRequest> request = RequestFor(events[i], log, zones);
    if (!request.ok()) return WithIndex(std::move(request).status(), i);
    requests.push_back(*std::move(request));
  }
  return requests;
}

}  // namespace decree
