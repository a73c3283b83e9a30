#include "core/log/committer.h"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/assert.h"
#include "core/base/no_room.h"
#include "core/base/status_macros.h"
#include "core/log/commit_mark.h"
#include "core/log/key_layout.h"
#include "core/log/limits.h"
#include "core/log/little_endian.h"
#include "core/log/log_folder.h"
#include "core/log/merkle_source.h"

namespace decree {
namespace {

// A commit takes further calls up to these; a single larger call is a commit of its own.
constexpr size_t kCommitEventsMax = 8192;
constexpr size_t kCommitBytesMax = 8ull << 20;

// Callers whose calls were just committed together often call again at once.
constexpr std::chrono::microseconds kOtherCallersWaitMax(60);

// A batch is written ahead, then into tables while it still stands there, and those are merged into
// others while they still stand; the views and the compiled answers take less than it does.
constexpr uint64_t kRoomFactor = 4;
constexpr uint64_t kRoomyBytes = 1ull << 30;

}  // namespace

Committer::Committer(CommitterParts parts)
    : parts_(std::move(parts)),
      planner_(*parts_.database, *parts_.reader),
      batch_(parts_.database->NewBatch()),
      published_(parts_.head) {
  parts_.reader->SetSize(parts_.head.size);
}

LogHead Committer::Head() const {
  std::lock_guard lock(mutex_);
  return published_;
}

absl::StatusOr<std::vector<AppendResult>> Committer::Append(
    absl::Span<const AppendRequest> requests) {
  if (requests.empty()) return std::vector<AppendResult>();
  DECREE_RETURN_IF_ERROR(CheckCallLimits(requests));
  PendingCall call;
  PrepareCall(requests, call);
  std::unique_lock lock(mutex_);
  DECREE_RETURN_IF_ERROR(StoppedStatus());
  queue_.push_back(&call);
  call.ready.wait(lock, [&] { return call.done || queue_.front() == &call; });
  if (call.done) return std::move(call.answer);

  // At the front: commit for everybody who waits. The calls stay queued, so nobody else starts.
  WaitForOtherCallers(lock);
  const std::vector<PendingCall*> calls = TakeCalls();
  last_commit_calls_ = calls.size();
  const absl::Status stopped = StoppedStatus();
  lock.unlock();
  if (stopped.ok()) {
    Commit(calls);
  } else {
    for (PendingCall* each : calls) each->answer = stopped;
  }
  lock.lock();
  for (PendingCall* each : calls) {
    DECREE_ASSERT(queue_.front() == each);
    queue_.pop_front();
    each->done = true;
    if (each != &call) each->ready.notify_one();
  }
  if (!queue_.empty()) queue_.front()->ready.notify_one();
  return std::move(call.answer);
}

void Committer::WaitForOtherCallers(std::unique_lock<std::mutex>& lock) {
  const auto deadline = std::chrono::steady_clock::now() + kOtherCallersWaitMax;
  while (queue_.size() < last_commit_calls_ && std::chrono::steady_clock::now() < deadline) {
    lock.unlock();
    std::this_thread::yield();
    lock.lock();
  }
}

std::vector<PendingCall*> Committer::TakeCalls() const {
  std::vector<PendingCall*> calls;
  size_t events = 0;
  size_t bytes = 0;
  for (PendingCall* call : queue_) {
    events += call->requests.size();
    bytes += call->bytes;
    if (!calls.empty() && (events > kCommitEventsMax || bytes > kCommitBytesMax)) break;
    calls.push_back(call);
  }
  return calls;
}

void Committer::Commit(absl::Span<PendingCall* const> calls) {
  const int64_t now_us = parts_.clock->NowMicros();
  const int64_t recorded_us = std::max(now_us, parts_.head.recorded_us);
  const uint64_t size_before = parts_.head.size;
  const absl::Status blocked = WhyBlocked(now_us);
  if (absl::Status started = planner_.Start(size_before, recorded_us, calls); !started.ok()) {
    for (PendingCall* call : calls) call->answer = started;
    return;
  }
  for (PendingCall* call : calls) call->answer = planner_.Plan(*call, blocked);
  if (planner_.events().empty()) return planner_.Finish();

  RightEdge edge = parts_.edge;
  Encode(recorded_us, edge);
  const LogHead head{size_before + planner_.events().size(), edge.Root(sha_), recorded_us};
  DECREE_ASSERT(head.size == edge.size());
  PutCommitMark({{parts_.store, head.size, head.root}, size_before}, *batch_);
  if (const absl::Status room = CheckRoom(); !room.ok()) {
    return AnswerNewEvents(calls, size_before, room);
  }
  if (const absl::Status written = Write(head); !written.ok()) {
    return AnswerNewEvents(calls, size_before, Stop(written));
  }
  planner_.Finish();
  parts_.head = head;
  parts_.noted = size_before;
  parts_.edge = std::move(edge);
  parts_.reader->SetSize(head.size);
  std::lock_guard lock(mutex_);
  published_ = head;
}

absl::Status Committer::WhyBlocked(int64_t now_us) const {
  if (const int64_t lag_us = parts_.head.recorded_us - now_us; lag_us > kClockLagMaxUs) {
    return absl::FailedPreconditionError(
        absl::StrCat("the clock lags the last recorded instant by ", lag_us / 1'000'000,
                     " s, more than 300 s: set it right first"));
  }
  return absl::OkStatus();
}

void Committer::AnswerNewEvents(absl::Span<PendingCall* const> calls, uint64_t size_before,
                                const absl::Status& status) {
  for (PendingCall* call : calls) {
    if (!call->answer.ok()) continue;
    const bool touched =
        std::any_of(call->answer->begin(), call->answer->end(),
                    [&](const AppendResult& r) { return r.position > size_before; });
    if (touched) call->answer = status;
  }
}

absl::Status Committer::CheckRoom() const {
  DECREE_ASSIGN_OR_RETURN(const uint64_t free_bytes, FreeDiskBytes(parts_.dir));
  uint64_t needed = parts_.disk_reserve_bytes + kRoomFactor * batch_->Bytes();
  // What the database has yet to merge is looked up only where it can matter.
  if (free_bytes < needed + kRoomyBytes) needed += parts_.database->UnmergedBytes();
  if (free_bytes >= needed) return absl::OkStatus();
  return NoRoomError(absl::StrCat(
      "the disk of '", parts_.dir, "' has ", free_bytes, " bytes free, and these events need ",
      needed, " (", parts_.disk_reserve_bytes,
      " in reserve; the rest for the events, their index and merging them); nothing of them is "
      "stored: make room and append them again"));
}

void Committer::Encode(int64_t recorded_us, RightEdge& edge) {
  batch_->Clear();
  nodes_.clear();
  const std::vector<PlannedEvent>& events = planner_.events();
  const auto put_group = [&] {
    batch_->Put(LogTable::kGroups, GroupKey(group_.first()), group_.Finish());
  };
  for (size_t i = 0; i < events.size(); ++i) {
    if (i == 0 || group_.full()) {
      if (i != 0) put_group();
      group_.Start(parts_.head.size + i + 1, recorded_us);
    }
    const PlannedEvent& event = events[i];
    record_streams_.clear();
    for (uint32_t use = event.uses_begin; use < event.uses_end; ++use) {
      const StreamUse& joined = planner_.uses()[use];
      record_streams_.push_back({planner_.streams()[joined.stream].tail.name, joined.version});
    }
    RecordParts record;
    record.target = event.target;
    record.id = event.request->id;
    record.streams = record_streams_;
    record.body = event.request->body;
    edge.Append(sha_, group_.Add(sha_, record), kStoredLevelMin, &nodes_);
  }
  put_group();
  EncodeIndexes();
}

void Committer::EncodeIndexes() {
  for (const TreeNode& node : nodes_) {
    batch_->Put(LogTable::kMeta, NodeKey(node.level, node.index), AsBytes(node.hash));
  }
  // In key order, which makes inserting them cheaper. The streams are in key order already.
  const std::vector<PlannedEvent>& events = planner_.events();
  std::vector<uint32_t> order(events.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(),
            [&](uint32_t a, uint32_t b) { return events[a].id < events[b].id; });
  std::string value;
  for (const uint32_t i : order) {
    value.clear();
    AppendLe<uint64_t>(value, parts_.head.size + i + 1);
    for (uint32_t use = events[i].uses_begin; use < events[i].uses_end; ++use) {
      value.append(planner_.streams()[planner_.uses()[use].stream].key.bytes.data(), 16);
    }
    batch_->Put(LogTable::kIds, events[i].id.view(), value);
  }
  for (PlannedStream& stream : planner_.streams()) {
    if (stream.tail.positions.size() > stream.tail.stored) {
      PutStreamTail(stream.key, stream.tail, *batch_);
    }
  }
}

absl::Status Committer::Write(const LogHead& head) {
  DECREE_RETURN_IF_ERROR(parts_.database->BackgroundError());
  DECREE_RETURN_IF_ERROR(parts_.database->Commit(*batch_, parts_.sync));
  return parts_.head_file->Write(head, parts_.sync);
}

absl::Status Committer::Stop(const absl::Status& cause) {
  WriteErrorMark(parts_.dir, std::string(cause.message()));
  std::lock_guard lock(mutex_);
  stopped_ = std::string(cause.message());
  return absl::UnknownError(
      absl::StrCat("may have been recorded; repeat with the same ids: ", stopped_));
}

absl::Status Committer::StoppedStatus() const {
  if (stopped_.empty()) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat("the log in '", parts_.dir,
                                                    "' stopped after a write error (", stopped_,
                                                    "); run doctor before writing again"));
}

absl::Status Committer::NoteAcknowledged() {
  const LogHead& head = parts_.head;
  if (parts_.noted == head.size) return absl::OkStatus();
  batch_->Clear();
  PutCommitMark({{parts_.store, head.size, head.root}, head.size}, *batch_);
  // Synced, so that the flush finds no WAL that it must sync itself: RocksDB takes badly to being
  // asked again where that failed.
  DECREE_RETURN_IF_ERROR(parts_.database->Commit(*batch_, parts_.sync));
  parts_.noted = head.size;
  return absl::OkStatus();
}

bool Committer::IsSound() const {
  std::lock_guard lock(mutex_);
  return stopped_.empty();
}

}  // namespace decree
