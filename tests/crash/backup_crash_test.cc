// Crashes while a backup is made and while a store is restored, at every file operation: with the
// power (what was not synced goes) and without (a killed process). Afterwards the former backup
// stands or the new one does, a restored store is whole or not there, and running again finishes
// the work. And single errors: the work is done or says that it is not. DECREE_BACKUP_SEEDS goes
// round as many times, each with other seeds; DECREE_SEED is the first round.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/backup/backup.h"
#include "core/backup/restore.h"
#include "core/merkle/sha256.h"
#include "tests/crash/power_run.h"

namespace decree {
namespace {

namespace fs = std::filesystem;
using testing::AnyOf;
using testing::Eq;
using testing::IsEmpty;
using Fault = LossyFileSystem::Fault;

enum class Medium { kLosesPower, kKeepsAll };

class BackupCrashTest : public testing::Test {
 protected:
  void SetUp() override {
    first_ = Grow(40);
    Made(BackUpStore(folder_.Sub("store"), folder_.Sub("first"), {}));
    second_ = Grow(30);
    Made(BackUpStore(folder_.Sub("store"), folder_.Sub("whole"), {}));
  }

  static void Made(const absl::StatusOr<BackupReport>& report) {
    ASSERT_TRUE(report.ok()) << report.status();
  }

  LogHead Grow(size_t count) {
    const auto log = OpenOrDie(folder_.Sub("store") + "/log");
    const std::string prefix = "g" + std::to_string(count) + ".";
    EXPECT_TRUE(log->Append(Requests(prefix, count)).ok());
    for (int i = 0; i < 3; ++i) {
      EXPECT_TRUE(log->Append({Request(prefix + "one" + std::to_string(i))}).ok());
    }
    return log->Head();
  }

  void Copy(const std::string& from, const std::string& to) {
    fs::remove_all(folder_.Sub(to));
    if (!from.empty()) fs::copy(folder_.Sub(from), folder_.Sub(to), fs::copy_options::recursive);
  }

  absl::Status BackUp(const Machine& machine) {
    BackupOptions options;
    options.files = std::make_shared<FileSeam>(FileSeam{machine.files});
    return BackUpStore(folder_.Sub("store"), folder_.Sub("backup"), options).status();
  }

  absl::Status Restore(const Machine& machine) {
    RestoreOptions options;
    options.files = std::make_shared<FileSeam>(FileSeam{machine.files});
    return RestoreStore(folder_.Sub("whole"), folder_.Sub("new"), options).status();
  }

  // "former", "new", "none", or what is wrong.
  std::string BackupNow() {
    const auto report = VerifyBackup(folder_.Sub("backup"), {});
    if (absl::IsNotFound(report.status())) return "none";
    if (!report.ok()) return report.status().ToString();
    if (report->head.root == second_.root) return "new";
    return report->head.root == first_.root ? "former" : "another root";
  }

  // "whole", "none", or what is wrong.
  std::string StoreNow() {
    if (!fs::exists(folder_.Sub("new"))) return "none";
    const auto log = EventLog::Open(folder_.Sub("new") + "/log", LogOptions());
    if (!log.ok()) return log.status().ToString();
    if ((*log)->Head().root != second_.root) return "another root";
    return (*log)->Check()->empty() ? "whole" : "damaged";
  }

  // Crashes a backup at each operation, with the backup `former` ("": none) in its folder.
  void CrashBackups(const std::string& former, Medium medium, uint64_t round) {
    const std::string before = former.empty() ? "none" : "former";
    for (uint64_t operation = 1;; ++operation) {
      Copy(former, "backup");
      const Machine machine;
      machine.files->SetFault(Fault::kPowerCut, operation);
      const absl::Status ended = BackUp(machine);
      if (machine.files->operations() < operation) {
        EXPECT_TRUE(ended.ok()) << ended;
        return;
      }
      const uint64_t seed = round == 0 && operation % 3 == 0 ? 0 : 1000 * round + operation;
      if (medium == Medium::kLosesPower) machine.files->LosePower(seed);
      ASSERT_THAT(BackupNow(), AnyOf(Eq(before), Eq("new"))) << "operation " << operation;
      if (ended.ok()) {
        ASSERT_EQ(BackupNow(), "new") << "operation " << operation;
      }
      ASSERT_TRUE(BackUp(Machine()).ok()) << "operation " << operation;
      ASSERT_EQ(BackupNow(), "new") << "operation " << operation;
      ++points_;
    }
  }

  void CrashRestores(Medium medium, uint64_t round) {
    for (uint64_t operation = 1;; ++operation) {
      fs::remove_all(folder_.Sub("new"));
      const Machine machine;
      machine.files->SetFault(Fault::kPowerCut, operation);
      const absl::Status ended = Restore(machine);
      if (machine.files->operations() < operation) {
        EXPECT_TRUE(ended.ok()) << ended;
        return;
      }
      const uint64_t seed = round == 0 && operation % 3 == 0 ? 0 : 1000 * round + operation;
      if (medium == Medium::kLosesPower) machine.files->LosePower(seed);
      ASSERT_THAT(StoreNow(), AnyOf("none", "whole")) << "operation " << operation;
      if (ended.ok()) {
        ASSERT_EQ(StoreNow(), "whole") << "operation " << operation;
      }
      if (StoreNow() == "none") {
        const absl::Status again = Restore(Machine());
        ASSERT_TRUE(again.ok()) << "operation " << operation << ": " << again;
      }
      ASSERT_EQ(StoreNow(), "whole") << "operation " << operation;
      ++points_;
    }
  }

  static uint64_t FirstRound() { return FromEnvironment("DECREE_SEED", 0); }
  static uint64_t Rounds() { return FromEnvironment("DECREE_BACKUP_SEEDS", 1); }

  const MemoryFolder folder_;
  LogHead first_, second_;
  int points_ = 0;
};

TEST_F(BackupCrashTest, TheFormerBackupStandsOrTheNewOneWhereverThePowerFails) {
  for (uint64_t round = FirstRound(); round < FirstRound() + Rounds(); ++round) {
    ASSERT_NO_FATAL_FAILURE(CrashBackups("first", Medium::kLosesPower, round));
    ASSERT_NO_FATAL_FAILURE(CrashBackups("", Medium::kLosesPower, round));
  }
  EXPECT_GE(points_, 50);
}

TEST_F(BackupCrashTest, TheFormerBackupStandsOrTheNewOneWhereverTheProcessEnds) {
  ASSERT_NO_FATAL_FAILURE(CrashBackups("first", Medium::kKeepsAll, 0));
  EXPECT_GE(points_, 25);
}

TEST_F(BackupCrashTest, ARestoredStoreIsWholeOrNotThere) {
  for (uint64_t round = FirstRound(); round < FirstRound() + Rounds(); ++round) {
    ASSERT_NO_FATAL_FAILURE(CrashRestores(Medium::kLosesPower, round));
  }
  ASSERT_NO_FATAL_FAILURE(CrashRestores(Medium::kKeepsAll, 0));
  EXPECT_GE(points_, 100);
}

TEST_F(BackupCrashTest, AnErrorAnywhereLeavesTheFormerBackupOrTheNewOne) {
  for (const Fault fault :
       {Fault::kError, Fault::kNoSpace, Fault::kShortWrite, Fault::kReadError}) {
    for (uint64_t operation = 1;; ++operation) {
      Copy("first", "backup");
      const Machine machine;
      machine.files->SetFault(fault, operation);
      const absl::Status ended = BackUp(machine);
      const uint64_t done =
          fault == Fault::kReadError ? machine.files->reads() : machine.files->operations();
      if (done < operation) break;
      const std::string now = BackupNow();
      ASSERT_THAT(now, AnyOf("former", "new")) << "operation " << operation;
      if (ended.ok()) {
        ASSERT_EQ(now, "new") << "operation " << operation;
      }
      ++points_;
    }
  }
  EXPECT_GE(points_, 100);
}

// The harness must go red when a backup's file is not what was synced.
TEST_F(BackupCrashTest, LostWritesAreReported) {
  Copy("first", "backup");
  const Machine machine;
  machine.files->SetFault(Fault::kLostWrite, 1, LossyFileSystem::Times::kAlways);
  const absl::Status ended = BackUp(machine);
  EXPECT_EQ(ended.code(), absl::StatusCode::kDataLoss) << "what was written was not read back";
  EXPECT_EQ(BackupNow(), "former");
  // A bent file of the backup, which the harness itself must see.
  ASSERT_TRUE(BackUp(Machine()).ok());
  for (const auto& entry : fs::directory_iterator(folder_.Sub("backup") + "/files")) {
    fs::resize_file(entry.path(), fs::file_size(entry.path()) / 2);
  }
  EXPECT_THAT(BackupNow(), testing::HasSubstr("DATA_LOSS"));
}

}  // namespace
}  // namespace decree
