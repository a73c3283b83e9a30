// The run that the fault tests cut short: appends of one and two events in two sittings, the
// outside journal of what was acknowledged, and what must hold afterwards.
#ifndef DECREE_TESTS_CRASH_POWER_RUN_H_
#define DECREE_TESTS_CRASH_POWER_RUN_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/store/file_seam.h"
#include "tests/crash/journal.h"
#include "tests/crash/lossy_file_system.h"
#include "tests/from_environment.h"
#include "tests/unit/log/log_testing.h"

namespace decree {

// In memory where the machine has such a folder: what is lost is decided by the LossyFileSystem.
class MemoryFolder {
 public:
  MemoryFolder() {
    std::error_code ignored;
    const bool has_memory = std::filesystem::exists("/dev/shm", ignored);
    std::string path = has_memory ? "/dev/shm/decree-test-XXXXXX" : "/tmp/decree-test-XXXXXX";
    DECREE_ASSERT(::mkdtemp(path.data()) != nullptr);
    path_ = path;
  }
  ~MemoryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  std::string Sub(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

inline constexpr int kCalls = 90;  // about 150 events

struct Machine {
  std::shared_ptr<LossyFileSystem> files = std::make_shared<LossyFileSystem>();
  LogOptions Options() const {
    LogOptions options;
    options.files = std::make_shared<FileSeam>(FileSeam{files});
    return options;
  }
};

inline AppendRequest PowerRequest(const std::string& id, int call) {
  AppendRequest request;
  request.id = id;
  request.body = BodyOf(id);
  request.streams = {"m/" + std::to_string(call % 4)};
  return request;
}

struct Outcome {
  std::vector<Acknowledgement> journal;
  absl::Status ended;  // the first error
};

// Appends until an error; at the middle the log is closed and opened again.
// Each acknowledgement is also handed to `acknowledged`, if any, before the next append.
using OnAcknowledged = std::function<void(const Acknowledgement&)>;
inline Outcome AppendAll(const std::string& dir, const LogOptions& options, int calls = kCalls,
                         const OnAcknowledged& acknowledged = nullptr) {
  Outcome run;
  for (int half = 0; half < 2; ++half) {
    auto log = EventLog::Open(dir, options);
    if (!log.ok()) {
      run.ended = log.status();
      return run;
    }
    for (int call = half * calls / 2; call < (half + 1) * calls / 2; ++call) {
      std::vector<AppendRequest> requests;
      for (int i = 0; i <= call % 3 && i < 2; ++i) {
        requests.push_back(
            PowerRequest("c" + std::to_string(call) + "." + std::to_string(i), call));
      }
      const auto results = (*log)->Append(requests);
      if (!results.ok()) {
        run.ended = results.status();
        // After a write of unknown outcome nothing more is taken; a failed read stops nobody.
        if (absl::IsUnknown(run.ended)) {
          const auto more = (*log)->Append({PowerRequest("more", 0)});
          EXPECT_EQ(more.status().code(), absl::StatusCode::kFailedPrecondition);
        }
        return run;
      }
      for (size_t i = 0; i < requests.size(); ++i) {
        run.journal.push_back({(*results)[i].position, requests[i].id});
        if (acknowledged) acknowledged(run.journal.back());
      }
    }
    (*log)->Close().IgnoreError();
  }
  return run;
}

inline uint64_t OperationsOfARun() {
  MemoryFolder folder;
  const Machine machine;
  const Outcome run = AppendAll(folder.Sub("log"), machine.Options());
  EXPECT_TRUE(run.ended.ok()) << run.ended;
  return machine.files->operations();
}

// Opens after the accident and reports what does not hold.
inline std::vector<std::string> Aftermath(const std::string& dir, const Outcome& run,
                                          int calls = kCalls) {
  const Machine machine;
  if (std::filesystem::exists(dir)) {
    // A mark refuses writing until doctor has looked.
    if (std::filesystem::exists(dir + "/needs-doctor")) {
      EXPECT_EQ(EventLog::Open(dir, machine.Options()).status().code(),
                absl::StatusCode::kFailedPrecondition);
    }
    EXPECT_TRUE(ClearErrorMark(dir).ok());
  }
  auto log = EventLog::Open(dir, machine.Options());
  if (!log.ok()) return {log.status().ToString()};
  std::vector<std::string> problems = VerifyAcknowledged(**log, run.journal);
  for (const std::string& problem : VerifyWhole(**log)) problems.push_back(problem);
  for (const std::string& problem : Findings(**log)) problems.push_back(problem);
  // The same calls again: what was recorded keeps its position, the rest is added.
  const uint64_t before = (*log)->Head().size;
  log->reset();
  const Outcome again = AppendAll(dir, machine.Options(), calls);
  if (!again.ended.ok()) problems.push_back(again.ended.ToString());
  for (size_t i = 0; i < run.journal.size() && i < again.journal.size(); ++i) {
    if (again.journal[i].position != run.journal[i].position) problems.push_back("moved");
  }
  if (again.journal.size() < before) problems.push_back("more events than were sent");
  return problems;
}

}  // namespace decree

#endif  // DECREE_TESTS_CRASH_POWER_RUN_H_
