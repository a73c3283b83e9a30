// Whether a log goes on from what its store has signed: what every opening of a store asks, since
// appending to a log that was rolled back behind it, or exchanged, would fork what others hold.
//
// It looks at the newest checkpoint alone, in some tens of reads whatever the length of the log. Do
// not confuse it with CheckAudit, which holds every checkpoint against the log for `doctor`.
#ifndef DECREE_CORE_AUDIT_NEWEST_SIGNED_H_
#define DECREE_CORE_AUDIT_NEWEST_SIGNED_H_

#include <string>

#include "absl/status/status.h"
#include "core/log/event_log.h"

namespace decree {

// `dir` is <store>/audit and need not be there; `log_dir` is for the words. By size and, where the
// checkpoint reads (`doctor` tells where it does not) and the tree does, by root. Errors: DataLoss
// naming both and what can be done; Internal where `dir` cannot be listed.
absl::Status HoldAgainstNewestSigned(const std::string& dir, const std::string& log_dir,
                                     EventLog& log);

}  // namespace decree

#endif  // DECREE_CORE_AUDIT_NEWEST_SIGNED_H_
