#include "core/append/append_checks.h"

#include <algorithm>
#include <map>
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
#include "core/query/fold/fold.h"

namespace decree {
namespace {

constexpr size_t kWarnedEventsMax = 4096;

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

bool GivesSteps(const ActRecord& record) {
  return record.Has(kActGivesTerms) &&
         (record.kind == EventKind::kAmended || record.kind == EventKind::kEased ||
          IsEnacting(record.kind));
}

// An event of the call that amends a measure without end, and what it covers.
struct OpenAmendment {
  const Event* event = nullptr;
  size_t index = 0;  // in the call
  ActRecord act;
  const ActRecord* covered =
      nullptr;  // a step stated before it that begins after it; nullptr: none
};

bool IsOpenAmendment(const Event& event) {
  const bool amends = event.kind == EventKind::kAmended || event.kind == EventKind::kEased;
  return amends && event.terms && !event.measure.empty() && event.stated && event.published &&
         !(event.effective && event.effective->to);
}

// Finds for each amendment the first step of the strand, by position, that was stated before it and
// begins after it: steps are put in by the order of statement, into a tree over their beginnings
// that keeps the first of each run.
void FindCovered(const std::vector<ActRecord>& acts, std::vector<OpenAmendment*>& amendments) {
  std::vector<const ActRecord*> steps;
  for (const ActRecord& act : acts) {
    if (GivesSteps(act)) steps.push_back(&act);
  }
  std::vector<int64_t> starts;
  starts.reserve(steps.size());
  for (const ActRecord* const step : steps) starts.push_back(step->from_earliest);
  std::sort(starts.begin(), starts.end());
  const auto after = [&starts](int64_t from) {  // how many begin after it
    return static_cast<size_t>(starts.end() - std::upper_bound(starts.begin(), starts.end(), from));
  };
  std::vector<const ActRecord*> first(starts.size() + 1, nullptr);
  const auto keep_first = [](const ActRecord* act, const ActRecord*& kept) {
    if (act != nullptr && (kept == nullptr || act->position < kept->position)) kept = act;
  };
  std::sort(steps.begin(), steps.end(),
            [](const ActRecord* a, const ActRecord* b) { return a->stated_us < b->stated_us; });
  std::sort(amendments.begin(), amendments.end(),
            [](const auto* a, const auto* b) { return a->act.stated_us < b->act.stated_us; });
  size_t next = 0;
  for (OpenAmendment* const amendment : amendments) {
    for (; next < steps.size() && steps[next]->stated_us < amendment->act.stated_us; ++next) {
      for (size_t i = after(steps[next]->from_earliest) + 1; i < first.size(); i += i & (~i + 1)) {
        keep_first(steps[next], first[i]);
      }
    }
    for (size_t i = after(amendment->act.from_earliest); i > 0; i -= i & (~i + 1)) {
      keep_first(first[i], amendment->covered);
    }
  }
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

void AddWarnings(absl::Span<const NewEvent> events, const StrandReader& strands,
                 std::vector<AppendWarning>& warnings) {
  std::vector<OpenAmendment> amendments;
  for (size_t i = 0; i < std::min(events.size(), kWarnedEventsMax); ++i) {
    const Event& event = events[i].event();
    if (IsOpenAmendment(event)) amendments.push_back({&event, i, MakeActRecord(event, 0)});
  }
  std::map<std::string, std::vector<OpenAmendment*>> by_measure;
  for (OpenAmendment& amendment : amendments) {
    by_measure[amendment.event->measure].push_back(&amendment);
  }
  std::vector<Strand> read;  // what is covered stands in them
  read.reserve(by_measure.size());
  for (auto& [measure, of_measure] : by_measure) {
    absl::StatusOr<Strand> strand = strands.Load("controls", absl::StrCat("m/", measure));
    if (!strand.ok()) continue;
    read.push_back(*std::move(strand));
    FindCovered(read.back().acts, of_measure);
  }
  for (const OpenAmendment& amendment : amendments) {
    if (amendment.covered == nullptr) continue;
    warnings.push_back(
        {amendment.index,
         absl::StrCat("event \"", amendment.event->id, "\": amends ", amendment.event->measure,
                      " from ", FormatCivil(amendment.act.from_earliest),
                      " on without end, so it also covers a step scheduled earlier for ",
                      FormatCivil(amendment.covered->from_earliest), " (position ",
                      amendment.covered->position,
                      "); give effective.to if that step still stands")});
  }
}

}  // namespace decree
