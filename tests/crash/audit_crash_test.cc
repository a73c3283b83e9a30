// Crashes while a checkpoint is made, at every file operation: the first one of a store, a further
// one, and the first of a new epoch, with a new key or after a restore; with the power (what was
// not synced goes) and without (a killed process). And single errors. Afterwards every checkpoint
// that was shown is there and reads, all that is kept is of the log, and the next one can be made.
// DECREE_AUDIT_SEEDS sets how many states of the medium are tried after each power cut, DECREE_SEED
// the first of them (0: nothing of what was not synced is there).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "core/audit/audit_check.h"
#include "core/audit/checkpoint_folder.h"
#include "core/backup/restore.h"
#include "core/proof/audited_store.h"
#include "tests/crash/power_run.h"
#include "tests/unit/audit/audited_folder.h"

namespace decree {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using Fault = LossyFileSystem::Fault;

constexpr uint64_t kFirstSize = 2, kSecondSize = 5;

// What is there before the call that is cut short.
enum class Before { kNothing, kOneCheckpoint, kNewKey, kRestoredBehind };

bool BeginsEpoch(Before before) {
  return before == Before::kNewKey || before == Before::kRestoredBehind;
}

class AuditCrashTest : public testing::Test {
 protected:
  void SetUp() override {
    Append({Duty("a", "us/a"), Duty("b", "us/b")});
    const auto first = Make(Machine(), key_, false);
    ASSERT_TRUE(first.ok()) << first.status();
    first_note_ = first->signed_checkpoint.note;
    fs::rename(Audit(), folder_.Sub("one-checkpoint"));
    Append({Duty("c", "us/c"), Duty("d", "us/a"), Duty("e", "us/e")});
  }

  std::string Store() const { return folder_.Sub("store"); }
  std::string Audit() const { return Store() + "/audit"; }
  std::string Mark() const { return Store() + "/" + kNewEpochName; }

  void Append(const std::vector<std::string>& lines) {
    Options options;
    options.disk_reserve_bytes = 0;
    const auto store = Decree::Open(Store(), options);
    ASSERT_TRUE(store.ok()) << store.status();
    ASSERT_TRUE((*store)->Append(EventsOf(lines)).ok());
  }

  absl::StatusOr<MadeCheckpoint> Make(const Machine& machine, const SigningKey& key,
                                      bool new_epoch) const {
    auto store = AuditedStore::Open(Store(), std::make_shared<FileSeam>(FileSeam{machine.files}));
    if (!store.ok()) return store.status();
    CheckpointOptions options;
    options.new_epoch = new_epoch;
    return (*store)->MakeCheckpoint(key, options);
  }
  absl::StatusOr<MadeCheckpoint> MakeAfter(Before before, const Machine& machine) const {
    const bool begins = BeginsEpoch(before);
    return Make(machine, begins ? second_key_ : key_, begins);
  }

  // What a reader shows of the call that was cut short: an error where that kept nothing.
  absl::StatusOr<MadeCheckpoint> ReadNewest(const Machine& machine) const {
    auto store = AuditedStore::Open(Store(), std::make_shared<FileSeam>(FileSeam{machine.files}));
    if (!store.ok()) return store.status();
    auto newest = (*store)->Newest();
    if (!newest.ok()) return newest.status();
    if (newest->checkpoint.size != kSecondSize) return absl::NotFoundError("the former one");
    return MadeCheckpoint{*std::move(newest)};
  }

  void PutBack(Before before) {
    fs::remove_all(Audit());
    fs::remove(Mark());
    shown_.clear();
    if (before == Before::kNothing) return;
    fs::copy(folder_.Sub("one-checkpoint"), Audit(), fs::copy_options::recursive);
    shown_.push_back("epoch-0001 " + first_note_);
    if (before == Before::kRestoredBehind) {
      std::ofstream(Mark()) << kOrigin << "\n7\n" << std::string(64, '0') << "\n";
    }
  }

  void Show(Before before, const absl::StatusOr<MadeCheckpoint>& made) {
    if (!made.ok()) return;
    const char* epoch = BeginsEpoch(before) ? "epoch-0002 " : "epoch-0001 ";
    shown_.push_back(epoch + made->signed_checkpoint.note);
  }

  // What does not hold of the checkpoints that are there.
  std::vector<std::string> Problems() const {
    std::vector<std::string> problems;
    const PlainFiles files;
    std::vector<std::string> kept;
    const auto epochs = ListEpochs(Audit());
    if (!epochs.ok()) return {epochs.status().ToString()};
    for (const KeptEpoch& epoch : *epochs) {
      for (const uint64_t size : epoch.sizes) {
        const auto note = files.ReadAll(epoch.CheckpointPath(size), kNoteBytesMax);
        kept.push_back(fs::path(epoch.dir).filename().string() + " " + note.value_or("none"));
      }
    }
    for (const std::string& note : shown_) {
      if (std::find(kept.begin(), kept.end(), note) == kept.end()) {
        problems.push_back("lost: " + note);
      }
    }
    const auto newest = (*AuditedStore::Open(Store()))->Newest();
    const auto is_newest = [&](const std::string& note) { return note.ends_with(newest->note); };
    if (!shown_.empty() && !(newest.ok() && std::any_of(kept.begin(), kept.end(), is_newest))) {
      problems.push_back("what was shown is shown no more");
    }
    LogOptions reading;
    reading.read_only = true;
    const auto log = EventLog::Open(Store() + "/log", reading);
    if (!log.ok()) return {log.status().ToString()};
    const auto report = CheckAudit({Audit(), **log, true, fs::exists(Mark())});
    if (!report.ok()) return {report.status().ToString()};
    problems.insert(problems.end(), report->findings.begin(), report->findings.end());
    return problems;
  }

  // After the accident: all is as it should be, and the next checkpoint can be made.
  std::vector<std::string> Aftermath(Before before) {
    std::vector<std::string> problems = Problems();
    const auto again = MakeAfter(before, Machine());
    // Where its first checkpoint was kept the epoch has begun, and is begun no more.
    const bool has_begun = BeginsEpoch(before) && absl::IsFailedPrecondition(again.status()) &&
                           fs::exists(Audit() + "/epoch-0002/00000000000000000005");
    const auto next =
        has_begun && !fs::exists(Mark()) ? Make(Machine(), second_key_, false) : again;
    if (!next.ok()) {
      problems.push_back("no more: " + next.status().ToString());
      return problems;
    }
    if (next->signed_checkpoint.checkpoint.size != kSecondSize) problems.push_back("another size");
    Show(before, next);
    for (const std::string& problem : Problems()) problems.push_back(problem);
    const auto newest = (*AuditedStore::Open(Store()))->Newest();
    if (!newest.ok() || newest->note != next->signed_checkpoint.note) {
      problems.push_back("the newest is another one");
    }
    if (fs::exists(Mark())) problems.push_back("the mark of the restore is still there");
    return problems;
  }

  // Cuts the power at each operation, `seeds` times; 0: the process ends and the medium keeps all.
  void CrashEverywhere(Before before, uint64_t seeds) {
    for (uint64_t operation = 1;; ++operation) {
      const uint64_t first = FromEnvironment("DECREE_SEED", 0);
      for (uint64_t seed = first; seed < first + std::max<uint64_t>(1, seeds); ++seed) {
        PutBack(before);
        const Machine machine;
        machine.files->SetFault(Fault::kPowerCut, operation);
        const auto made = MakeAfter(before, machine);
        if (machine.files->operations() < operation) {
          EXPECT_TRUE(made.ok()) << made.status();
          return;
        }
        Show(before, made);
        if (seeds > 0) machine.files->LosePower(seed == 0 ? 0 : 1000 * operation + seed);
        ASSERT_THAT(Aftermath(before), IsEmpty()) << "operation " << operation << " seed " << seed;
        ++points_;
      }
    }
  }

  static uint64_t Seeds() { return FromEnvironment("DECREE_AUDIT_SEEDS", 4); }

  static constexpr char kOrigin[] = "example.org/log";
  const MemoryFolder folder_;
  const SigningKey key_ = *SigningKey::Generate(kOrigin);
  const SigningKey second_key_ = *SigningKey::Generate("example.org/second");
  std::string first_note_;
  std::vector<std::string> shown_;  // epoch and note
  int points_ = 0;
};

constexpr Before kAll[] = {Before::kNothing, Before::kOneCheckpoint, Before::kNewKey,
                           Before::kRestoredBehind};

TEST_F(AuditCrashTest, WhatWasShownIsKeptWhereverThePowerFails) {
  for (const Before before : kAll) ASSERT_NO_FATAL_FAILURE(CrashEverywhere(before, Seeds()));
  EXPECT_GE(points_, 200);
}

TEST_F(AuditCrashTest, WhatWasShownIsKeptWhereverTheProcessEnds) {
  for (const Before before : kAll) ASSERT_NO_FATAL_FAILURE(CrashEverywhere(before, 0));
  EXPECT_GE(points_, 50);
}

// A process dies and the next one, a reader or another that signs, shows what it finds; then the
// power fails.
TEST_F(AuditCrashTest, WhatTheNextProcessShowsIsKept) {
  for (const Before before : kAll) {
    for (uint64_t operation = 1;; ++operation) {
      bool is_reached = false;
      for (const bool is_reader : {false, true}) {
        PutBack(before);
        const Machine machine;
        machine.files->SetFault(Fault::kPowerCut, operation);
        const auto made = MakeAfter(before, machine);
        is_reached = machine.files->operations() >= operation;
        machine.files->SetFault(Fault::kNone, 0);
        Show(before, is_reader ? ReadNewest(machine) : MakeAfter(before, machine));
        machine.files->LosePower(0);
        ASSERT_THAT(Aftermath(before), IsEmpty()) << "operation " << operation << is_reader;
        ++points_;
      }
      if (!is_reached) break;
    }
  }
  EXPECT_GE(points_, 100);
}

TEST_F(AuditCrashTest, AnErrorAnywhereLosesNothingThatWasShown) {
  for (const Before before : kAll) {
    for (const Fault fault :
         {Fault::kError, Fault::kNoSpace, Fault::kShortWrite, Fault::kReadError}) {
      for (uint64_t operation = 1;; ++operation) {
        PutBack(before);
        const Machine machine;
        machine.files->SetFault(fault, operation);
        const auto made = MakeAfter(before, machine);
        const uint64_t done =
            fault == Fault::kReadError ? machine.files->reads() : machine.files->operations();
        if (done < operation) break;
        Show(before, made);
        ASSERT_THAT(Aftermath(before), IsEmpty()) << "operation " << operation << made.status();
        ++points_;
      }
    }
  }
  EXPECT_GE(points_, 150);
}

// The harness must go red where nothing is made lasting, ...
TEST_F(AuditCrashTest, WithoutSyncTheHarnessReportsLosses) {
  for (const Before before : kAll) {
    PutBack(before);
    const Machine machine;
    machine.files->DropSyncs();
    const auto made = MakeAfter(before, machine);
    ASSERT_TRUE(made.ok()) << made.status();
    Show(before, made);
    machine.files->LosePower(0);
    EXPECT_THAT(Aftermath(before), Contains(HasSubstr("lost: ")));
  }
}

// ... where writes get lost, and where two checkpoints contradict each other.
TEST_F(AuditCrashTest, LostWritesAndContradictionsAreReported) {
  PutBack(Before::kOneCheckpoint);
  const Machine machine;
  machine.files->SetFault(Fault::kLostWrite, 1, LossyFileSystem::Times::kAlways);
  const auto made = MakeAfter(Before::kOneCheckpoint, machine);
  Show(Before::kOneCheckpoint, made);
  EXPECT_THAT(Aftermath(Before::kOneCheckpoint), Contains(HasSubstr("does not read")));

  PutBack(Before::kOneCheckpoint);
  ASSERT_TRUE(MakeAfter(Before::kOneCheckpoint, Machine()).ok());
  LogCheckpoint other = (*AuditedStore::Open(Store()))->Newest()->checkpoint;
  other.size = kFirstSize + 1;
  std::ofstream(Audit() + "/epoch-0001/00000000000000000003") << SignCheckpoint(other, key_)->note;
  EXPECT_THAT(Problems(), Contains(HasSubstr("two histories")));
}

}  // namespace
}  // namespace decree
