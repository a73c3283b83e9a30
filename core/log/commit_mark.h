// The commit mark: what the last commit of a log says of itself, written in the same batch as its
// events, and once more when the log is closed.
//
// It binds the tables to one another (a write-ahead log of another store that is laid over them
// brings a mark of its own) and to the head file: a commit begins only after the head of the one
// before was synced, so what it found acknowledged then was acknowledged, whatever the head file
// says now. A log that no version with marks has written to has none.
#ifndef DECREE_CORE_LOG_COMMIT_MARK_H_
#define DECREE_CORE_LOG_COMMIT_MARK_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/log/log_prefix.h"
#include "core/log/log_reader.h"
#include "core/log/merkle_source.h"
#include "core/store/log_database.h"

namespace decree {

struct CommitMark {
  LogPrefix recorded;         // the log with this commit
  Position acknowledged = 0;  // what the head acknowledged before it, or when the log was closed
};

void PutCommitMark(const CommitMark& mark, LogBatch& batch);

// nullopt when there is none. Errors: DataLoss when it does not read.
absl::StatusOr<std::optional<CommitMark>> ReadCommitMark(const LogDatabase& database);

// Whether the tables that end at `end` are those that the mark was written with. A mark behind the
// end is that of the last version that wrote marks. Errors: DataLoss saying what does not fit; what
// keeps the tree from being read is passed on.
absl::Status CheckCommitMark(const CommitMark& mark, const StoreId& store, const LogEnd& end,
                             MerkleSource& source);

}  // namespace decree

#endif  // DECREE_CORE_LOG_COMMIT_MARK_H_
