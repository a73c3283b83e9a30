// Openings of logs whose parts do not fit: heads lost, unreadable or of another log, databases
// unfinished or unreadable. What is refused is refused with a reason and left as it is.
#include <gmock/gmock.h>

#include <fstream>

#include "core/base/crc32c.h"
#include "core/log/head_file.h"
#include "core/log/little_endian.h"
#include "core/log/open_log.h"
#include "tests/unit/log/bent_database.h"

namespace decree {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr auto kDataLoss = absl::StatusCode::kDataLoss;
constexpr auto kInternal = absl::StatusCode::kInternal;

class OpenTest : public BentDatabaseTest {
 protected:
  absl::Status Writer(LogOptions options = {}) { return EventLog::Open(dir_, options).status(); }
  absl::Status Reader(LogOptions options = {}) {
    options.read_only = true;
    return EventLog::Open(dir_, options).status();
  }

  // A database that holds no format: its making was cut short.
  void MakeUnfinished() {
    Release();
    fs::remove_all(dir_);
    fs::create_directories(LogDatabaseDir(dir_));
    LogDatabaseOptions options;
    options.create = true;
    const auto made = LogDatabase::Open(LogDatabaseDir(dir_), options);
    ASSERT_TRUE(made.ok() && (*made)->Close(true).ok());
  }

  void PutHead(const HeadSlot& slot) {
    const auto file = HeadFile::Open(dir_, slot, true, nullptr);
    ASSERT_TRUE(file.ok() && (*file)->Write(slot.head, true).ok());
  }
};

TEST_F(OpenTest, AFormatThatDoesNotReadIsRefused) {
  const std::string sound = Get(LogTable::kMeta, kFormatKey);
  for (const std::string& bent : {std::string("abc"), sound + "x", sound.substr(0, 19)}) {
    Put(LogTable::kMeta, kFormatKey, bent);
    Release();
    for (const absl::Status& status : {Writer(), Reader()}) {
      EXPECT_EQ(status.code(), kDataLoss) << status;
      EXPECT_THAT(std::string(status.message()), HasSubstr("its format is unreadable"));
    }
    Open();
  }
}

TEST_F(OpenTest, WithoutItsHeadALogIsOpenedOnlyByWhoDoesNotAskForIt) {
  Release();
  fs::remove(dir_ + "/head");
  EXPECT_THAT(std::string(Writer().message()), HasSubstr("its database holds 302 positions"));
  EXPECT_FALSE(fs::exists(dir_ + "/head"));
  EXPECT_EQ(Reader().code(), kDataLoss);
  LogOptions unchecked;
  unchecked.check_head = false;
  EXPECT_TRUE(Reader(unchecked).ok());
  EXPECT_EQ(OpenOrDie(dir_, unchecked)->Head().root, head_.root);
  EXPECT_TRUE(Writer().ok()) << "it has its head again";
}

TEST_F(OpenTest, WithoutItsHeadADamagedOrNewerDatabaseIsLeftAlone) {
  const std::string format = Get(LogTable::kMeta, kFormatKey);
  std::string newer = format;
  PutLe<uint32_t>(newer.data(), 2);
  Put(LogTable::kMeta, kFormatKey, newer);
  Release();
  fs::remove(dir_ + "/head");
  EXPECT_EQ(Writer().code(), absl::StatusCode::kUnimplemented);
  EXPECT_FALSE(fs::exists(dir_ + "/head"));
  Open();
  Put(LogTable::kMeta, kFormatKey, format);
  Put(LogTable::kGroups, GroupKey(302), "no group");
  Release();
  EXPECT_EQ(Writer().code(), kDataLoss);
  std::ofstream(dir_ + "/db/CURRENT", std::ios::trunc) << "MANIFEST-999999\n";
  EXPECT_FALSE(Writer().ok());
  EXPECT_FALSE(fs::exists(dir_ + "/head"));
}

TEST_F(OpenTest, AnEmptyLogThatLostItsHeadKeepsItsId) {
  const std::string empty = folder_.Sub("empty");
  const StoreId id = OpenOrDie(empty)->Id();
  fs::remove(empty + "/head");
  LogOptions reading;
  reading.read_only = true;
  EXPECT_EQ(OpenOrDie(empty, reading)->Id(), id);
  EXPECT_EQ(OpenOrDie(empty)->Id(), id);
  EXPECT_EQ((*ReadHeadFile(empty))->store, id);
}

TEST_F(OpenTest, AnUnfinishedLogIsFinishedByAWriterAndNotThereForAReader) {
  MakeUnfinished();
  EXPECT_EQ(Reader().code(), absl::StatusCode::kNotFound);
  EXPECT_TRUE(OpenOrDie(dir_)->Append({Request("first")}).ok());
  EXPECT_TRUE(Reader().ok());
}

TEST_F(OpenTest, AHeadOverADatabaseWithoutAFormatIsRefused) {
  MakeUnfinished();
  HeadSlot slot;
  slot.head = {3, head_.root, 1};
  PutHead(slot);
  EXPECT_THAT(std::string(Writer().message()), HasSubstr("its database has no format"));
  LogOptions options;
  options.check_head = false;
  EXPECT_THAT(std::string(Reader(options).message()), HasSubstr("its database has no format"));
  options.allow_lost_end = true;
  EXPECT_TRUE(Reader(options).ok());  // so that the check can name what is missing
}

TEST_F(OpenTest, AHeadThatCannotBeReadIsNotTakenForNone) {
  Release();
  fs::remove(dir_ + "/head");
  fs::create_directory(dir_ + "/head");
  EXPECT_EQ(ReadHeadFile(dir_).status().code(), kInternal) << ReadHeadFile(dir_).status();
  EXPECT_EQ(Writer().code(), kInternal);
  EXPECT_EQ(Reader().code(), kInternal);
  fs::remove(dir_ + "/head");
  fs::create_symlink("head", dir_ + "/head");  // leads to itself
  EXPECT_FALSE(Writer().ok());
}

TEST_F(OpenTest, AShortHeadFileIsADamagedOne) {
  Release();
  const auto whole = *ReadHeadFile(dir_);
  ASSERT_TRUE(whole.has_value());
  // The newest slot is the second: cut off, the first counts, and the rest is still shown.
  fs::resize_file(dir_ + "/head", 4096 + 100);
  const auto cut = *ReadHeadFile(dir_);
  ASSERT_TRUE(cut.has_value());
  EXPECT_TRUE(cut->other_is_damaged);
  LogOptions reading;
  reading.read_only = true;
  EXPECT_EQ(OpenOrDie(dir_, reading)->Head().size, 302u);
  fs::resize_file(dir_ + "/head", 100);
  EXPECT_FALSE(ReadHeadFile(dir_)->has_value());
  EXPECT_EQ(Reader().code(), kDataLoss);
  EXPECT_EQ(Writer().code(), kDataLoss);
}

TEST_F(OpenTest, AReaderThatIsOpenFollowsAHeadFileThatIsCut) {
  Release();
  LogOptions reading;
  reading.read_only = true;
  const auto reader = OpenOrDie(dir_, reading);
  ASSERT_TRUE(reader->CatchUp().ok());
  const std::string sound = dir_ + "/head.sound";
  fs::copy(dir_ + "/head", sound);
  fs::resize_file(dir_ + "/head", 60);  // the watched bytes are not there
  EXPECT_EQ(reader->CatchUp().code(), kDataLoss);
  EXPECT_EQ(reader->Head().size, 302u);
  fs::copy(sound, dir_ + "/head", fs::copy_options::overwrite_existing);
  EXPECT_TRUE(reader->CatchUp().ok());
  // Back to an older head: nothing that was shown is taken back.
  HeadSlot older = **ReadHeadFile(dir_);
  older.head.size = 300;
  older.head.root = *reader->RootAt(300);
  PutHead(older);
  EXPECT_TRUE(reader->CatchUp().ok());
  EXPECT_EQ(reader->Head().size, 302u);
}

TEST_F(OpenTest, AMissingLeafIsNamed) {
  Regroup(257, [](std::vector<LogRecord>& records) { records.resize(40); });
  Release();
  const absl::Status status = Writer();
  EXPECT_EQ(status.code(), kDataLoss);
  EXPECT_THAT(std::string(status.message()), HasSubstr("position 297 is missing"));
}

TEST_F(OpenTest, AMissingNodeIsNamed) {
  Put(LogTable::kMeta, NodeKey(8, 0), "short");
  Release();
  const absl::Status status = Writer();
  EXPECT_EQ(status.code(), kDataLoss);
  EXPECT_THAT(std::string(status.message()), HasSubstr("level 8, index 0 is missing"));
  LogOptions unchecked;
  unchecked.check_head = false;
  EXPECT_EQ(Writer(unchecked).code(), kDataLoss) << "without its edge a tree cannot grow";
  // A reader shows the head; the root of any size that rests on the node is refused.
  LogOptions reading;
  reading.read_only = true;
  const auto reader = OpenOrDie(dir_, reading);
  EXPECT_EQ(reader->RootAt(302).status().code(), kDataLoss);
  EXPECT_EQ(reader->InclusionProof(300, 302).status().code(), kDataLoss);
  EXPECT_EQ(reader->ConsistencyProof(300, 302).status().code(), kDataLoss);
  EXPECT_TRUE(reader->RootAt(200).ok());
}

TEST_F(OpenTest, AnEndThatDoesNotReadIsNamed) {
  Put(LogTable::kGroups, GroupKey(302), "no group");
  Release();
  EXPECT_EQ(Writer().code(), kDataLoss);
  EXPECT_EQ(Reader().code(), kDataLoss);
}

TEST_F(OpenTest, ADatabaseWhoseManifestIsGoneIsDataLossAlsoWhenNothingIsAcknowledged) {
  const std::string empty = folder_.Sub("empty");
  { OpenOrDie(empty); }
  std::ofstream(empty + "/db/CURRENT", std::ios::trunc) << "MANIFEST-999999\n";
  const absl::Status status = EventLog::Open(empty, LogOptions()).status();
  EXPECT_EQ(status.code(), kDataLoss) << status;
  EXPECT_THAT(std::string(status.message()), HasSubstr("restore a backup"));
}

// A manifest with a torn end is mended only where that is all that is wrong.
class TornTest : public OpenTest {
 protected:
  void Tear() {
    Release();
    std::string name;
    std::getline(std::ifstream(dir_ + "/db/CURRENT"), name);
    std::ofstream(dir_ + "/db/" + name, std::ios::app | std::ios::binary)
        << std::string("\x11\x22\x33\x44\x20\x00\x01", 7) << std::string(40, '\0');
  }
  void ExpectRefused() {
    for (const absl::Status& status : {Writer(), Reader()}) {
      EXPECT_EQ(status.code(), kDataLoss) << status;
      EXPECT_THAT(std::string(status.message()), HasSubstr("restore a backup"));
      EXPECT_EQ(status.message().find("a power cut tore it"), absl::string_view::npos);
    }
  }
};

TEST_F(TornTest, IsMendedByAWriterOnly) {
  Tear();
  EXPECT_THAT(std::string(Reader().message()), HasSubstr("a power cut tore it"));
  EXPECT_TRUE(Writer().ok());
  EXPECT_TRUE(Reader().ok());
}

TEST_F(TornTest, UnderAHeadOfAnotherStoreIsNotMended) {
  Tear();
  HeadSlot slot = **ReadHeadFile(dir_);
  slot.store[0] ^= 1;
  PutHead(slot);
  ExpectRefused();
}

TEST_F(TornTest, UnderAHeadOfAnotherHistoryIsNotMended) {
  Tear();
  HeadSlot slot = **ReadHeadFile(dir_);
  slot.head.root[0] ^= 1;
  PutHead(slot);
  ExpectRefused();
}

TEST_F(TornTest, OfADatabaseWhoseFormatOrEndDoesNotReadIsNotMended) {
  Put(LogTable::kMeta, kFormatKey, "abc");
  Tear();
  ExpectRefused();
}

TEST_F(TornTest, OfADatabaseWhoseEndDoesNotReadIsNotMended) {
  Put(LogTable::kGroups, GroupKey(302), "no group");
  Tear();
  ExpectRefused();
}

TEST_F(TornTest, WithoutAHeadToHoldItAgainstIsNotMended) {
  Tear();
  LogOptions unchecked;
  unchecked.check_head = false;
  EXPECT_EQ(Writer(unchecked).code(), kDataLoss);
  fs::remove(dir_ + "/head");
  EXPECT_EQ(Reader(unchecked).code(), kDataLoss);
}

class FollowTest : public OpenTest {
 protected:
  std::unique_ptr<EventLog> OpenReader(LogOptions options = {}) {
    Release();
    options.read_only = true;
    return OpenOrDie(dir_, options);
  }
};

TEST_F(FollowTest, AHeadOfANewerFormatIsNotFollowed) {
  const auto reader = OpenReader();
  std::string head((1 << 13), '\0');
  std::ifstream(dir_ + "/head", std::ios::binary).read(head.data(), 1 << 13);
  for (const size_t slot : {size_t{0}, size_t{4096}}) {
    PutLe<uint32_t>(head.data() + slot + 8, kLogFormat + 1);
    PutLe<uint32_t>(head.data() + slot + 124, Crc32c(absl::string_view(head).substr(slot, 124)));
  }
  std::ofstream(dir_ + "/head", std::ios::binary) << head;
  EXPECT_EQ(reader->CatchUp().code(), absl::StatusCode::kUnimplemented);
  EXPECT_EQ(reader->Check().status().code(), absl::StatusCode::kUnimplemented);
  EXPECT_EQ(reader->Head().size, 302u);
}

TEST_F(FollowTest, AHeadThatIsTakenAwayIsMissed) {
  const auto reader = OpenReader();
  fs::remove(dir_ + "/head");  // before it was watched
  EXPECT_EQ(reader->CatchUp().code(), kDataLoss);
  EXPECT_EQ(reader->Check().status().code(), kDataLoss);
}

TEST_F(FollowTest, WithoutTheHeadCheckAllThatIsRecordedIsShownAndChecked) {
  LogOptions unchecked;
  unchecked.check_head = false;
  const auto reader = OpenReader(unchecked);
  fs::remove(dir_ + "/head");
  EXPECT_TRUE(reader->CatchUp().ok());
  EXPECT_TRUE(reader->Check()->empty());
}

TEST_F(FollowTest, WithoutTheHeadCheckAMissingNodeIsNamed) {
  Put(LogTable::kMeta, NodeKey(8, 0), "short");
  Release();
  LogOptions unchecked;
  unchecked.check_head = false;
  EXPECT_EQ(Reader(unchecked).code(), kDataLoss);
}

TEST(LogFolderTest, WhatCannotBeMadeOrLockedIsNamed) {
  const TestFolder folder;
  std::filesystem::create_directories(folder.Sub("held/lock"));
  std::ofstream(folder.Sub("file")) << "x";
  EXPECT_EQ(FolderLock::Take(folder.Sub("file/log")).status().code(), kInternal);
  EXPECT_EQ(FolderLock::Take(folder.Sub("held")).status().code(), kInternal);
  EXPECT_EQ(EventLog::Open(folder.Sub("file/log"), LogOptions()).status().code(), kInternal);
}

TEST(LogFolderTest, AMarkThatCannotBeTakenAwayIsNamed) {
  const TestFolder folder;
  std::filesystem::create_directories(folder.Sub("log/needs-doctor"));
  EXPECT_EQ(ClearErrorMark(folder.Sub("log")).code(), kInternal);
  WriteErrorMark(folder.Sub("none"), "a folder that is not there");
  EXPECT_FALSE(std::filesystem::exists(folder.Sub("none")));
  EXPECT_TRUE(ClearErrorMark(folder.Sub("none")).ok());
  EXPECT_EQ(FreeDiskBytes(folder.Sub("none")).status().code(), kInternal);
}

}  // namespace
}  // namespace decree
