// What a check of a whole store says, and what a rebuild of what is derived from its log.
#ifndef DECREE_CORE_CHECK_DOCTOR_REPORT_H_
#define DECREE_CORE_CHECK_DOCTOR_REPORT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/progress.h"

namespace decree {

struct RebuildReport {
  uint64_t events = 0, entries = 0;
  bool identical = false;                // the same keys and values as before
  std::vector<std::string> differences;  // first differing keys
};
struct DoctorOptions {
  Progress progress;  // four steps an event: record and indexes, body, views, compiled answers
  // Of a store opened read-only that nobody writes: build views and compiled answers anew when they
  // are not what the record gives. Nothing else is ever changed.
  bool rebuild_projections = false;
};
struct DoctorReport {
  uint64_t events = 0, documents = 0, checkpoints = 0;
  std::vector<std::string>
      findings;                    // empty: sound; each says what is damaged and what can be done
  std::vector<std::string> notes;  // harmless, and worth knowing
  bool is_record_sound = false;    // log, documents and what was signed are; all else is made anew
  bool is_derived_sound =
      true;                    // views and compiled answers are, where the log lets them be checked
  bool is_rebuilt = false;     // the projections were
  bool is_mark_taken = false;  // that of an earlier write error: writers may open it again
};

}  // namespace decree

#endif  // DECREE_CORE_CHECK_DOCTOR_REPORT_H_
