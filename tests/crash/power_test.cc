// Cuts the power at every file operation of a run of 150 events, takes away what was not synced,
// and holds the reopened log against the journal. And proves that this bites: with syncing off the
// same harness reports losses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/crash/power_run.h"

namespace decree {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using Fault = LossyFileSystem::Fault;

// Cuts the power at `operation` of a run, leaves what `seed` says of it, and judges.
void CutOnce(uint64_t operation, uint64_t seed) {
  MemoryFolder folder;
  const std::string dir = folder.Sub("log");
  Outcome run;
  {
    const Machine machine;
    machine.files->SetFault(Fault::kPowerCut, operation);
    run = AppendAll(dir, machine.Options());
    machine.files->LosePower(seed);
  }
  ASSERT_THAT(Aftermath(dir, run), IsEmpty())
      << "operation " << operation << ", seed " << seed << ", " << run.journal.size()
      << " acknowledged, ended with " << run.ended;
}

// Every operation of the run with a seed of its own; one in five loses all that was not synced.
// DECREE_POWER_SEEDS goes round as many times, each with other seeds; DECREE_SEED is the first
// round.
TEST(PowerTest, NothingAcknowledgedIsLostWhereverThePowerFails) {
  const uint64_t operations = OperationsOfARun();
  EXPECT_GE(operations, 400u) << "the run has become too short";
  const uint64_t first = FromEnvironment("DECREE_SEED", 0);
  const uint64_t rounds = FromEnvironment("DECREE_POWER_SEEDS", 1);
  for (uint64_t round = first; round < first + rounds; ++round) {
    for (uint64_t operation = 1; operation <= operations; ++operation) {
      const uint64_t seed = operation % 5 == 0 && round == 0 ? 0 : round * operations + operation;
      ASSERT_NO_FATAL_FAILURE(CutOnce(operation, seed));
    }
  }
}

// The harness must go red when the log does not sync.
TEST(PowerTest, WithoutSyncTheHarnessReportsLosses) {
  MemoryFolder folder;
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
  MemoryFolder folder;
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
