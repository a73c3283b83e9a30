#include "core/log/batch_planner.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/append_error.h"
#include "core/base/status_macros.h"
#include "core/log/id_index.h"
#include "core/log/limits.h"
#include "core/log/thread_sha.h"

namespace decree {
namespace {

std::vector<Key16> SortedDistinct(std::vector<Key16> keys) {
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

absl::Status OtherBody(absl::string_view id, Position position, absl::string_view recorded,
                       absl::string_view offered) {
  Sha256& sha = ThreadSha();
  return WithField(
      absl::AlreadyExistsError(absl::StrCat("the id '", id, "' is recorded at position ", position,
                                            " with a body of SHA-256 ", ToHex(sha.Plain(recorded)),
                                            ", not ", ToHex(sha.Plain(offered)))),
      "id");
}

}  // namespace

absl::Status BatchPlanner::Start(uint64_t size, int64_t recorded_us,
                                 absl::Span<PendingCall* const> calls) {
  size_ = size;
  recorded_us_ = recorded_us;
  ids_.clear();
  stream_of_key_.clear();
  streams_.clear();
  events_.clear();
  uses_.clear();
  DECREE_RETURN_IF_ERROR(LoadIds(calls));
  return LoadStreams(calls);
}

absl::Status BatchPlanner::LoadIds(absl::Span<PendingCall* const> calls) {
  std::vector<Key16> keys;
  for (const PendingCall* call : calls) {
    keys.insert(keys.end(), call->ids.begin(), call->ids.end());
    for (size_t i = 0; i < call->requests.size(); ++i) {
      if (!call->requests[i].target_id.empty()) keys.push_back(call->targets[i]);
    }
  }
  keys = SortedDistinct(std::move(keys));
  std::vector<absl::string_view> views;
  views.reserve(keys.size());
  for (const Key16& key : keys) views.push_back(key.view());
  ids_.reserve(keys.size());
  absl::Status damaged;
  DECREE_RETURN_IF_ERROR(
      database_.MultiGet(LogTable::kIds, views, [&](size_t i, absl::string_view value) {
        if (!IsIdValue(value) || IdPosition(value) == 0 || IdPosition(value) > size_) {
          damaged = absl::DataLossError("the id index holds a damaged entry");
          return;
        }
        IdEntry& entry = ids_[keys[i]];
        entry.position = IdPosition(value);
        entry.streams = IdStreams(value);
      }));
  return damaged;
}

absl::Status BatchPlanner::LoadStreams(absl::Span<PendingCall* const> calls) {
  std::vector<Key16> keys;
  for (const PendingCall* call : calls) {
    keys.insert(keys.end(), call->streams.begin(), call->streams.end());
    keys.insert(keys.end(), call->expected.begin(), call->expected.end());
    for (size_t i = 0; i < call->requests.size(); ++i) {
      if (call->requests[i].target_id.empty()) continue;
      const auto target = ids_.find(call->targets[i]);
      if (target == ids_.end()) continue;
      keys.insert(keys.end(), target->second.streams.begin(), target->second.streams.end());
    }
  }
  keys = SortedDistinct(std::move(keys));
  streams_.resize(keys.size());
  stream_of_key_.reserve(keys.size());
  std::vector<uint32_t> unknown;
  std::vector<std::string> stored_keys;
  for (size_t i = 0; i < keys.size(); ++i) {
    streams_[i].key = keys[i];
    stream_of_key_.emplace(keys[i], static_cast<uint32_t>(i));
    if (tails_.Take(keys[i], streams_[i].tail)) continue;
    unknown.push_back(static_cast<uint32_t>(i));
    stored_keys.push_back(StreamKey(keys[i], kOpenChunk));
  }
  const std::vector<absl::string_view> views(stored_keys.begin(), stored_keys.end());
  absl::Status damaged;
  DECREE_RETURN_IF_ERROR(
      database_.MultiGet(LogTable::kStreams, views, [&](size_t i, absl::string_view value) {
        auto tail = ParseStreamTail(value);
        if (tail.ok()) {
          streams_[unknown[i]].tail = *std::move(tail);
        } else {
          damaged = tail.status();
        }
      }));
  return damaged;
}

void BatchPlanner::Finish() {
  for (PlannedStream& stream : streams_) {
    if (stream.tail.length() != 0) tails_.Keep(stream.key, std::move(stream.tail));
  }
  streams_.clear();
}

absl::StatusOr<std::vector<AppendResult>> BatchPlanner::Plan(const PendingCall& call,
                                                             const absl::Status& blocked) {
  const size_t events = events_.size();
  const size_t uses = uses_.size();
  std::vector<AppendResult> results;
  results.reserve(call.requests.size());
  Place place;
  for (; place.request < call.requests.size(); ++place.request) {
    auto result = PlanOne(call, place, blocked);
    if (!result.ok()) {
      Undo(events, uses);
      return InCall(place.request, result.status());
    }
    results.push_back(*result);
    place.stream += call.requests[place.request].streams.size();
    place.expected += call.requests[place.request].expected.size();
  }
  return results;
}

absl::StatusOr<AppendResult> BatchPlanner::PlanOne(const PendingCall& call, const Place& place,
                                                   const absl::Status& blocked) {
  const AppendRequest& request = call.requests[place.request];
  const Key16& id = call.ids[place.request];
  if (const auto known = ids_.find(id); known != ids_.end()) {
    return Repeat(request, known->second);
  }
  DECREE_RETURN_IF_ERROR(blocked);
  DECREE_RETURN_IF_ERROR(CheckExpected(call, place));
  PlannedEvent event{&request, id, 0, static_cast<uint32_t>(uses_.size()), 0};
  const IdEntry* target = nullptr;
  if (!request.target_id.empty()) {
    const auto found = ids_.find(call.targets[place.request]);
    if (found == ids_.end()) {
      return WithField(
          absl::NotFoundError(absl::StrCat("its target '", request.target_id, "' is not recorded")),
          "target");
    }
    target = &found->second;
    event.target = target->position;
  }
  DECREE_RETURN_IF_ERROR(JoinStreams(call, place, target));
  event.uses_end = static_cast<uint32_t>(uses_.size());
  events_.push_back(event);
  IdEntry& entry = ids_[id];  // `target` is not used from here on
  entry.position = size_ + events_.size();
  entry.planned = static_cast<int64_t>(events_.size()) - 1;
  return AppendResult{entry.position, recorded_us_, false};
}

absl::StatusOr<AppendResult> BatchPlanner::Repeat(const AppendRequest& request,
                                                  const IdEntry& entry) const {
  AppendResult result{entry.position, recorded_us_, true};
  std::string recorded_id;
  std::string recorded_body;
  if (entry.planned >= 0) {
    const AppendRequest& first = *events_[static_cast<size_t>(entry.planned)].request;
    recorded_id = first.id;
    recorded_body = first.body;
  } else {
    DECREE_ASSIGN_OR_RETURN(LogRecord record, reader_.Read(entry.position));
    recorded_id = std::move(record.id);
    recorded_body = std::move(record.body);
    result.recorded_us = record.recorded_us;
  }
  if (recorded_id != request.id) {
    return absl::InternalError(
        absl::StrCat("the ids '", request.id, "' and '", recorded_id, "' share a 16-byte hash"));
  }
  if (recorded_body != request.body) {
    return OtherBody(request.id, entry.position, recorded_body, request.body);
  }
  return result;
}

absl::Status BatchPlanner::CheckExpected(const PendingCall& call, const Place& place) {
  const std::vector<ExpectedVersion>& expected = call.requests[place.request].expected;
  for (size_t i = 0; i < expected.size(); ++i) {
    const uint32_t stream = stream_of_key_.at(call.expected[place.expected + i]);
    const uint64_t actual = streams_[stream].tail.length();
    if (actual != expected[i].version) {
      return absl::AbortedError(absl::StrCat("the stream '", expected[i].stream, "' is at version ",
                                             actual, ", not ", expected[i].version));
    }
  }
  return absl::OkStatus();
}

absl::Status BatchPlanner::JoinStreams(const PendingCall& call, const Place& place,
                                       const IdEntry* target) {
  const size_t begin = uses_.size();
  const std::vector<std::string>& own = call.requests[place.request].streams;
  for (size_t i = 0; i < own.size(); ++i) {
    const uint32_t stream = stream_of_key_.at(call.streams[place.stream + i]);
    DECREE_RETURN_IF_ERROR(Join(stream, own[i], begin));
  }
  if (target == nullptr) return absl::OkStatus();
  if (target->planned >= 0) {
    const PlannedEvent& event = events_[static_cast<size_t>(target->planned)];
    for (uint32_t use = event.uses_begin; use < event.uses_end; ++use) {
      const uint32_t stream = uses_[use].stream;
      DECREE_RETURN_IF_ERROR(Join(stream, streams_[stream].tail.name, begin));
    }
    return absl::OkStatus();
  }
  for (const Key16& key : target->streams) {
    const uint32_t stream = stream_of_key_.at(key);
    if (streams_[stream].tail.length() == 0) {
      return absl::DataLossError("a stream of its target is missing from the stream index");
    }
    DECREE_RETURN_IF_ERROR(Join(stream, streams_[stream].tail.name, begin));
  }
  return absl::OkStatus();
}

absl::Status BatchPlanner::Join(uint32_t stream, absl::string_view name, size_t uses_begin) {
  for (size_t use = uses_begin; use < uses_.size(); ++use) {
    if (uses_[use].stream == stream) return absl::OkStatus();  // joined already
  }
  if (uses_.size() - uses_begin == kStreamsPerEventMax) {
    return absl::InvalidArgumentError(absl::StrCat("with those of its target it joins more than ",
                                                   kStreamsPerEventMax, " streams"));
  }
  StreamTail& tail = streams_[stream].tail;
  if (tail.length() == 0) {
    tail.name = std::string(name);
  } else if (tail.name != name) {
    return absl::InternalError(
        absl::StrCat("streams '", name, "' and '", tail.name, "' share a 16-byte hash"));
  }
  tail.positions.push_back(size_ + events_.size() + 1);
  uses_.push_back({stream, tail.length()});
  return absl::OkStatus();
}

void BatchPlanner::Undo(size_t events, size_t uses) {
  for (; uses_.size() > uses; uses_.pop_back())
    streams_[uses_.back().stream].tail.positions.pop_back();
  for (; events_.size() > events; events_.pop_back()) ids_.erase(events_.back().id);
}

}  // namespace decree
