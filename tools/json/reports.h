// What is done with a store, and what was found in it, as JSON: one object each, without a line
// end.
#ifndef DECREE_TOOLS_JSON_REPORTS_H_
#define DECREE_TOOLS_JSON_REPORTS_H_

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "core/backup/backup.h"
#include "core/backup/restore.h"
#include "core/codec/json_difference.h"
#include "core/decree.h"

namespace decree::tools {

void WriteJson(std::ostream& out, const StoreStats& stats);
void WriteJson(std::ostream& out, const std::vector<ProjectionInfo>& projections);
void WriteJson(std::ostream& out, const RebuildReport& report);
// `is_sound`: whether nothing is left to mend.
void WriteJson(std::ostream& out, const DoctorReport& report, bool is_sound);
// `is_new`: made, with what was copied; else one that was checked.
void WriteJson(std::ostream& out, const BackupReport& report, bool is_new);
void WriteJson(std::ostream& out, const RestoreReport& report, const std::string& new_store);

// What came of events that were handed in.
struct AppendReport {
  struct RefusedLine {
    std::string file;
    uint64_t line = 0;  // 0: the file as a whole
    std::string error;
  };
  uint64_t appended = 0, repeated = 0;
  Position first = 0, last = 0;  // 0: nothing was appended
  std::vector<std::string> warnings;
  std::vector<RefusedLine> refused;
  std::vector<std::pair<std::string, KeptDocument>> documents;  // by their files
};
void WriteJson(std::ostream& out, const AppendReport& report);

// What is wrong with events that were looked at and not stored.
struct CheckReport {
  struct Problem {
    std::string file;
    uint64_t line = 0, column = 0;  // in characters, from 1; 0: the file, or the event, as a whole
    std::string field, value, text;
  };
  uint64_t events = 0, bad = 0;
  std::vector<Problem> problems;  // in the order in which they stand
  std::vector<std::string> warnings;
};
void WriteJson(std::ostream& out, const CheckReport& report);

// `answer`: on the altered record, as JSON; nullopt where there is none, and `error` says why.
void WriteWhatIf(std::ostream& out, const std::optional<std::string>& answer,
                 const std::string& error, const std::vector<JsonDifference>& differences);

}  // namespace decree::tools

#endif  // DECREE_TOOLS_JSON_REPORTS_H_
