// Input and output errors, a full disk and short writes, once and for good, at every file operation
// of a run; errors of reading at every read. Each case runs in a process of its own, because the
// packaged RocksDB has its assertions on: an abort is an outcome like another, after which nothing
// acknowledged may be lost either.
//
// This process never opens a log itself, so that it has no threads when it forks.
// DECREE_FAULT_CALLS sets how many calls the run has.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <mutex>
#include <thread>

#include "tests/crash/child_process.h"
#include "tests/crash/power_run.h"

namespace decree {
namespace {

using Fault = LossyFileSystem::Fault;
using Times = LossyFileSystem::Times;

constexpr uint64_t kLanes = 8;
constexpr unsigned kLaneSecondsMax = 1800;
constexpr int kProblems = 7;  // exit status of a judge that found some

int Calls() { return static_cast<int>(FromEnvironment("DECREE_FAULT_CALLS", 24)); }

class FaultTest : public testing::Test {
 protected:
  // Holds the log against the journal; problems go to `output`.
  static int Judge(const std::string& dir, const std::string& journal, int output) {
    Outcome run;
    std::ifstream lines(journal);
    Acknowledgement acknowledged;
    while (lines >> acknowledged.position >> acknowledged.id) run.journal.push_back(acknowledged);
    const std::vector<std::string> problems = Aftermath(dir, run, Calls());
    for (const std::string& problem : problems) WriteText(output, problem + "\n");
    return problems.empty() && !testing::Test::HasFailure() ? 0 : kProblems;
  }

  // The run with a fault, each acknowledgement in the journal before the next call.
  static void Run(const std::string& dir, const std::string& journal, Fault fault, Times times,
                  uint64_t operation) {
    const int file = ::open(journal.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    const Machine machine;
    machine.files->SetFault(fault, operation, times);
    AppendAll(dir, machine.Options(), Calls(), [&](const Acknowledgement& acknowledged) {
      WriteText(file, std::to_string(acknowledged.position) + " " + acknowledged.id + "\n");
    });
    ::close(file);
  }

  static uint64_t Count(bool reads) {
    const Ended ended = InChild([&](int output) {
      const MemoryFolder folder;
      const Machine machine;
      const Outcome run = AppendAll(folder.Sub("log"), machine.Options(), Calls());
      WriteText(output,
                std::to_string(reads ? machine.files->reads() : machine.files->operations()));
      return run.ended.ok() ? 0 : 1;
    });
    EXPECT_TRUE(ended.answered());
    return std::strtoull(ended.text.c_str(), nullptr, 10);
  }

  // One case; returns what is wrong with it.
  std::string Case(Fault fault, Times times, uint64_t operation) {
    const MemoryFolder folder;
    const std::string dir = folder.Sub("log");
    const std::string journal = folder.Sub("journal");
    Ended ended = InChild([&](int output) {
      Run(dir, journal, fault, times, operation);
      return Judge(dir, journal, output);
    });
    if (ended.aborted()) {
      ++aborted_;
      ended = InChild([&](int output) { return Judge(dir, journal, output); });
    }
    if (ended.answered()) return "";
    return "status " + std::to_string(ended.status) + ": " + ended.text;
  }

  void AtEveryOperation(Fault fault, Times times) {
    const uint64_t operations = Count(fault == Fault::kReadError);
    ASSERT_GE(operations, fault == Fault::kReadError ? 20u : 100u);
    // RocksDB waits a second after an error in the background: lanes wait at the same time.
    std::vector<Running> lanes;
    for (uint64_t first = 1; first <= kLanes; ++first) {
      lanes.push_back(StartChild(
          [&](int output) {
            for (uint64_t operation = first; operation <= operations; operation += kLanes) {
              const std::string wrong = Case(fault, times, operation);
              if (!wrong.empty())
                WriteText(output, "operation " + std::to_string(operation) + wrong);
              WriteText(output, ".");
            }
            WriteText(output, "\naborted " + std::to_string(aborted_));
            return 0;
          },
          kLaneSecondsMax));
    }
    uint64_t cases = 0;
    int aborted = 0;
    for (const Running& lane : lanes) {
      const Ended ended = WaitFor(lane);
      EXPECT_TRUE(ended.answered()) << "status " << ended.status;
      EXPECT_THAT(ended.text, testing::Not(testing::HasSubstr("operation")));
      cases += static_cast<uint64_t>(std::count(ended.text.begin(), ended.text.end(), '.'));
      int some_aborted = 0;
      const size_t said = ended.text.rfind("\naborted ");
      ASSERT_NE(said, std::string::npos);
      ASSERT_EQ(std::sscanf(ended.text.c_str() + said, "\naborted %d", &some_aborted), 1);
      aborted += some_aborted;
    }
    EXPECT_EQ(cases, operations);
    std::printf("%lu cases, %d of them aborted by an assertion of RocksDB\n",
                static_cast<unsigned long>(cases), aborted);
  }

  // Six threads append, and repeat one event; from the operation on every write fails. "unknown
  // refused" goes to `output`, or what is wrong.
  static int Together(const std::string& dir, uint64_t operation, int output) {
    Outcome run;
    std::mutex mutex;  // guards `run` and the counts
    int unknown = 0, refused = 0;
    {
      const Machine machine;
      const auto log = OpenOrDie(dir, machine.Options());
      DECREE_ASSERT(log->Append({PowerRequest("first", 0)}).ok());
      machine.files->SetFault(Fault::kError, machine.files->operations() + operation,
                              Times::kAlways);
      std::vector<std::thread> threads;
      for (int t = 0; t < 6; ++t) {
        threads.emplace_back([&, t] {
          for (int i = 0; i < 12; ++i) {
            const bool repeats = (t + i) % 3 == 0;
            const std::string id = repeats ? "first" : std::to_string(t) + "." + std::to_string(i);
            const auto results = log->Append({PowerRequest(id, repeats ? 0 : i)});
            const std::lock_guard lock(mutex);
            if (results.ok()) run.journal.push_back({(*results)[0].position, id});
            unknown += absl::IsUnknown(results.status()) ? 1 : 0;
            refused += absl::IsFailedPrecondition(results.status()) ? 1 : 0;
            if (!results.ok()) run.ended = results.status();
          }
        });
      }
      for (std::thread& thread : threads) thread.join();
    }
    DECREE_ASSERT(ClearErrorMark(dir).ok());
    const auto log = EventLog::Open(dir, LogOptions());
    std::vector<std::string> problems;
    if (!log.ok()) problems.push_back(log.status().ToString());
    if (log.ok()) problems = VerifyAcknowledged(**log, run.journal);
    if (log.ok() && !Findings(**log).empty()) problems.push_back("the check finds something");
    if (!run.ended.ok() && !absl::IsUnknown(run.ended) && !absl::IsFailedPrecondition(run.ended)) {
      problems.push_back(run.ended.ToString());
    }
    for (const std::string& problem : problems) WriteText(output, problem + "\n");
    WriteText(output, std::to_string(unknown) + " " + std::to_string(refused));
    return problems.empty() ? 0 : kProblems;
  }

  int aborted_ = 0;
};

TEST_F(FaultTest, OneError) { AtEveryOperation(Fault::kError, Times::kOnce); }
TEST_F(FaultTest, ErrorsForGood) { AtEveryOperation(Fault::kError, Times::kAlways); }
TEST_F(FaultTest, AFullDiskOnce) { AtEveryOperation(Fault::kNoSpace, Times::kOnce); }
TEST_F(FaultTest, AFullDiskForGood) { AtEveryOperation(Fault::kNoSpace, Times::kAlways); }
TEST_F(FaultTest, OneShortWrite) { AtEveryOperation(Fault::kShortWrite, Times::kOnce); }
TEST_F(FaultTest, ShortWritesForGood) { AtEveryOperation(Fault::kShortWrite, Times::kAlways); }
TEST_F(FaultTest, OneReadError) { AtEveryOperation(Fault::kReadError, Times::kOnce); }
TEST_F(FaultTest, ReadErrorsForGood) { AtEveryOperation(Fault::kReadError, Times::kAlways); }

// Callers whose calls are committed together: each is told what became of its own. Repeats of what
// is recorded are answered, whatever becomes of the others.
TEST_F(FaultTest, ThoseWhoAppendTogetherAreEachToldTheTruth) {
  int unknown = 0, refused = 0;
  for (uint64_t operation = 1; operation <= 24; ++operation) {
    const MemoryFolder folder;
    const Ended ended =
        InChild([&](int output) { return Together(folder.Sub("log"), operation, output); });
    if (ended.aborted()) continue;
    int some_unknown = 0, some_refused = 0;
    ASSERT_TRUE(ended.answered()) << operation << ": " << ended.text;
    ASSERT_EQ(std::sscanf(ended.text.c_str(), "%d %d", &some_unknown, &some_refused), 2);
    unknown += some_unknown;
    refused += some_refused;
  }
  std::printf("%d calls of unknown outcome, %d refused after them\n", unknown, refused);
  EXPECT_GT(unknown, 10);
  EXPECT_GT(refused, 10);
}

// The harness must go red when writes get lost and nobody is told.
TEST_F(FaultTest, LostWritesAreReported) {
  const uint64_t operations = Count(false);
  EXPECT_NE(Case(Fault::kLostWrite, Times::kAlways, operations / 3), "");
}

// And when something is acknowledged that was never recorded.
TEST_F(FaultTest, AnEventThatWasNeverRecordedIsReported) {
  const MemoryFolder folder;
  const std::string journal = folder.Sub("journal");
  const Ended ended = InChild([&](int output) {
    Run(folder.Sub("log"), journal, Fault::kNone, Times::kOnce, 0);
    std::ofstream(journal, std::ios::app) << "9999 never.recorded\n";
    return Judge(folder.Sub("log"), journal, output);
  });
  EXPECT_TRUE(WIFEXITED(ended.status));
  EXPECT_EQ(WEXITSTATUS(ended.status), kProblems);
  EXPECT_THAT(ended.text, testing::HasSubstr("lost never.recorded"));
}

}  // namespace
}  // namespace decree
