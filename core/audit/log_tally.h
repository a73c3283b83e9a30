// A LogTally reads records in position order and keeps what a checkpoint says of them: the root of
// their tree and the stream table. Every hash comes from the records' own bytes.
#ifndef DECREE_CORE_AUDIT_LOG_TALLY_H_
#define DECREE_CORE_AUDIT_LOG_TALLY_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/audit/stream_table.h"
#include "core/base/progress.h"
#include "core/log/event_log.h"
#include "core/merkle/log_checkpoint.h"
#include "core/merkle/right_edge.h"
#include "core/projections/repair_chain.h"

namespace decree {

// The bytes that a record's leaf hash covers.
std::string RecordBytes(const LogRecord& record);

// Not safe for concurrent use.
class LogTally {
 public:
  LogTally() = default;

  // Goes on from a signed checkpoint: `streams` are the bytes of its stream table, and the log must
  // still give its root. Errors: DataLoss when either does not.
  static absl::StatusOr<LogTally> From(const LogCheckpoint& checkpoint, const LogProver& log,
                                       absl::string_view streams);

  // Reads and hashes the records that follow, up to `size`. Errors: DataLoss naming the position.
  absl::Status ReadThrough(uint64_t size, const RecordLog& log, const Progress& progress);

  uint64_t size() const { return edge_.size(); }
  uint64_t hashed() const { return hashed_; }  // of those, read and hashed by this object
  LogCheckpoint CheckpointOf(const std::string& origin) const;
  const StreamTable& streams() const { return streams_; }

 private:
  absl::Status Add(const LogRecord& record, RepairMerger& repairs);

  std::unique_ptr<Sha256> sha_ = std::make_unique<Sha256>();
  RightEdge edge_;
  StreamTable streams_;
  uint64_t hashed_ = 0;
};

}  // namespace decree

#endif  // DECREE_CORE_AUDIT_LOG_TALLY_H_
