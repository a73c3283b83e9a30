#include "core/projections/runner.h"

#include <algorithm>
#include <cstring>
#include <iterator>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/codec/event_codec.h"

namespace decree {
namespace {

constexpr char kLogPrefixKey[] = "o";  // a family of its own, beside those of strand.h
constexpr uint64_t kLongRunEventsMin = 4'096;
constexpr uint64_t kEventsPerCall = 1'024;  // between two calls of the progress

std::string EncodeEntityHeader(uint32_t sealed_chunks, int64_t stated_max) {
  std::string out(12, '\0');
  std::memcpy(out.data(), &sealed_chunks, 4);
  std::memcpy(out.data() + 4, &stated_max, 8);
  return out;
}

}  // namespace

std::string EncodeCheckpoint(const Checkpoint& checkpoint) {
  std::string out(12, '\0');
  std::memcpy(out.data(), &checkpoint.applied, 8);
  std::memcpy(out.data() + 8, &checkpoint.rules_version, 4);
  return out;
}

absl::StatusOr<std::optional<Checkpoint>> ReadCheckpoint(const OrderedStore& views,
                                                         absl::string_view projection) {
  DECREE_ASSIGN_OR_RETURN(const std::optional<std::string> value,
                          views.Get(CheckpointKey(projection)));
  if (!value) return std::optional<Checkpoint>();
  if (value->size() != 12) {
    return absl::DataLossError(absl::StrCat("checkpoint of projection ", projection,
                                            " does not read; rebuild the projections"));
  }
  Checkpoint checkpoint;
  std::memcpy(&checkpoint.applied, value->data(), 8);
  std::memcpy(&checkpoint.rules_version, value->data() + 8, 4);
  return std::optional<Checkpoint>(checkpoint);
}

absl::StatusOr<std::optional<LogPrefix>> ReadLogPrefix(const OrderedStore& views) {
  DECREE_ASSIGN_OR_RETURN(const std::optional<std::string> value, views.Get(kLogPrefixKey));
  return value ? DecodeLogPrefix(*value) : std::nullopt;
}

// The records that the repairs of a long run will ask for. Reading each from the log would unpack a
// group for every repair; most repairs speak of something recorded not long before, so the newest
// records are kept. Bounded: what is no longer there, or large, is read from the log.
class Runner::TargetBodies {
 public:
  explicit TargetBodies(const RecordLog& log) : log_(log) {}

  void Offer(const LogRecord& record) {
    if (record.body.size() > kBodyBytesMax) return;
    if (ring_.empty()) ring_.resize(kRecordsKept);
    ring_[record.position % kRecordsKept] = record;
  }

  absl::StatusOr<LogRecord> Read(uint64_t position) const {
    if (!ring_.empty()) {
      const LogRecord& kept = ring_[position % kRecordsKept];
      if (kept.position == position) return kept;
    }
    return log_.Read(position);
  }

  void Forget() { std::vector<LogRecord>().swap(ring_); }

 private:
  static constexpr size_t kRecordsKept = 65'536;
  static constexpr size_t kBodyBytesMax = 1'024;  // so that the ring stays within 128 MiB

  const RecordLog& log_;
  std::vector<LogRecord> ring_;
};

Runner::Runner(const RecordLog& log, OrderedStore& views, const ProjectionList& projections,
               const RunnerOptions& options)
    : log_(log),
      views_(views),
      projections_(projections),
      options_(options),
      applied_(projections.size(), 0),
      tails_(projections.size()),
      complete_(projections.size(), false),
      targets_(std::make_unique<TargetBodies>(log)),
      repairs_([this](uint64_t at) {
        absl::StatusOr<LogRecord> record = targets_->Read(at);
        if (!record.ok()) read_trouble_ = record.status();
        return record;
      }) {}

Runner::~Runner() = default;

absl::Status Runner::Start() {
  for (size_t i = 0; i < projections_.size(); ++i) {
    DECREE_ASSIGN_OR_RETURN(const std::optional<Checkpoint> checkpoint,
                            ReadCheckpoint(views_, projections_[i]->Name()));
    complete_[i] = !checkpoint && tails_[i].empty();
    if (!checkpoint) continue;
    if (checkpoint->rules_version != projections_[i]->RulesVersion()) {
      return absl::FailedPreconditionError(
          absl::StrCat("projection ", projections_[i]->Name(), " was built by rules version ",
                       checkpoint->rules_version, ", this program has ",
                       projections_[i]->RulesVersion(), "; run `decree projections rebuild`"));
    }
    applied_[i] = checkpoint->applied;
  }
  return StartUnapplied();
}

absl::Status Runner::StartUnapplied() {
  DECREE_ASSIGN_OR_RETURN(UnappliedEvents stored, ReadUnapplied(views_));
  unapplied_ = nullptr;
  if (stored.empty()) return absl::OkStatus();
  for (const UnappliedEvent& event : stored) {
    if (!event.is_unreadable) continue;
    const absl::StatusOr<LogRecord> record = log_.Read(event.position);
    if (record.ok() && DecodeEvent(record->body).ok()) {
      return absl::FailedPreconditionError(
          absl::StrCat("the event at position ", event.position,
                       " was not applied, and reads now; run `decree projections rebuild`"));
    }
  }
  unapplied_ = std::make_shared<const UnappliedEvents>(std::move(stored));
  return absl::OkStatus();
}

uint64_t Runner::applied() const {
  return applied_.empty() ? 0 : *std::min_element(applied_.begin(), applied_.end());
}

absl::Status Runner::ApplyThrough(uint64_t last) {
  last = std::min(last, log_.Head().size);
  const bool is_long_run = last >= applied() + kLongRunEventsMin;
  const absl::Cleanup forget = [this] { targets_->Forget(); };
  while (applied() < last) {
    const uint64_t first = applied() + 1;
    const uint64_t batch_last = std::min(last, first + options_.events_per_batch - 1);
    WriteSet writes;
    absl::Status status =
        log_.Scan(first, batch_last, /*verify_leaves=*/false, [&](const LogRecord& record) {
          if (is_long_run) targets_->Offer(record);
          if (options_.progress && record.position % kEventsPerCall == 0) {
            options_.progress(record.position, last);
          }
          return ApplyRecord(record, writes);
        });
    if (status.ok()) status = WriteBatch(batch_last, writes);
    if (!status.ok()) {
      // What the failed batch left in memory must not leak into the next attempt.
      touched_.clear();
      passed_over_.clear();
      for (size_t i = 0; i < tails_.size(); ++i) ForgetTails(i);
      return status;
    }
  }
  return absl::OkStatus();
}

absl::Status Runner::ApplyRecord(const LogRecord& record, WriteSet& writes) {
  absl::StatusOr<Event> event = DecodeEvent(record.body, DecodedParts::kActParts);
  if (event.ok() && IsRepairKind(*event->kind)) event = DecodeEvent(record.body);
  if (!event.ok()) {
    PassOver(record, true, std::string(event.status().message()), writes);
    return absl::OkStatus();
  }
  RecordedEvent& recorded = recorded_;
  recorded.merged_streams.clear();
  recorded.root = recorded.root_target = 0;
  recorded.merged = nullptr;
  recorded.position = record.position;
  recorded.target = record.target;
  recorded.event = &*event;
  recorded.body = record.body;
  recorded.streams.resize(record.streams.size());
  for (size_t i = 0; i < record.streams.size(); ++i) {
    recorded.streams[i] = record.streams[i].stream;
  }
  if (IsRepairKind(*event->kind)) {
    read_trouble_ = absl::OkStatus();
    const absl::StatusOr<const MergedEvent*> chained = repairs_.Merge(*event, record);
    DECREE_RETURN_IF_ERROR(read_trouble_);
    if (!chained.ok()) {
      PassOver(record, false, std::string(chained.status().message()), writes);
      return absl::OkStatus();
    }
    const MergedEvent* const merged = *chained;
    recorded.root = merged->root;
    recorded.root_target = merged->root_target;
    recorded.merged = &merged->event;
    // Only what still speaks of another event belongs where that event does.
    const EventKind kind = *merged->event.kind;
    if (kind == EventKind::kConfirmed || kind == EventKind::kDisputed) {
      recorded.merged_streams = merged->inherited_streams;
    }
    if (const std::optional<RepairEntry> repair = RepairOf(recorded)) {
      // A repair may bring its act to streams that its own record does not join (an earlier
      // repair's).
      for (const std::string& stream : repair->streams) {
        if (std::find(recorded.streams.begin(), recorded.streams.end(), stream) ==
            recorded.streams.end()) {
          recorded.streams.push_back(stream);
        }
      }
      writes.Put(RepairKey(repair->root, repair->position), EncodeRepairEntry(*repair));
    }
  }
  for (size_t i = 0; i < projections_.size(); ++i) {
    if (applied_[i] >= record.position) continue;
    DECREE_ASSIGN_OR_RETURN(std::string why, ApplyToProjection(i, recorded, writes));
    if (!why.empty()) PassOver(record, false, std::move(why), writes);
  }
  return absl::OkStatus();
}

void Runner::PassOver(const LogRecord& record, bool is_unreadable, std::string why,
                      WriteSet& writes) {
  // What one projection refuses, the others may have recorded; the first reason is kept.
  if (!passed_over_.empty() && passed_over_.back().position == record.position) return;
  UnappliedEvent& event = passed_over_.emplace_back();
  event.position = record.position;
  event.is_unreadable = is_unreadable;
  event.why = std::move(why);
  for (const StreamVersion& joined : record.streams) event.entities.push_back(joined.stream);
  writes.Put(UnappliedKey(event.position), EncodeUnapplied(event));
}

// What keeps the projection from recording the event; "" for nothing.
absl::StatusOr<std::string> Runner::ApplyToProjection(size_t index, const RecordedEvent& event,
                                                      WriteSet& writes) {
  std::vector<EntityRecord>& entities = entities_;
  entities.clear();
  absl::Status status = projections_[index]->Record(event, entities);
  if (status.ok() && entities.size() > kRecordsPerEventMax) {
    status = absl::InvalidArgumentError("more records than an event may leave");
  }
  if (!status.ok()) {
    return absl::StrCat("projection ", projections_[index]->Name(), ": ", status.message());
  }
  for (EntityRecord& entity : entities) {
    DECREE_RETURN_IF_ERROR(ApplyToEntity(index, entity, writes));
  }
  return std::string();
}

absl::StatusOr<Runner::Tail*> Runner::TailOf(size_t index, const std::string& entity) {
  auto [it, is_new] = tails_[index].try_emplace(entity);
  Tail& tail = it->second;
  if (is_new && complete_[index]) {
    tail.header_touched = true;
  } else if (is_new) {
    const absl::string_view name = projections_[index]->Name();
    DECREE_ASSIGN_OR_RETURN(const std::optional<std::string> header,
                            views_.Get(EntityKey(name, entity)));
    if (header) {
      if (header->size() != 12)
        return absl::DataLossError(absl::StrCat("entity ", entity, " does not read"));
      std::memcpy(&tail.sealed_chunks, header->data(), 4);
      std::memcpy(&tail.stated_max_sealed, header->data() + 4, 8);
      DECREE_ASSIGN_OR_RETURN(const std::optional<std::string> chunk,
                              views_.Get(StrandKey(name, entity, kTailChunk)));
      if (chunk) {
        DECREE_ASSIGN_OR_RETURN(tail.records, DecodeChunk(*chunk));
      }
    } else {
      tail.header_touched = true;
    }
  }
  if (!tail.touched) {
    tail.touched = true;
    touched_.emplace_back(index, &*it);
  }
  return &tail;
}

absl::Status Runner::ApplyToEntity(size_t index, EntityRecord& entity, WriteSet& writes) {
  DECREE_ASSIGN_OR_RETURN(Tail * tail, TailOf(index, entity.entity));
  const absl::string_view name = projections_[index]->Name();
  for (const SideEntry& side : entity.sides) {
    if (tail->ordinal_position != side.position) tail->next_ordinal = 0;
    tail->ordinal_position = side.position;
    writes.Put(SideKey(name, entity.entity, side.position, tail->next_ordinal++),
               EncodeSideEntry(side));
  }
  if (!entity.act) return absl::OkStatus();
  tail->records.push_back(*entity.act);
  if (tail->records.size() == kRecordsPerChunk) {
    writes.Put(StrandKey(name, entity.entity, tail->sealed_chunks),
               EncodeChunk(tail->records, tail->stated_max_sealed));
    for (const ActRecord& record : tail->records) {
      tail->stated_max_sealed = std::max(tail->stated_max_sealed, record.stated_us);
    }
    ++tail->sealed_chunks;
    tail->records.clear();
    tail->header_touched = true;
    writes.Delete(StrandKey(name, entity.entity, kTailChunk));
  }
  return absl::OkStatus();
}

void Runner::FlushTails(WriteSet& writes) {
  // In key order, first the strands, then the entities: what comes sorted is inserted faster.
  std::sort(touched_.begin(), touched_.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : a.second->first < b.second->first;
  });
  for (const auto& [index, node] : touched_) {
    Tail& tail = node->second;
    tail.touched = false;
    if (tail.records.empty()) continue;
    writes.Put(StrandKey(projections_[index]->Name(), node->first, kTailChunk),
               EncodeChunk(tail.records, tail.stated_max_sealed));
  }
  for (const auto& [index, node] : touched_) {
    Tail& tail = node->second;
    if (!tail.header_touched) continue;
    writes.Put(EntityKey(projections_[index]->Name(), node->first),
               EncodeEntityHeader(tail.sealed_chunks, tail.stated_max_sealed));
    tail.header_touched = false;
  }
  touched_.clear();
  for (size_t i = 0; i < tails_.size(); ++i) {
    if (tails_[i].size() > options_.cached_entities_max) ForgetTails(i);
  }
}

void Runner::ForgetTails(size_t index) {
  tails_[index].clear();
  complete_[index] = false;
}

// Where the log cannot tell its root, what is made says of no log, and is made anew next time.
void Runner::NameLog(uint64_t last, WriteSet& writes) const {
  if (options_.names_log == nullptr) return;
  const absl::StatusOr<LogPrefix> prefix = PrefixOf(*options_.names_log, last);
  if (prefix.ok()) {
    writes.Put(kLogPrefixKey, EncodeLogPrefix(*prefix));
  } else {
    writes.Delete(kLogPrefixKey);
  }
}

absl::Status Runner::WriteBatch(uint64_t last, WriteSet& writes) {
  FlushTails(writes);
  NameLog(last, writes);
  for (size_t i = 0; i < projections_.size(); ++i) {
    if (applied_[i] >= last) continue;
    writes.Put(CheckpointKey(projections_[i]->Name()),
               EncodeCheckpoint({last, projections_[i]->RulesVersion()}));
  }
  DECREE_RETURN_IF_ERROR(options_.bulk ? views_.Load(std::move(writes)) : views_.Write(writes));
  for (uint64_t& applied : applied_) applied = std::max(applied, last);
  if (!passed_over_.empty()) {
    auto all = std::make_shared<UnappliedEvents>(unapplied_ ? *unapplied_ : UnappliedEvents());
    std::move(passed_over_.begin(), passed_over_.end(), std::back_inserter(*all));
    passed_over_.clear();
    unapplied_ = std::move(all);
  }
  return absl::OkStatus();
}

}  // namespace decree
