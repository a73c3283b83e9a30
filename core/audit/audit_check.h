// Holds what a store has signed (core/audit/checkpoint_folder.h) against its log, for `doctor`. It
// changes nothing. Do not confuse it with VerifyLog, which holds the log against one checkpoint
// that somebody else kept.
#ifndef DECREE_CORE_AUDIT_AUDIT_CHECK_H_
#define DECREE_CORE_AUDIT_AUDIT_CHECK_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/log/event_log.h"

namespace decree {

struct AuditToCheck {
  std::string dir;  // <store>/audit; need not be there
  EventLog& log;    // caught up where a checkpoint is newer than what it shows
  // The log's own checks found nothing: only then can its roots be held against what was signed.
  bool is_log_sound = false;
  // The store was restored behind what was signed and has begun no new epoch yet.
  bool awaits_new_epoch = false;
};

struct AuditReport {
  uint64_t checkpoints = 0;  // kept, of all epochs
  bool is_sound = true;  // every checkpoint reads, and those of the newest epoch are of this log
  // What is damaged, where, and what can be done. One about a stream table leaves `is_sound` true:
  // the table can be made anew.
  std::vector<std::string> findings;
  std::vector<std::string> notes;  // harmless, and worth knowing
};

// Errors: those of the log that keep it from being read; what is damaged is a finding.
absl::StatusOr<AuditReport> CheckAudit(const AuditToCheck& audit);

}  // namespace decree

#endif  // DECREE_CORE_AUDIT_AUDIT_CHECK_H_
