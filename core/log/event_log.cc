#include "core/log/event_log.h"

#include <mutex>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/log/committer.h"
#include "core/log/gate.h"
#include "core/log/head_file.h"
#include "core/log/log_agreement.h"
#include "core/log/log_check.h"
#include "core/log/log_reader.h"
#include "core/log/merkle_source.h"
#include "core/log/open_log.h"

namespace decree {
namespace {

// Puts the parts together.
class RocksdbEventLog : public EventLog {
 public:
  RocksdbEventLog(std::string dir, const LogOptions& options, OpenedLog opened)
      : dir_(std::move(dir)),
        options_(options),
        opened_(std::move(opened)),
        reader_(std::make_unique<LogReader>(*opened_.database)) {
    reader_->SetSize(opened_.head.size);
    if (options_.read_only) return;
    const Clock* clock = options_.clock == nullptr ? &SystemClock() : options_.clock;
    committer_.emplace(CommitterParts{dir_, opened_.store, clock, options_.disk_reserve_bytes,
                                      options_.sync, opened_.database.get(), reader_.get(),
                                      opened_.head_file.get(), opened_.head,
                                      std::move(opened_.edge), opened_.noted});
  }
  ~RocksdbEventLog() override { RocksdbEventLog::Close().IgnoreError(); }

  absl::StatusOr<std::vector<AppendResult>> Append(
      absl::Span<const AppendRequest> requests) override {
    const GateEntry entry(gate_);
    if (!entry.entered()) return Closed();
    if (!committer_.has_value()) {
      return absl::FailedPreconditionError(absl::StrCat("the log in '", dir_, "' is read-only"));
    }
    return committer_->Append(requests);
  }

  uint64_t Size() const override { return reader_->size(); }

  LogHead Head() const override {
    if (committer_.has_value()) return committer_->Head();
    std::lock_guard lock(head_mutex_);
    return opened_.head;
  }

  absl::Status CatchUp() override {
    const GateEntry entry(gate_);
    if (!entry.entered()) return Closed();
    if (committer_.has_value()) return absl::OkStatus();
    std::lock_guard following(head_mutex_);
    // Looked at before following: a head that is written meanwhile is news for the next call.
    const std::optional<HeadWatch::Mark> mark = LookAtHead();
    if (mark.has_value() && mark == followed_) return absl::OkStatus();
    DECREE_ASSIGN_OR_RETURN(const LogHead head, FollowHead(dir_, *opened_.database, options_));
    followed_ = mark;
    if (head.size < opened_.head.size) return absl::OkStatus();  // never backwards
    opened_.head = head;
    reader_->SetSize(head.size);
    return absl::OkStatus();
  }

  absl::StatusOr<LogRecord> Read(Position position) const override {
    const GateEntry entry(gate_);
    if (!entry.entered()) return Closed();
    return reader_->Read(position);
  }

  absl::Status ReadMany(absl::Span<const Position> positions,
                        const std::function<absl::Status(const LogRecord&)>& visit) const override {
    const GateEntry entry(gate_);
    if (!entry.entered()) return Closed();
    return reader_->ReadMany(positions, visit);
  }

  absl::Status Scan(Position first, Position last, bool verify_leaves,
                    const std::function<absl::Status(const LogRecord&)>& visit) const override {
    const GateEntry entry(gate_);
    if (!entry.entered()) return Closed();
    return reader_->Scan(first, last, verify_leaves, visit);
  }

  absl::StatusOr<Position> Find(absl::string_view id) const override {
    const GateEntry entry(gate_);
    if (!entry.entered()) return Closed();
    return reader_->Find(id);
  }

  absl::StatusOr<uint64_t> StreamLength(absl::string_view stream) const override {
    const GateEntry entry(gate_);
    if (!entry.entered()) return Closed();
    return reader_->StreamLength(stream);
  }

  absl::StatusOr<std::vector<Position>> StreamPositions(absl::string_view stream) const override {
    const GateEntry entry(gate_);
    if (!entry.entered()) return Closed();
    return reader_->StreamPositions(stream);
  }

  absl::StatusOr<Hash256> RootAt(uint64_t size) const override {
    const GateEntry entry(gate_);
    if (!entry.entered()) return Closed();
    DECREE_RETURN_IF_ERROR(Visible(size));
    MerkleSource source(*opened_.database);
    return TreeRoot(size, source.Reader());
  }

  absl::StatusOr<std::vector<Hash256>> InclusionProof(Position position,
                                                      uint64_t size) const override {
    const GateEntry entry(gate_);
    if (!entry.entered()) return Closed();
    DECREE_RETURN_IF_ERROR(Visible(size));
    if (position == 0) return absl::OutOfRangeError("positions count from 1");
    MerkleSource source(*opened_.database);
    return decree::InclusionProof(position - 1, size, source.Reader());
  }

  absl::StatusOr<std::vector<Hash256>> ConsistencyProof(uint64_t first_size,
                                                        uint64_t second_size) const override {
    const GateEntry entry(gate_);
    if (!entry.entered()) return Closed();
    DECREE_RETURN_IF_ERROR(Visible(second_size));
    MerkleSource source(*opened_.database);
    return decree::ConsistencyProof(first_size, second_size, source.Reader());
  }

  StoreId Id() const override { return opened_.store; }

  absl::StatusOr<std::vector<LogFinding>> Check(const Progress& progress) const override {
    const GateEntry entry(gate_);
    if (!entry.entered()) return Closed();
    if (committer_.has_value()) return CheckLog(*opened_.database, Head(), progress);
    // What the head acknowledges was in the log before: read first, it must be there after
    // following.
    DECREE_ASSIGN_OR_RETURN(const std::optional<HeadSlot> slot, ReadHeadFile(dir_));
    LogHead head;
    {
      std::lock_guard following(head_mutex_);
      DECREE_ASSIGN_OR_RETURN(head, FollowHead(dir_, *opened_.database, options_));
    }
    DECREE_ASSIGN_OR_RETURN(std::vector<LogFinding> findings,
                            CheckLog(*opened_.database, head, progress));
    if (slot.has_value() && slot->head.size > head.size) {
      findings.insert(findings.begin(),
                      {absl::StrCat("positions ", head.size + 1, " to ", slot->head.size,
                                    " were acknowledged and are missing; restore a backup")});
    }
    const absl::Status fits = CheckMarked(dir_, *opened_.database, opened_.store);
    if (!fits.ok()) findings.insert(findings.begin(), {std::string(fits.message())});
    return findings;
  }

  absl::Status Close() override {
    if (!gate_.Close()) return absl::OkStatus();
    const bool sound = !committer_.has_value() || committer_->IsSound();
    absl::Status status;
    bool may_sync = sound && options_.sync;
    if (committer_.has_value() && sound) {
      status = committer_->NoteAcknowledged();
      may_sync = may_sync && status.ok();  // nothing more is asked of a WAL that failed
      if (status.ok()) status = opened_.database->Flush();
    }
    const absl::Status closing = opened_.database->Close(may_sync);
    if (status.ok()) status = closing;
    if (!status.ok() && sound && committer_.has_value()) {
      WriteErrorMark(dir_, std::string(status.message()));
    }
    opened_.head_file.reset();
    opened_.lock.reset();
    return status;
  }

 private:
  absl::Status Closed() const {
    return absl::FailedPreconditionError(absl::StrCat("the log in '", dir_, "' is closed"));
  }

  // nullopt where what a reader may show does not follow from the head file alone.
  std::optional<HeadWatch::Mark> LookAtHead() {
    if (options_.allow_lost_end || !options_.check_head) return std::nullopt;
    if (watch_ == nullptr) {
      absl::StatusOr<std::unique_ptr<HeadWatch>> watch = HeadWatch::Open(dir_);
      if (!watch.ok()) return std::nullopt;
      watch_ = *std::move(watch);
    }
    const absl::StatusOr<HeadWatch::Mark> mark = watch_->Look();
    return mark.ok() ? std::optional<HeadWatch::Mark>(*mark) : std::nullopt;
  }

  absl::Status Visible(uint64_t size) const {
    if (size <= reader_->size()) return absl::OkStatus();
    return absl::OutOfRangeError(
        absl::StrCat("the log has ", reader_->size(), " positions, not ", size));
  }

  const std::string dir_;
  const LogOptions options_;
  OpenedLog opened_;
  std::unique_ptr<LogReader> reader_;
  std::optional<Committer> committer_;  // writers only
  mutable Gate gate_;                   // keeps Close away from calls that use the database
  mutable std::mutex head_mutex_;       // guards opened_.head of a reader, and what follows
  std::unique_ptr<HeadWatch> watch_;    // readers only
  std::optional<HeadWatch::Mark> followed_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<EventLog>> EventLog::Open(const std::string& dir,
                                                         const LogOptions& options) {
  absl::StatusOr<OpenedLog> opened =
      options.read_only ? OpenLogForReading(dir, options) : OpenLogForWriting(dir, options);
  if (absl::IsDataLoss(opened.status()) && !absl::StrContains(opened.status().message(), dir)) {
    // What was met deep inside says neither which log it is nor what can be done.
    return absl::DataLossError(absl::StrCat("the log in '", dir, "': ", opened.status().message(),
                                            "; run `decree doctor`, then restore a backup"));
  }
  DECREE_RETURN_IF_ERROR(opened.status());
  return std::unique_ptr<EventLog>(
      std::make_unique<RocksdbEventLog>(dir, options, *std::move(opened)));
}

}  // namespace decree
