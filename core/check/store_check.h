// The whole check of a store, for `doctor`: the log, the bodies of its events, the documents, what
// was signed, and what is derived (views, compiled answers) against the same built anew. It changes
// nothing.
#ifndef DECREE_CORE_CHECK_STORE_CHECK_H_
#define DECREE_CORE_CHECK_STORE_CHECK_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "core/check/doctor_report.h"
#include "core/log/event_log.h"
#include "core/projections/projection.h"

namespace decree {

struct StoreToCheck {
  std::string dir;
  EventLog& log;  // follows its writer
  const ProjectionList& projections;
  uint64_t cache_bytes = 0;
};

// Four steps of the progress an event: record and indexes, body, views, compiled answers. Errors:
// those of the log that keep it from being read at all; what is damaged is a finding.
absl::StatusOr<DoctorReport> CheckStore(const StoreToCheck& store, const Progress& progress);

}  // namespace decree

#endif  // DECREE_CORE_CHECK_STORE_CHECK_H_
