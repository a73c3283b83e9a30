// Damage to a store that is backed up, and to a backup: it is refused by name, and what stood
// before stands.
#include "core/backup/backup.h"
#include "core/base/crc32c.h"
#include "core/log/head_file.h"
#include "core/log/little_endian.h"
#include "tests/unit/backup/backup_testing.h"

namespace decree {
namespace {

using testing::AnyOf;
using testing::HasSubstr;

class BackupDamageTest : public BackupFolderTest {
 protected:
  fs::path LargestTable() {
    fs::path largest;
    for (const auto& entry : fs::directory_iterator(LogDir() + "/db")) {
      if (entry.path().extension() != ".sst") continue;
      if (largest.empty() || fs::file_size(entry) > fs::file_size(largest)) largest = entry;
    }
    EXPECT_FALSE(largest.empty());
    return largest;
  }
};

TEST_F(BackupDamageTest, BackupDamageRestoreGivesAnEqualRoot) {
  Append("a", 2000);
  Append("b", 7, /*in_one_call=*/false);
  ASSERT_TRUE(BackUp().ok());
  const LogHead head = HeadOf("store");
  fs::copy(Store(), folder_.Sub("sound"), fs::copy_options::recursive);
  fs::resize_file(LargestTable(), fs::file_size(LargestTable()) / 2);
  ASSERT_FALSE(EventLog::Open(LogDir(), LogOptions()).ok());
  const auto restored = Restore("new");
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(restored->head.root, head.root);
  ExpectSameLog("sound", "new");
  // It goes on: the same id is a repeat, another one follows.
  const auto log = OpenOrDie(folder_.Sub("new") + "/log");
  EXPECT_TRUE((*log->Append({Requests("b", 7)[6]}))[0].repeated);
  EXPECT_EQ((*log->Append({Request("next")}))[0].position, 2008u);
}

TEST_F(BackupDamageTest, ADamagedStoreIsNotBackedUpAndTheFormerBackupStands) {
  Append("a", 2000);
  ASSERT_TRUE(BackUp().ok());
  Append("b", 10);
  const fs::path table = LargestTable();
  std::string bytes = ReadFile(table);
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  WriteFile(table, bytes);
  const auto made = BackUp();
  EXPECT_EQ(made.status().code(), absl::StatusCode::kDataLoss);
  const auto verified = Verify();
  ASSERT_TRUE(verified.ok()) << verified.status();
  EXPECT_EQ(verified->head.size, 2000u);
}

TEST_F(BackupDamageTest, ALostEndIsNotBackedUp) {
  const auto log = OpenOrDie(LogDir());
  ASSERT_TRUE(log->Append(Requests("a", 5)).ok());
  fs::copy(Store(), folder_.Sub("cut"), fs::copy_options::recursive);
  for (const auto& entry : fs::directory_iterator(folder_.Sub("cut") + "/log/db")) {
    if (entry.path().extension() == ".log") fs::remove(entry.path());
  }
  const auto made = BackUpStore(folder_.Sub("cut"), Backup(), {});
  EXPECT_EQ(made.status().code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(made.status().message()), HasSubstr("positions 1 to 5"));
  EXPECT_EQ(Verify().status().code(), absl::StatusCode::kNotFound);
}

TEST_F(BackupDamageTest, ADamagedDocumentIsNotBackedUp) {
  Append("a", 1);
  const std::string sha = Keep("a notice");
  WriteFile(Store() + "/documents/" + sha, "A notice");
  const auto made = BackUp();
  EXPECT_EQ(made.status().code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(made.status().message()), HasSubstr(sha));
}

TEST_F(BackupDamageTest, TheMarkOfAWriteErrorComesAlong) {
  Append("a", 4);
  WriteFile(LogDir() + "/needs-doctor", "the disk failed\n");
  ASSERT_TRUE(BackUp().ok());
  ASSERT_TRUE(Restore("new").ok());
  EXPECT_EQ(EventLog::Open(folder_.Sub("new") + "/log", LogOptions()).status().code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(HeadOf("new").root, HeadOf("store").root);
}

// One bit of every file of the backup, in its middle, and every byte of its manifest.
TEST_F(BackupDamageTest, ABentBackupIsNeitherVerifiedNorRestored) {
  Append("a", 300);
  Keep("a notice");
  ASSERT_TRUE(BackUp().ok());
  const auto files = AllBytes(Backup());
  int bent = 0;
  for (const auto& [name, bytes] : files) {
    if (name == "lock" || bytes.empty()) continue;
    const size_t step = name == "backup" ? 1 : bytes.size();
    for (size_t at = name == "backup" ? 0 : bytes.size() / 2; at < bytes.size(); at += step) {
      std::string other = bytes;
      other[at] = static_cast<char>(other[at] ^ (1 << (at % 8)));
      WriteFile(Backup() + "/" + name, other);
      const absl::Status verified = Verify().status();
      EXPECT_THAT(verified.code(),
                  AnyOf(absl::StatusCode::kDataLoss, absl::StatusCode::kUnimplemented))
          << name << " at " << at << ": " << verified;
      ++bent;
    }
    EXPECT_THAT(Restore("new").status().code(),
                AnyOf(absl::StatusCode::kDataLoss, absl::StatusCode::kUnimplemented))
        << name;
    EXPECT_FALSE(fs::exists(folder_.Sub("new"))) << name;
    WriteFile(Backup() + "/" + name, bytes);
  }
  EXPECT_GT(bent, 500);
  EXPECT_TRUE(Verify().ok());
}

TEST_F(BackupDamageTest, AFurtherBackupMendsADamagedFileOfTheFormer) {
  Append("a", 300);
  ASSERT_TRUE(BackUp().ok());
  for (const auto& entry : fs::directory_iterator(Backup() + "/files")) {
    std::string bytes = ReadFile(entry.path());
    if (bytes.empty()) continue;
    bytes[0] = static_cast<char>(bytes[0] ^ 1);
    WriteFile(entry.path(), bytes);
  }
  ASSERT_FALSE(Verify().ok());
  ASSERT_TRUE(BackUp().ok());
  EXPECT_TRUE(Verify().ok());
}

TEST_F(BackupDamageTest, AMissingFileIsNamed) {
  Append("a", 300);
  ASSERT_TRUE(BackUp().ok());
  for (const auto& entry : fs::directory_iterator(Backup() + "/files")) fs::remove(entry.path());
  const absl::Status status = Verify().status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(status.message()), HasSubstr("log/"));
}

TEST_F(BackupDamageTest, ANewerLogIsLeftAlone) {
  Append("a", 3);
  std::string head = ReadFile(LogDir() + "/head");
  for (const size_t slot : {size_t{0}, size_t{4096}}) {
    PutLe<uint32_t>(head.data() + slot + 8, kLogFormat + 1);
    PutLe<uint32_t>(head.data() + slot + 124, Crc32c(absl::string_view(head).substr(slot, 124)));
  }
  WriteFile(LogDir() + "/head", head);
  const auto before = AllBytes(Store());
  EXPECT_EQ(BackUp().status().code(), absl::StatusCode::kUnimplemented);
  EXPECT_EQ(AllBytes(Store()), before);
}

}  // namespace
}  // namespace decree
