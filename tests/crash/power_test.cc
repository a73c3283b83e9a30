// Cuts the power at points spread over all file operations of a run, takes away what was not
// synced, and holds the reopened log against the journal. And proves that this bites: with syncing
// off the same harness reports losses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "core/store/file_seam.h"
#include "tests/crash/journal.h"
#include "tests/crash/lossy_file_system.h"
#include "tests/unit/log/log_testing.h"

namespace decree {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using Fault = LossyFileSystem::Fault;

constexpr int kCalls = 90;  // about 150 events

struct Machine {
  std::shared_ptr<LossyFileSystem> files = std::make_shared<LossyFileSystem>();
  LogOptions Options() const {
    LogOptions options;
    options.files = std::make_shared<FileSeam>(FileSeam{files});
    return options;
  }
};

AppendRequest PowerRequest(const std::string& id, int call) {
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
Outcome AppendAll(const std::string& dir, const LogOptions& options) {
  Outcome run;
  for (int half = 0; half < 2; ++half) {
    auto log = EventLog::Open(dir, options);
    if (!log.ok()) {
      run.ended = log.status();
      return run;
    }
    for (int call = half * kCalls / 2; call < (half + 1) * kCalls / 2; ++call) {
      std::vector<AppendRequest> requests;
      for (int i = 0; i <= call % 3 && i < 2; ++i) {
        requests.push_back(
            PowerRequest("c" + std::to_string(call) + "." + std::to_string(i), call));
      }
      const auto results = (*log)->Append(requests);
      if (!results.ok()) {
        run.ended = results.status();
        // Whatever went wrong, nothing more is taken.
        const auto more = (*log)->Append({PowerRequest("more", 0)});
        EXPECT_EQ(more.status().code(), absl::StatusCode::kFailedPrecondition);
        return run;
      }
      for (size_t i = 0; i < requests.size(); ++i) {
        run.journal.push_back({(*results)[i].position, requests[i].id});
      }
    }
    (*log)->Close().IgnoreError();
  }
  return run;
}

uint64_t OperationsOfARun() {
  TestFolder folder;
  const Machine machine;
  const Outcome run = AppendAll(folder.Sub("log"), machine.Options());
  EXPECT_TRUE(run.ended.ok()) << run.ended;
  return machine.files->operations();
}

// Opens after the accident and reports what does not hold.
std::vector<std::string> Aftermath(const std::string& dir, const Outcome& run) {
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
  const Outcome again = AppendAll(dir, machine.Options());
  if (!again.ended.ok()) problems.push_back(again.ended.ToString());
  for (size_t i = 0; i < run.journal.size() && i < again.journal.size(); ++i) {
    if (again.journal[i].position != run.journal[i].position) problems.push_back("moved");
  }
  if (again.journal.size() < before) problems.push_back("more events than were sent");
  return problems;
}

void RunPoints(Fault fault, int points) {
  const uint64_t operations = OperationsOfARun();
  for (int point = 0; point < points; ++point) {
    const uint64_t operation =
        1 + operations * static_cast<uint64_t>(point) / static_cast<uint64_t>(points);
    TestFolder folder;
    const std::string dir = folder.Sub("log");
    Outcome run;
    {
      const Machine machine;
      machine.files->SetFault(fault, operation);
      run = AppendAll(dir, machine.Options());
      machine.files->LosePower(static_cast<uint64_t>(point));
    }
    ASSERT_THAT(Aftermath(dir, run), IsEmpty())
        << "operation " << operation << " of " << operations << ", point " << point << ", "
        << run.journal.size() << " acknowledged, ended with " << run.ended;
  }
}

int Points() {
  const char* wanted = std::getenv("DECREE_POWER_POINTS");
  return wanted == nullptr ? 400 : std::atoi(wanted);
}

TEST(PowerTest, NothingAcknowledgedIsLostWhereverThePowerFails) {
  RunPoints(Fault::kPowerCut, Points());
}

TEST(PowerTest, NothingAcknowledgedIsLostAfterOneInputOutputError) {
  RunPoints(Fault::kErrorOnce, Points() / 4);
}

TEST(PowerTest, NothingAcknowledgedIsLostAfterTheDiskWasFullOnce) {
  RunPoints(Fault::kNoSpaceOnce, Points() / 4);
}

// The harness must go red when the log does not sync.
TEST(PowerTest, WithoutSyncTheHarnessReportsLosses) {
  TestFolder folder;
  const std::string dir = folder.Sub("log");
  const Machine machine;
  LogOptions options = machine.Options();
  options.sync = false;
  Outcome run;
  {
    const auto log = OpenOrDie(dir, options);
    for (int i = 0; i < 20; ++i) {
      const std::string id = "e" + std::to_string(i);
      const auto results = log->Append({PowerRequest(id, i)});
      ASSERT_TRUE(results.ok());
      run.journal.push_back({(*results)[0].position, id});
    }
    machine.files->SetFault(Fault::kPowerCut, 1);  // closing may not save it
  }
  machine.files->LosePower(0);
  const auto problems = Aftermath(dir, run);
  EXPECT_THAT(problems, Contains(HasSubstr("lost e19")));
}

// The same run with sync on is sound: it is the sync that makes the difference.
TEST(PowerTest, WithSyncTheSameRunIsSound) {
  TestFolder folder;
  const std::string dir = folder.Sub("log");
  const Machine machine;
  Outcome run;
  {
    const auto log = OpenOrDie(dir, machine.Options());
    for (int i = 0; i < 20; ++i) {
      const std::string id = "e" + std::to_string(i);
      const auto results = log->Append({PowerRequest(id, i)});
      ASSERT_TRUE(results.ok());
      run.journal.push_back({(*results)[0].position, id});
    }
    machine.files->SetFault(Fault::kPowerCut, 1);
  }
  machine.files->LosePower(0);
  const Machine after;
  ASSERT_TRUE(ClearErrorMark(dir).ok());
  const auto log = EventLog::Open(dir, after.Options());
  ASSERT_TRUE(log.ok()) << log.status();
  EXPECT_THAT(VerifyAcknowledged(**log, run.journal), IsEmpty());
}

}  // namespace
}  // namespace decree
