#include "core/projections/event_reader.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/codec/event_codec.h"

namespace decree {
namespace {

constexpr size_t kEventsKeptMax = 4'096;
constexpr size_t kClausesKeptMax = 65'536;  // of composed lists

absl::StatusOr<Event> DecodeAt(uint64_t position, absl::string_view body) {
  absl::StatusOr<Event> event = DecodeEvent(body);
  if (event.ok()) return event;
  return absl::Status(event.status().code(),
                      absl::StrCat("position ", position, ": ", event.status().message()));
}

absl::StatusOr<ReadEvent> Decoded(const absl::StatusOr<LogRecord>& record) {
  DECREE_RETURN_IF_ERROR(record.status());
  DECREE_ASSIGN_OR_RETURN(Event event, DecodeAt(record->position, record->body));
  return ReadEvent{std::move(event), record->target, record->recorded_us};
}

}  // namespace

void EventReader::ReadAhead(std::vector<uint64_t> positions) {
  ahead_.clear();
  std::sort(positions.begin(), positions.end());
  positions.erase(std::unique(positions.begin(), positions.end()), positions.end());
  positions.erase(std::remove_if(positions.begin(), positions.end(),
                                 [&](uint64_t position) { return events_.contains(position); }),
                  positions.end());
  // What fails here, and what comes after it, is read singly when it is asked for, and fails there.
  log_.ReadMany(positions,
                [&](const LogRecord& record) {
                  ahead_.try_emplace(record.position,
                                     ReadBytes{record.body, record.target, record.recorded_us});
                  return absl::OkStatus();
                })
      .IgnoreError();
}

absl::StatusOr<ReadEvent> EventReader::Read(uint64_t position) {
  const auto ahead = ahead_.find(position);
  if (ahead == ahead_.end()) return Decoded(log_.Read(position));
  const ReadBytes bytes = std::move(ahead->second);
  ahead_.erase(ahead);
  DECREE_ASSIGN_OR_RETURN(Event event, DecodeAt(position, bytes.body));
  return ReadEvent{std::move(event), bytes.target, bytes.recorded_us};
}

absl::StatusOr<const ReadEvent*> EventReader::At(uint64_t position) {
  const auto found = events_.find(position);
  if (found != events_.end()) return found->second.get();
  DECREE_ASSIGN_OR_RETURN(ReadEvent read, Read(position));
  auto kept = std::make_unique<ReadEvent>(std::move(read));
  return events_.emplace(position, std::move(kept)).first->second.get();
}

void EventReader::Forget() {
  const size_t kept = events_.size() + merged_.size() + composed_.size();
  if (kept < kEventsKeptMax && composed_clauses_ < kClausesKeptMax) return;
  events_.clear();
  merged_.clear();
  composed_.clear();
  composed_clauses_ = 0;
}

void EventReader::ForgetLists() {
  if (composed_clauses_ < kClausesKeptMax) return;
  composed_.clear();
  composed_clauses_ = 0;
}

absl::StatusOr<const Event*> EventReader::Composed(uint64_t list) {
  std::unique_ptr<const Event>& kept = composed_[list];
  if (kept != nullptr) return kept.get();
  DECREE_ASSIGN_OR_RETURN(
      Event event, lists_.Compose(list, [this](uint64_t position) { return Body(position); }));
  for (const auto* const clauses : {&event.scope->include, &event.scope->exclude}) {
    if (*clauses) composed_clauses_ += (*clauses)->size();
  }
  kept = std::make_unique<const Event>(std::move(event));
  return kept.get();
}

absl::StatusOr<std::vector<uint64_t>> EventReader::WritersOf(uint64_t list, bool is_include) {
  const auto body_at = [this](uint64_t position) { return Body(position); };
  if (ComposedLists::IsComposed(list)) return lists_.WritersOf(list, body_at);
  DECREE_ASSIGN_OR_RETURN(const Event* const body, Body(list));
  if (!body->scope) return std::vector<uint64_t>();
  const Scope::List& clauses = is_include ? body->scope->include : body->scope->exclude;
  return std::vector<uint64_t>(clauses ? clauses->size() : 0, list);
}

absl::StatusOr<const Event*> EventReader::Body(uint64_t position) {
  if (ComposedLists::IsComposed(position)) return Composed(position);
  DECREE_ASSIGN_OR_RETURN(const ReadEvent* const read, At(position));
  if (!IsRepairKind(*read->event.kind)) return &read->event;
  if (const auto found = merged_.find(position); found != merged_.end()) {
    return &found->second->event;
  }
  // What it mends may be read ahead too.
  const auto read_at = [this](uint64_t at) -> absl::StatusOr<ChainEvent> {
    DECREE_ASSIGN_OR_RETURN(const ReadEvent* const link, At(at));
    return ChainEvent{&link->event, link->target};
  };
  const auto known = [this](uint64_t at) -> const MergedEvent* {
    const auto found = merged_.find(at);
    return found == merged_.end() ? nullptr : found->second.get();
  };
  DECREE_ASSIGN_OR_RETURN(MergedEvent merged,
                          MergeChain(read->event, read->target, read_at, known));
  auto kept = std::make_unique<const MergedEvent>(std::move(merged));
  return &merged_.emplace(position, std::move(kept)).first->second->event;
}

}  // namespace decree
