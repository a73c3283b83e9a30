#include "core/append/restore_lines.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/append/append_checks.h"
#include "core/base/clock.h"
#include "core/base/no_room.h"
#include "core/base/status_macros.h"
#include "core/codec/event_codec.h"
#include "core/log/event_log.h"
#include "core/merkle/right_edge.h"
#include "core/store/plain_files.h"

namespace decree {
namespace {

namespace fs = std::filesystem;

constexpr size_t kCallEventsMax = 16'384;
constexpr size_t kCallBytesMax = 32u << 20;

// Stands still at the instant at which the next events were recorded.
class RecordedClock : public Clock {
 public:
  int64_t NowMicros() const override { return now_us_; }
  void Set(int64_t now_us) { now_us_ = now_us; }

 private:
  int64_t now_us_ = 0;
};

class LineRestorer {
 public:
  LineRestorer(EventLog& log, RecordedClock& clock) : log_(log), clock_(clock) {}

  absl::Status Take(RecordLine line) {
    if (line.position != next_position_) {
      return absl::InvalidArgumentError(absl::StrCat("position: ", line.position, " where ",
                                                     next_position_,
                                                     " is due; give a whole export, in order"));
    }
    if (line.recorded_us < recorded_us_) {
      return absl::InvalidArgumentError(
          absl::StrCat("recorded: position ", line.position, " is earlier than the one before"));
    }
    if (line.recorded_us != recorded_us_ || events_.size() >= kCallEventsMax ||
        bytes_ >= kCallBytesMax) {
      DECREE_RETURN_IF_ERROR(Append());
    }
    recorded_us_ = line.recorded_us;
    ++next_position_;
    bytes_ += EncodeEvent(line.event).size();
    leaves_.push_back(line.leaf);
    events_.push_back({std::move(line.event), {}});
    return absl::OkStatus();
  }

  // Records what was taken since the last call and holds it against the leaves that were named.
  absl::Status Append() {
    if (events_.empty()) return absl::OkStatus();
    clock_.Set(recorded_us_);
    DECREE_ASSIGN_OR_RETURN(const std::vector<AppendRequest> requests, RequestsFor(events_, log_));
    DECREE_ASSIGN_OR_RETURN(const std::vector<AppendResult> results, log_.Append(requests));
    const Position first = next_position_ - events_.size();
    for (size_t i = 0; i < results.size(); ++i) {
      if (results[i].position == first + i && !results[i].repeated) continue;
      return absl::InvalidArgumentError(absl::StrCat("event.id: \"", requests[i].id,
                                                     "\" is there already, at position ",
                                                     results[i].position));
    }
    for (const Hash256& leaf : leaves_) edge_.Append(sha_, leaf, 0, nullptr);
    if (edge_.Root(sha_) != log_.Head().root) return FirstDifference(first);
    events_.clear();
    leaves_.clear();
    bytes_ = 0;
    return absl::OkStatus();
  }

 private:
  absl::Status FirstDifference(Position first) const {
    return log_.Scan(first, next_position_ - 1, false, [&](const LogRecord& record) {
      const Hash256& leaf = leaves_[record.position - first];
      if (record.leaf == leaf) return absl::OkStatus();
      return absl::InvalidArgumentError(absl::StrCat(
          "leaf: position ", record.position, " (\"", record.id,
          "\") is not the event that the record has there: its line was altered, or its dates "
          "resolve otherwise with this machine's zones"));
    });
  }

  EventLog& log_;
  RecordedClock& clock_;
  Position next_position_ = 1;
  int64_t recorded_us_ = INT64_MIN;
  std::vector<NewEvent> events_;
  std::vector<Hash256> leaves_;
  size_t bytes_ = 0;
  Sha256 sha_;
  RightEdge edge_;
};

// All files below, and the folders that hold them.
absl::Status SyncAll(const PlainFiles& files, const std::string& dir) {
  std::error_code error;
  for (fs::recursive_directory_iterator it(dir, error), end; !error && it != end;
       it.increment(error)) {
    const std::string path = it->path().string();
    DECREE_RETURN_IF_ERROR(it->is_directory() ? files.SyncFolder(path) : files.SyncFile(path));
  }
  if (error) return SystemCallError(dir, error.value());
  return files.SyncFolder(dir);
}

}  // namespace

absl::StatusOr<RestoreReport> RestoreFromLines(const RecordLines& next,
                                               const std::string& new_store,
                                               const RestoreOptions& options) {
  RestoreReport report;
  const PlainFiles files(options.files);
  const auto fill = [&](const std::string& staging) -> absl::Status {
    const std::string log_dir = staging + "/log";
    RecordedClock clock;
    LogOptions log_options;
    log_options.clock = &clock;
    log_options.files = options.files;
    log_options.sync = false;  // nobody relies on the staging folder; it is synced as a whole below
    DECREE_ASSIGN_OR_RETURN(const std::unique_ptr<EventLog> log,
                            EventLog::Open(log_dir, log_options));
    LineRestorer restorer(*log, clock);
    for (;;) {
      DECREE_ASSIGN_OR_RETURN(std::optional<RecordLine> line, next());
      if (!line.has_value()) break;
      DECREE_RETURN_IF_ERROR(restorer.Take(*std::move(line)));
    }
    DECREE_RETURN_IF_ERROR(restorer.Append());
    report.head = log->Head();
    DECREE_RETURN_IF_ERROR(SettleEpoch(*log, staging, options, report.is_new_epoch));
    DECREE_RETURN_IF_ERROR(log->Close());
    return SyncAll(files, log_dir);
  };
  DECREE_RETURN_IF_ERROR(MakeStoreAnew(new_store, options.files, fill));
  return report;
}

}  // namespace decree
