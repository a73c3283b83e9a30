// Logs of newer formats, and what a power cut leaves of the database's manifest: refused by name or
// mended, and the bytes left alone where they are not understood.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

#include "core/base/crc32c.h"
#include "core/log/group_format.h"
#include "core/log/key_layout.h"
#include "core/log/little_endian.h"
#include "core/log/log_folder.h"
#include "core/store/log_database.h"
#include "core/store/torn_tail.h"
#include "tests/unit/log/folder_bytes.h"
#include "tests/unit/log/log_testing.h"

namespace decree {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;

class NewerFormatTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto log = OpenOrDie(dir_);
    ASSERT_TRUE(log->Append(Requests("e", 3)).ok());
  }

  // Puts a value into the database as a newer program would have written it.
  void Put(LogTable table, const std::string& key,
           const std::function<void(std::string& value)>& change) {
    const auto database = LogDatabase::Open(LogDatabaseDir(dir_), LogDatabaseOptions());
    ASSERT_TRUE(database.ok()) << database.status();
    const auto value = (*database)->Get(table, key);
    ASSERT_TRUE(value.ok() && value->has_value());
    std::string changed = **value;
    change(changed);
    const auto batch = (*database)->NewBatch();
    batch->Put(table, key, changed);
    ASSERT_TRUE((*database)->Commit(*batch, true).ok());
    ASSERT_TRUE((*database)->Close(true).ok());
  }

  absl::Status OpenStatus(bool read_only) {
    LogOptions options;
    options.read_only = read_only;
    return EventLog::Open(dir_, options).status();
  }

  std::string ManifestPath() {
    std::string name = ReadFile(dir_ + "/db/CURRENT");
    name.pop_back();
    return dir_ + "/db/" + name;
  }

  TestFolder folder_;
  std::string dir_ = folder_.Sub("log");
};

TEST_F(NewerFormatTest, ADatabaseOfANewerFormatIsRefused) {
  Put(LogTable::kMeta, std::string(kFormatKey),
      [](std::string& value) { PutLe<uint32_t>(value.data(), 2); });
  const auto before = AllBytes(dir_);
  EXPECT_EQ(OpenStatus(true).code(), absl::StatusCode::kUnimplemented);
  EXPECT_EQ(AllBytes(dir_), before);
  EXPECT_EQ(OpenStatus(false).code(), absl::StatusCode::kUnimplemented);
}

// Such a group could only be met under a head of this format if two programs were mixed: nothing of
// it is guessed.
TEST_F(NewerFormatTest, AGroupOfANewerFormatIsRefused) {
  Put(LogTable::kGroups, GroupKey(1),
      [](std::string& value) { PutLe<uint16_t>(value.data(), kGroupFormat + 1); });
  const absl::Status status = OpenStatus(true);
  EXPECT_EQ(status.code(), absl::StatusCode::kUnimplemented);
  EXPECT_THAT(std::string(status.message()), HasSubstr("has format 2"));
  EXPECT_EQ(OpenStatus(false).code(), absl::StatusCode::kUnimplemented);
}

TEST_F(NewerFormatTest, ARecordOfANewerFormatIsRefused) {
  Sha256 sha;
  Put(LogTable::kGroups, GroupKey(1), [&](std::string& value) {
    const auto group = GroupView::Parse(value, 1);
    ASSERT_TRUE(group.ok());
    // Its own leaf, so that only the format is what is wrong.
    const size_t records = value.size() - GetLe<uint32_t>(value.data() + 4);
    const size_t record_bytes = group->RecordBytes(0).size();
    PutLe<uint16_t>(value.data() + records, kRecordFormat + 1);
    const Hash256 leaf = sha.Leaf(absl::string_view(value).substr(records, record_bytes));
    std::copy(leaf.begin(), leaf.end(), value.begin() + 24 + 4 * 3);
  });
  LogOptions options;
  options.read_only = true;
  options.allow_lost_end = true;  // for who checks it: it gives another root than the head's
  const auto log = OpenOrDie(dir_, options);
  EXPECT_EQ(log->Read(1).status().code(), absl::StatusCode::kUnimplemented);
  EXPECT_TRUE(log->Read(2).ok());
  for (const bool read_only : {true, false}) {
    EXPECT_EQ(OpenStatus(read_only).code(), absl::StatusCode::kDataLoss);
  }
}

// Both a damaged table and a missing one make a secondary show an older state of one column family:
// events that are there would be told to be absent.
TEST_F(NewerFormatTest, AReaderRefusesDamagedAndMissingTables) {
  std::vector<fs::path> tables;
  for (const auto& entry : fs::directory_iterator(dir_ + "/db")) {
    if (entry.path().extension() == ".sst") tables.push_back(entry.path());
  }
  ASSERT_EQ(tables.size(), 4u);
  for (const fs::path& table : tables) {
    const std::string sound = ReadFile(table);
    std::string bent = sound;
    bent[bent.size() - 4] = static_cast<char>(bent[bent.size() - 4] ^ 1);
    WriteFile(table, bent);
    EXPECT_EQ(OpenStatus(true).code(), absl::StatusCode::kDataLoss) << table;
    fs::remove(table);
    const absl::Status missing = OpenStatus(true);
    EXPECT_EQ(missing.code(), absl::StatusCode::kDataLoss) << table;
    EXPECT_THAT(std::string(missing.message()), HasSubstr("restore a backup"));
    WriteFile(table, sound);
    EXPECT_TRUE(OpenStatus(true).ok()) << table;
  }
}

TEST_F(NewerFormatTest, ATornEndOfTheManifestIsMended) {
  { ASSERT_TRUE(OpenOrDie(dir_)->Append({Request("more")}).ok()); }
  const std::string path = ManifestPath();
  const std::string sound = ReadFile(path);
  // As a power cut leaves a record that was never synced: there in length, zero or old in content.
  const std::string torn =
      sound + std::string("\x11\x22\x33\x44\x20\x00\x01", 7) + std::string(40, '\0');
  WriteFile(path, torn);
  const auto found = FindTornManifest(dir_ + "/db", nullptr);
  ASSERT_TRUE(found.ok() && found->has_value()) << found.status();
  EXPECT_EQ((*found)->bytes, sound);
  EXPECT_EQ((*found)->torn_bytes, 47u);
  const absl::Status reader = OpenStatus(true);
  EXPECT_EQ(reader.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(reader.message()), HasSubstr("a power cut tore it"));
  EXPECT_EQ(ReadFile(path), torn) << "a reader changes nothing";
  {
    const auto log = OpenOrDie(dir_);
    EXPECT_EQ(log->Head().size, 4u);
    EXPECT_THAT(*log->Check(), IsEmpty());
  }
  EXPECT_TRUE(OpenStatus(true).ok());
}

// The same of the WAL, which holds an append that was acknowledged, as a crash leaves it: what
// comes after is given up, that itself never.
TEST_F(NewerFormatTest, ATornEndOfTheWalIsMendedAndNothingAcknowledgedIsGivenUp) {
  const std::string crashed = dir_ + "-crashed";
  {
    const auto live = OpenOrDie(dir_);
    ASSERT_TRUE(live->Append({Request("more")}).ok());
    fs::copy(dir_, crashed, fs::copy_options::recursive);
  }
  fs::path wal;
  for (const auto& entry : fs::directory_iterator(crashed + "/db")) {
    if (entry.path().extension() == ".log" && entry.file_size() > 0) wal = entry.path();
  }
  const std::string sound = ReadFile(wal);
  ASSERT_GT(sound.size(), 100u);
  const std::string torn =
      sound + std::string("\x11\x22\x33\x44\x20\x00\x01", 7) + std::string(40, '\0');
  WriteFile(wal, torn);
  dir_ = crashed;
  const absl::Status reader = OpenStatus(true);
  EXPECT_EQ(reader.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(reader.message()), HasSubstr("a power cut tore it"));
  EXPECT_EQ(ReadFile(wal), torn) << "a reader changes nothing";

  std::string bent = sound;
  bent.back() = static_cast<char>(bent.back() ^ 1);
  WriteFile(wal, bent);
  const auto before = AllBytes(dir_ + "/db");
  EXPECT_EQ(OpenStatus(false).code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(AllBytes(dir_ + "/db"), before);

  WriteFile(wal, torn);
  {
    const auto log = OpenOrDie(dir_);
    EXPECT_EQ(log->Head().size, 4u);
    EXPECT_THAT(*log->Check(), IsEmpty());
  }
  EXPECT_TRUE(OpenStatus(true).ok());
}

// Mending may not lose what was acknowledged: the record that the flush of the tables wrote is
// bent.
TEST_F(NewerFormatTest, ABentManifestThatIsNeededIsNotMended) {
  const std::string path = ManifestPath();
  std::string bent = ReadFile(path);
  const auto whole = FindTornManifest(dir_ + "/db", nullptr);
  ASSERT_TRUE(whole.ok());
  EXPECT_FALSE(whole->has_value()) << "a sound manifest has no torn end";
  bent[bent.size() / 2] = static_cast<char>(bent[bent.size() / 2] ^ 1);
  WriteFile(path, bent);
  const auto before = AllBytes(dir_ + "/db");
  EXPECT_EQ(OpenStatus(false).code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(AllBytes(dir_ + "/db"), before);
}

TEST_F(NewerFormatTest, AReaderShowsAllWhenTheNewestHeadSlotIsDamaged) {
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(OpenOrDie(dir_)->Append({Request("n" + std::to_string(i))}).ok());
  }
  std::string head = ReadFile(dir_ + "/head");
  for (const size_t slot : {size_t{0}, size_t{4096}}) {
    std::string bent = head;
    bent[slot + 60] = static_cast<char>(bent[slot + 60] ^ 1);
    WriteFile(dir_ + "/head", bent);
    LogOptions options;
    options.read_only = true;
    EXPECT_EQ(OpenOrDie(dir_, options)->Head().size, 6u) << "slot at " << slot;
  }
}

}  // namespace
}  // namespace decree
