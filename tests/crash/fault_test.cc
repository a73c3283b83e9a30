// Input and output errors, a full disk and short writes, once and for good, at every file operation
// of a run; errors of reading at every read. Each case runs in a process of its own, because the
// packaged RocksDB has its assertions on: an abort is an outcome like another, after which nothing
// acknowledged may be lost either.
//
// This process never opens a log itself, so that it has no threads when it forks.
// DECREE_FAULT_CALLS sets how many calls the run has.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>

#include "tests/crash/child_process.h"
#include "tests/crash/power_run.h"

namespace decree {
namespace {

using Fault = LossyFileSystem::Fault;
using Times = LossyFileSystem::Times;

constexpr int kProblems = 7;  // exit status of a judge that found some

int Calls() { return FromEnvironment("DECREE_FAULT_CALLS", 24); }

class FaultTest : public testing::Test {
 protected:
  // Holds the log against the journal; problems go to `output`.
  static int Judge(const std::string& dir, const std::string& journal, int output) {
    Outcome run;
    std::ifstream lines(journal);
    Acknowledgement acknowledged;
    while (lines >> acknowledged.position >> acknowledged.id) run.journal.push_back(acknowledged);
    const std::vector<std::string> problems = Aftermath(dir, run, Calls());
    for (const std::string& problem : problems) Say(output, problem + "\n");
    return problems.empty() && !testing::Test::HasFailure() ? 0 : kProblems;
  }

  // The run with a fault, each acknowledgement in the journal before the next call.
  static void Run(const std::string& dir, const std::string& journal, Fault fault, Times times,
                  uint64_t operation) {
    const int file = ::open(journal.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    const Machine machine;
    machine.files->SetFault(fault, operation, times);
    AppendAll(dir, machine.Options(), Calls(), [&](const Acknowledgement& acknowledged) {
      Say(file, std::to_string(acknowledged.position) + " " + acknowledged.id + "\n");
    });
    ::close(file);
  }

  static uint64_t Count(bool reads) {
    const Ended ended = InChild([&](int output) {
      const MemoryFolder folder;
      const Machine machine;
      const Outcome run = AppendAll(folder.Sub("log"), machine.Options(), Calls());
      Say(output, std::to_string(reads ? machine.files->reads() : machine.files->operations()));
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
    for (uint64_t operation = 1; operation <= operations; ++operation) {
      ASSERT_EQ(Case(fault, times, operation), "")
          << "operation " << operation << " of " << operations;
    }
    std::printf("%lu cases, %d of them aborted by an assertion of RocksDB\n",
                static_cast<unsigned long>(operations), aborted_);
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
