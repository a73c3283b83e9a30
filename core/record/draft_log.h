// A DraftLog is another log up to one position, less some events, with drafted events after it. It
// lies in memory and is gone with it: nothing it holds is recorded.
//
// Positions and stream versions of the log stay as they are, so what is left out leaves gaps:
// Find, Scan and StreamPositions pass it over; Read still gives it, as a repair chain or a search
// by instant may ask. Drafts have no leaf hash and no proofs. Do not confuse it with the overlay of
// a reader (core/store/overlay_store.h), which holds what is recorded.
#ifndef DECREE_CORE_RECORD_DRAFT_LOG_H_
#define DECREE_CORE_RECORD_DRAFT_LOG_H_

#include <map>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "core/log/event_log.h"

namespace decree {

// Fill it from one thread; after that it is safe for concurrent use.
class DraftLog final : public RecordLog {
 public:
  // `base` must outlive it and may grow meanwhile: only its positions up to `size` count.
  DraftLog(const RecordLog& base, uint64_t size, absl::flat_hash_set<Position> without);

  // Takes the drafts by the rules of EventLog::Append: ids, targets, expected versions and limits
  // are those of this log. A repeat of what it holds is told and not added again. All or nothing.
  absl::StatusOr<std::vector<AppendResult>> AddDrafts(absl::Span<const AppendRequest> requests,
                                                      int64_t now_us);

  // The root is all zeros where it would have to cover drafts.
  LogHead Head() const override { return head_; }
  absl::StatusOr<LogRecord> Read(Position position) const override;
  absl::Status ReadMany(absl::Span<const Position> positions,
                        const std::function<absl::Status(const LogRecord&)>& visit) const override;
  absl::Status Scan(Position first, Position last, bool verify_leaves,
                    const std::function<absl::Status(const LogRecord&)>& visit) const override;
  absl::StatusOr<Position> Find(absl::string_view id) const override;
  absl::StatusOr<uint64_t> StreamLength(absl::string_view stream) const override;
  absl::StatusOr<std::vector<Position>> StreamPositions(absl::string_view stream) const override;

 private:
  absl::StatusOr<AppendResult> AddDraft(const AppendRequest& request, int64_t recorded_us);
  absl::Status JoinStreams(const AppendRequest& request, LogRecord& record) const;
  void Forget(size_t drafts);

  const RecordLog& base_;
  const uint64_t size_;
  const absl::flat_hash_set<Position> without_;
  LogHead head_;
  std::vector<LogRecord> drafts_;  // positions size_ + 1 …
  std::map<std::string, Position, std::less<>> ids_;
  std::map<std::string, std::vector<Position>, std::less<>> streams_;  // of the drafts
};

}  // namespace decree

#endif  // DECREE_CORE_RECORD_DRAFT_LOG_H_
