// The power fails again while a log recovers from a power cut: at every operation of the recovery,
// after each of several first cuts. Nothing acknowledged may be lost then either.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/crash/power_run.h"

namespace decree {
namespace {

using testing::IsEmpty;
using Fault = LossyFileSystem::Fault;

// Cuts the power at `first` of a run and then at `second` of the opening that follows. Returns
// false when that opening has fewer operations.
bool CutTwice(uint64_t first, uint64_t second) {
  MemoryFolder folder;
  const std::string dir = folder.Sub("log");
  Outcome run;
  {
    const Machine machine;
    machine.files->SetFault(Fault::kPowerCut, first);
    run = AppendAll(dir, machine.Options());
    machine.files->LosePower(first);
  }
  EXPECT_TRUE(ClearErrorMark(dir).ok());
  bool is_reached = false;
  {
    const Machine machine;
    machine.files->SetFault(Fault::kPowerCut, second);
    {
      const auto log = EventLog::Open(dir, machine.Options());
      // Closing moves the WAL into tables: part of what recovery may be cut in.
      if (log.ok()) (*log)->Close().IgnoreError();
    }
    is_reached = machine.files->operations() >= second;
    machine.files->LosePower(second);
  }
  const std::vector<std::string> problems = Aftermath(dir, run);
  EXPECT_THAT(problems, IsEmpty()) << "cut at operation " << first << ", then at " << second
                                   << " of the recovery; " << run.journal.size() << " acknowledged";
  return is_reached && problems.empty();
}

// DECREE_RECOVERY_CUTS sets how many first cuts there are, DECREE_SEED moves them.
TEST(RecoveryTest, NothingAcknowledgedIsLostWhenThePowerFailsDuringRecovery) {
  const uint64_t moved = FromEnvironment("DECREE_SEED", 0);
  const uint64_t cuts = FromEnvironment("DECREE_RECOVERY_CUTS", 8);
  const uint64_t operations = OperationsOfARun();
  int points = 0;
  for (uint64_t cut = 0; cut < cuts; ++cut) {
    const uint64_t first = 1 + ((2 * cut + 1) * operations / (2 * cuts) + moved) % operations;
    for (uint64_t second = 1; CutTwice(first, second); ++second) ++points;
    ASSERT_FALSE(HasFailure());
  }
  EXPECT_GE(points, 50);
}

}  // namespace
}  // namespace decree
