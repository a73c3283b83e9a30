// The names that an event bears on without joining them as streams: what an authorization names
// ("a/us/x", "a/*" for patterns), the instrument of a measure ("n/…"), and the streams that a
// repair brings its act to. A question finds events under these names too, so that the stream table
// counts them; they are those under which the projections leave something.
//
// The stream table is signed, so what this gives for an event never changes; another rule is
// another version of the table.
#ifndef DECREE_CORE_AUDIT_BEARING_NAMES_H_
#define DECREE_CORE_AUDIT_BEARING_NAMES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/log/event_log.h"
#include "core/projections/repair_chain.h"

namespace decree {

// Sorted, each once, without those that the record joins. `repairs` reads the targets of a repair;
// give the same one for all records of a pass. Errors: DataLoss when the body does not decode;
// those of `repairs`.
absl::StatusOr<std::vector<std::string>> BearingNames(const LogRecord& record,
                                                      RepairMerger& repairs);

}  // namespace decree

#endif  // DECREE_CORE_AUDIT_BEARING_NAMES_H_
