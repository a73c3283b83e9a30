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

// Puts a repair's words over `body`. A repair of a repair may give the repair's own `replacement`
// anew: its words go to the act as well.
void Replace(const Event& repair, Event& body) {
  for (const Event* words = repair.replacement.get(); words != nullptr;
       words = words->replacement.get()) {
    body = MergeReplacement(body, *words);
  }
  body.replacement = nullptr;
}

// All but `inherited_streams`.
absl::StatusOr<MergedEvent> MergeChain(
    const Event& repair, uint64_t target,
    const std::function<absl::StatusOr<ReadEvent>(uint64_t position)>& read_at) {
  MergedEvent out;
  std::vector<Event> chain;  // the repair's target first, the root act last
  uint64_t at = target;
  while (at != 0) {
    if (chain.size() > kRepairChainMax) {
      return absl::DataLossError(
          absl::StrCat("event \"", repair.id, "\": repairs are chained too deep"));
    }
    DECREE_ASSIGN_OR_RETURN(ReadEvent read, read_at(at));
    const bool is_root = !IsRepairKind(*read.event.kind);
    out.root = at;
    out.root_target = is_root ? read.target : 0;
    chain.push_back(std::move(read.event));
    if (is_root) break;
    at = read.target;
  }
  if (chain.empty()) {
    return absl::DataLossError(absl::StrCat("event \"", repair.id, "\": repairs nothing"));
  }
  out.event = std::move(chain.back());
  for (size_t i = chain.size() - 1; i-- > 0;) Replace(chain[i], out.event);
  Replace(repair, out.event);
  return out;
}

}  // namespace

bool IsRepairKind(EventKind kind) {
  return kind == EventKind::kCorrected || kind == EventKind::kRetracted;
}

absl::StatusOr<MergedEvent> MergeRepair(const Event& repair, uint64_t target, const EventLog& log) {
  return MergeRepair(repair, target, [&log](uint64_t position) { return log.Read(position); });
}

absl::StatusOr<MergedEvent> MergeRepair(const Event& repair, uint64_t target,
                                        const RecordReader& reader) {
  DECREE_ASSIGN_OR_RETURN(MergedEvent out, MergeChain(repair, target, [&](uint64_t position) {
                            return Decoded(reader(position));
                          }));
  if (out.root_target != 0) {
    DECREE_ASSIGN_OR_RETURN(const LogRecord spoken_of, reader(out.root_target));
    for (const StreamVersion& stream : spoken_of.streams)
      out.inherited_streams.push_back(stream.stream);
  }
  return out;
}

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
  if (events_.size() + merged_.size() < kEventsKeptMax) return;
  events_.clear();
  merged_.clear();
}

absl::StatusOr<const Event*> EventReader::Body(uint64_t position) {
  DECREE_ASSIGN_OR_RETURN(const ReadEvent* const read, At(position));
  if (!IsRepairKind(*read->event.kind)) return &read->event;
  std::unique_ptr<Event>& slot = merged_[position];
  if (slot == nullptr) {
    // What it mends may be read ahead too.
    const auto read_at = [this](uint64_t at) -> absl::StatusOr<ReadEvent> {
      DECREE_ASSIGN_OR_RETURN(const ReadEvent* const found, At(at));
      return *found;
    };
    DECREE_ASSIGN_OR_RETURN(MergedEvent merged, MergeChain(read->event, read->target, read_at));
    merged_[position] = std::make_unique<Event>(std::move(merged.event));
  }
  return merged_[position].get();
}

}  // namespace decree
