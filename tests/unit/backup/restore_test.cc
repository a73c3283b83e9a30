// Restores: where they go, what they refuse, and that a log never goes on behind what was signed.
#include "core/backup/restore.h"

#include "tests/unit/backup/backup_testing.h"

namespace decree {
namespace {

using testing::HasSubstr;

class RestoreTest : public BackupFolderTest {
 protected:
  // A signed note about the store's log as it was at `size`.
  std::string Checkpoint(uint64_t size, const std::string& name = "noted") {
    const Hash256 root = *OpenOrDie(LogDir())->RootAt(size);
    const std::string path = folder_.Sub(name);
    WriteFile(path, absl::StrCat("example.org/log\n", size, "\n", absl::Base64Escape(AsBytes(root)),
                                 "\n\n— example.org/log c2ln\n"));
    return path;
  }
};

TEST_F(RestoreTest, ATakenNameIsLeftAlone) {
  Append("a", 3);
  ASSERT_TRUE(BackUp().ok());
  const auto before = AllBytes(Store());
  EXPECT_EQ(Restore("store").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(AllBytes(Store()), before);
  WriteFile(folder_.Sub("file"), "text");
  EXPECT_EQ(Restore("file").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReadFile(folder_.Sub("file")), "text");
  fs::create_directories(folder_.Sub("empty"));
  EXPECT_TRUE(Restore("empty").ok());
  ExpectSameLog("store", "empty");
  EXPECT_TRUE(RestoreStore(Backup(), folder_.Sub("slash") + "/", {}).ok());
  ExpectSameLog("store", "slash");
}

TEST_F(RestoreTest, WhatAnInterruptedOneLeftIsTakenAwayButNothingElse) {
  Append("a", 3);
  ASSERT_TRUE(BackUp().ok());
  fs::create_directories(folder_.Sub("new.restoring") + "/log/db");
  WriteFile(folder_.Sub("new.restoring") + "/lock", "");
  WriteFile(folder_.Sub("new.restoring") + "/log/db/000009.sst", "half");
  ASSERT_TRUE(Restore("new").ok());
  EXPECT_FALSE(fs::exists(folder_.Sub("new.restoring")));
  EXPECT_FALSE(fs::exists(folder_.Sub("new") + "/lock"));
  EXPECT_FALSE(fs::exists(folder_.Sub("new") + "/log/db/000009.sst"));

  fs::create_directories(folder_.Sub("mine.restoring"));
  WriteFile(folder_.Sub("mine.restoring") + "/notes", "mine");
  EXPECT_EQ(Restore("mine").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReadFile(folder_.Sub("mine.restoring") + "/notes"), "mine");
}

// Where a store keeps what it has signed.
constexpr char kKept7[] = "/audit/epoch-0001/00000000000000000007";

TEST_F(RestoreTest, GoesOnFromAnOlderCheckpoint) {
  Append("a", 10);
  fs::create_directories(Store() + "/audit/epoch-0001");
  fs::copy_file(Checkpoint(7), Store() + kKept7);
  ASSERT_TRUE(BackUp().ok());
  RestoreOptions options;
  options.checkpoint_file = Checkpoint(10);
  const auto restored = Restore("new", options);
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_FALSE(restored->is_new_epoch);
  EXPECT_EQ(ReadFile(folder_.Sub("new") + kKept7), ReadFile(Store() + kKept7));
  EXPECT_FALSE(fs::exists(folder_.Sub("new") + "/new-epoch"));
}

TEST_F(RestoreTest, OlderThanWhatWasSignedNeedsANewEpoch) {
  Append("a", 10);
  fs::create_directories(Store() + "/audit/epoch-0001");
  fs::copy_file(Checkpoint(7), Store() + kKept7);
  ASSERT_TRUE(BackUp().ok());
  Append("b", 1);
  RestoreOptions options;
  options.checkpoint_file = Checkpoint(11);
  const absl::Status refused = Restore("new", options).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("holds 10 events"));
  EXPECT_THAT(std::string(refused.message()), HasSubstr("signed for 11"));
  EXPECT_THAT(std::string(refused.message()), HasSubstr("--new-epoch"));
  EXPECT_FALSE(fs::exists(folder_.Sub("new")));

  options.new_epoch = true;
  const auto restored = Restore("new", options);
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_TRUE(restored->is_new_epoch);
  EXPECT_TRUE(fs::exists(folder_.Sub("new") + kKept7)) << "its origin stays used";
  EXPECT_THAT(ReadFile(folder_.Sub("new") + "/new-epoch"), HasSubstr("example.org/log\n11\n"));
}

TEST_F(RestoreTest, AnotherHistoryThanWasSignedNeedsANewEpoch) {
  Append("a", 10);
  ASSERT_TRUE(BackUp().ok());
  fs::remove_all(Store());
  Append("x", 10);
  RestoreOptions options;
  options.checkpoint_file = Checkpoint(8);
  const absl::Status refused = Restore("new", options).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("another history"));
}

TEST_F(RestoreTest, ACheckpointThatDoesNotReadIsRefused) {
  Append("a", 1);
  ASSERT_TRUE(BackUp().ok());
  RestoreOptions options;
  options.checkpoint_file = folder_.Sub("noted");
  EXPECT_EQ(Restore("new", options).status().code(), absl::StatusCode::kNotFound);
  for (const char* text : {"", "origin\n", "origin\nmany\nAAAA\n\n", "origin\n1\nAAAA\n\n"}) {
    WriteFile(options.checkpoint_file, text);
    EXPECT_EQ(Restore("new", options).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
  EXPECT_FALSE(fs::exists(folder_.Sub("new")));
}

}  // namespace
}  // namespace decree
