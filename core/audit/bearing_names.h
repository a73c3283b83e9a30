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
#include "core/projections/event_reader.h"

namespace decree {

// Sorted, each once, without those that the record joins. `read` gives the targets of a repair.
// Errors: DataLoss when the body does not decode; those of `read`.
absl::StatusOr<std::vector<std::string>> BearingNames(const LogRecord& record,
                                                      const RecordReader& read);

}  // namespace decree

#endif  // DECREE_CORE_AUDIT_BEARING_NAMES_H_
