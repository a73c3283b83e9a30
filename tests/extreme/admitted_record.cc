#include "tests/extreme/admitted_record.h"

#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/audit/log_tally.h"
#include "core/backup/backup.h"
#include "core/base/assert.h"
#include "core/base/status_macros.h"
#include "core/codec/event_codec.h"
#include "core/decree.h"
#include "core/store/temporary_folder.h"
#include "tests/extreme/facade_questions.h"

namespace decree::extreme {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(120);
constexpr size_t kEachMax = 12;

class StandingClock final : public Clock {
 public:
  int64_t NowMicros() const override { return 1'762'344'000'000'000; }
};

std::vector<NewEvent> EventsOf(const Lines& lines, Counts& counts) {
  std::vector<NewEvent> events;
  for (const std::string& line : lines) {
    absl::StatusOr<Event> event = EventFromJson(line);
    if (event.ok()) {
      events.push_back({*std::move(event), {}});
    } else {
      ++counts.refused;
    }
  }
  return events;
}

// A range that is refused is halved until what is at fault stands alone.
absl::Status Admit(Decree& store, absl::Span<const NewEvent> events, Counts& counts) {
  if (events.empty()) return absl::OkStatus();
  const auto appended = store.Append(events);
  if (appended.ok()) {
    counts.admitted += events.size();
    for (const AppendWarning& warning : appended->warnings) {
      if (absl::StrContains(warning.text, "projections stopped")) {
        return absl::InternalError(warning.text);
      }
    }
    return absl::OkStatus();
  }
  const bool is_refused =
      absl::IsInvalidArgument(appended.status()) || absl::IsNotFound(appended.status());
  if (!is_refused) return appended.status();
  if (events.size() == 1) {
    ++counts.refused;
    return absl::OkStatus();
  }
  DECREE_RETURN_IF_ERROR(Admit(store, events.first(events.size() / 2), counts));
  return Admit(store, events.subspan(events.size() / 2), counts);
}

absl::Status AskAll(Decree& store, const std::string& calm, Counts& counts) {
  for (const Asked& asked : AskEverything(store, kPatience, kEachMax)) {
    ++counts.questions;
    if (asked.seconds > counts.slowest_seconds) {
      counts.slowest_seconds = asked.seconds;
      counts.slowest = asked.question;
    }
    if (!asked.status.ok()) {
      return absl::Status(asked.status.code(),
                          absl::StrCat(asked.question, ": ", asked.status.ToString()));
    }
  }
  DECREE_ASSIGN_OR_RETURN(const std::string now, AskCalm(store));
  if (now == calm) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("the calm record answered\n", calm, "and now\n", now));
}

absl::Status CheckDoctor(Decree& store) {
  DECREE_ASSIGN_OR_RETURN(const DoctorReport report, store.Doctor());
  if (report.findings.empty()) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat("doctor: ", report.findings.front()));
}

// What a checkpoint signs of it.
absl::Status CheckTally(const std::string& dir) {
  LogOptions options;
  options.read_only = true;
  DECREE_ASSIGN_OR_RETURN(const std::unique_ptr<EventLog> log,
                          EventLog::Open(dir + "/log", options));
  LogTally tally;
  return tally.ReadThrough(log->Head().size, *log, nullptr);
}

absl::Status Check(const std::string& dir, const Lines& lines, Counts& counts) {
  const StandingClock clock;
  Options options;
  options.clock = &clock;
  options.disk_reserve_bytes = 0;
  std::string calm;
  {
    DECREE_ASSIGN_OR_RETURN(const std::unique_ptr<Decree> store, Decree::Open(dir, options));
    DECREE_RETURN_IF_ERROR(store->Append(EventsOf(CalmLines(), counts)).status());
    DECREE_ASSIGN_OR_RETURN(calm, AskCalm(*store));
    DECREE_RETURN_IF_ERROR(Admit(*store, EventsOf(lines, counts), counts));
    DECREE_RETURN_IF_ERROR(AskAll(*store, calm, counts));
    DECREE_RETURN_IF_ERROR(store->Close());
  }
  options.read_only = true;
  {
    DECREE_ASSIGN_OR_RETURN(const std::unique_ptr<Decree> store, Decree::Open(dir, options));
    DECREE_RETURN_IF_ERROR(AskAll(*store, calm, counts));
    DECREE_RETURN_IF_ERROR(CheckDoctor(*store));
  }
  DECREE_RETURN_IF_ERROR(CheckTally(dir));
  options.read_only = false;
  DECREE_ASSIGN_OR_RETURN(const std::unique_ptr<Decree> store, Decree::Open(dir, options));
  DECREE_ASSIGN_OR_RETURN(const RebuildReport rebuilt, store->Rebuild());
  if (!rebuilt.identical) {
    return absl::InternalError(absl::StrCat("rebuild: ", rebuilt.differences.front()));
  }
  return store->Close();
}

}  // namespace

std::string CheckRecord(const Lines& lines, Counts& counts) {
  const auto folder = TemporaryFolder::Create();
  DECREE_ASSERT(folder.ok());
  const absl::Status status = Check((*folder)->path() + "/store", lines, counts);
  return status.ok() ? "" : status.ToString();
}

}  // namespace decree::extreme
