// The Committer is the only writer of a log. It gathers waiting calls into one commit: plan,
// encode, hash, one synced batch, the head, and only then the answers.
//
// There is no thread of its own: the caller at the front of the queue commits for all that wait
// behind it, which saves two thread switches in each append. One commits at a time.
// After any write error it stops for good: the outcome is unknown, and a mark asks for `doctor`.
//
// Invariants:
//  - Positions have no gaps, and a call is in one commit with all its events or in none.
//  - The batch is synced before the head is written, the head before anyone is answered: at most
//    one commit lies beyond the head.
//  - Recorded instants never fall.
//  - Each batch carries the commit mark: what it recorded, and what was acknowledged before it.
#ifndef DECREE_CORE_LOG_COMMITTER_H_
#define DECREE_CORE_LOG_COMMITTER_H_

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "core/base/clock.h"
#include "core/log/batch_planner.h"
#include "core/log/event_log.h"
#include "core/log/group_format.h"
#include "core/log/head_file.h"
#include "core/log/log_reader.h"
#include "core/merkle/right_edge.h"
#include "core/store/log_database.h"

namespace decree {

struct CommitterParts {
  std::string dir;
  StoreId store{};
  const Clock* clock = nullptr;
  uint64_t disk_reserve_bytes = 0;
  bool sync = true;
  LogDatabase* database = nullptr;
  LogReader* reader = nullptr;  // told the new size after each commit
  HeadFile* head_file = nullptr;
  LogHead head;
  RightEdge edge;
  Position noted = 0;  // as acknowledged in the commit mark that stands
};

// Safe for concurrent use.
class Committer {
 public:
  explicit Committer(CommitterParts parts);

  // As EventLog::Append.
  absl::StatusOr<std::vector<AppendResult>> Append(absl::Span<const AppendRequest> requests);

  LogHead Head() const;

  // True when no write has failed, so that the database may be flushed.
  bool IsSound() const;

  // Leaves in the database that all it holds was acknowledged, for the next flush to make lasting.
  // When the log closes: no call may be under way. Errors: as LogDatabase::Commit.
  absl::Status NoteAcknowledged();

 private:
  // Gives those of the last commit a moment to call again, so that one sync serves them all.
  void WaitForOtherCallers(std::unique_lock<std::mutex>& lock);
  // Calls from the front of the queue that fit into one commit.
  std::vector<PendingCall*> TakeCalls() const;
  void Commit(absl::Span<PendingCall* const> calls);
  absl::Status WhyBlocked(int64_t now_us) const;
  // Whether what is encoded fits on the disk with all that becomes of it, before any of it is
  // written. Errors: no room.
  absl::Status CheckRoom() const;
  // The answer of all calls whose events are in the commit that `status` ended.
  static void AnswerNewEvents(absl::Span<PendingCall* const> calls, uint64_t size_before,
                              const absl::Status& status);
  void Encode(int64_t recorded_us, RightEdge& edge);
  void EncodeIndexes();
  absl::Status Write(const LogHead& head);
  absl::Status Stop(const absl::Status& cause);
  absl::Status StoppedStatus() const;

  CommitterParts parts_;  // head and edge belong to the committing caller
  BatchPlanner planner_;
  std::unique_ptr<LogBatch> batch_;
  GroupWriter group_;
  Sha256 sha_;
  std::vector<StreamVersionView> record_streams_;
  std::vector<TreeNode> nodes_;

  mutable std::mutex mutex_;  // guards what follows
  std::deque<PendingCall*> queue_;
  LogHead published_;
  size_t last_commit_calls_ = 0;
  std::string stopped_;  // why, once a write has failed
};

}  // namespace decree

#endif  // DECREE_CORE_LOG_COMMITTER_H_
