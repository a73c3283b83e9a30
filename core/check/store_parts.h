// The parts of a store belong together: what lies beside the log was made of that log, and where
// there is no log there is nothing beside it. Every opening checks it; core/ARCHITECTURE.md,
// "Parts", says which part is held against which, and where.
#ifndef DECREE_CORE_CHECK_STORE_PARTS_H_
#define DECREE_CORE_CHECK_STORE_PARTS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/log/event_log.h"

namespace decree {

// Whether there is a log in the store's folder. Errors: DataLoss where there is none but other
// parts of a store are: then it was moved away, or lies on a volume that is not there; Internal
// where it cannot be told.
absl::StatusOr<bool> HasLog(const std::string& dir);

// That the log goes on from what the store has signed (core/audit/newest_signed.h), unless it was
// restored behind that on purpose. A reader, which may be kept from seeing what was signed, is then
// not kept from the record.
absl::Status HoldLogAgainstSigned(const std::string& dir, EventLog& log, bool read_only);

}  // namespace decree

#endif  // DECREE_CORE_CHECK_STORE_PARTS_H_
