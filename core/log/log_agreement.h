// Whether the parts of a log belong together: the head file, the tables, the mark of the last
// commit. A few reads each, whatever the length of the log; what is refused names the two parts
// that disagree and what can be done.
#ifndef DECREE_CORE_LOG_LOG_AGREEMENT_H_
#define DECREE_CORE_LOG_LOG_AGREEMENT_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/log/commit_mark.h"
#include "core/log/head_file.h"
#include "core/log/log_reader.h"
#include "core/log/merkle_source.h"
#include "core/store/log_database.h"

namespace decree {

// DataLoss, all of them.
absl::Status LostPositions(const std::string& dir, Position first, Position last);
absl::Status OfTwoStores(const std::string& dir);

// That the tables, which end at `end`, hold what the head acknowledges, with its root. Errors:
// DataLoss; what keeps the tree from being read is passed on.
absl::Status CheckAgainstHead(const std::string& dir, const LogHead& head, const LogEnd& end,
                              MerkleSource& source);

// As CheckCommitMark, naming the log.
absl::Status CheckMark(const std::string& dir, const CommitMark& mark, const StoreId& store,
                       const LogEnd& end, MerkleSource& source);

// All of it, for a reader that opens a log. What keeps the tree from being read is told to whoever
// reads what rests on it, and hides nothing else.
absl::Status HoldTogether(const std::string& dir, const HeadSlot& slot,
                          const LogDatabase& database);

// For a reader that follows: no tree is read, the head and the mark of one commit must be one.
absl::Status CheckHeadOfMark(const std::string& dir, const HeadSlot& slot, const CommitMark& mark);

// Whether the head file is behind what the mark in the database knows to have been acknowledged.
// `acknowledged` is what was read of it before the mark: a writer may have gone on meanwhile, but a
// head that is read after the mark is not behind it.
absl::StatusOr<bool> HeadIsOlder(const std::string& dir, const std::optional<CommitMark>& mark,
                                 Position acknowledged);

// For a log that is being checked: whether the mark of its last commit fits its tables and its head
// file. Errors: DataLoss saying what does not, and what can be done.
absl::Status CheckMarked(const std::string& dir, const LogDatabase& database, const StoreId& store);

}  // namespace decree

#endif  // DECREE_CORE_LOG_LOG_AGREEMENT_H_
