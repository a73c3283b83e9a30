// What Open and Check say of a log whose files were lost, cut, bent, mixed up or made by a newer
// program. Each damage is done to a copy of the files of a log that is open, as a crash leaves
// them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

#include "core/base/crc32c.h"
#include "core/log/head_file.h"
#include "core/log/little_endian.h"
#include "core/merkle/sha256.h"
#include "tests/unit/log/folder_bytes.h"
#include "tests/unit/log/log_testing.h"

namespace decree {
namespace {

namespace fs = std::filesystem;
using testing::AnyOf;
using testing::HasSubstr;

class DamageTest : public testing::Test {
 protected:
  // A log of `flushed` events in tables and `in_wal` events in the WAL, as a crash leaves it.
  std::string MakeLog(const std::string& name, size_t flushed, size_t in_wal) {
    const std::string live = folder_.Sub(name + "-live");
    if (flushed != 0) {
      EXPECT_TRUE(OpenOrDie(live)->Append(Requests("f", flushed)).ok());
    }
    const auto log = OpenOrDie(live);
    for (size_t i = 0; i < in_wal; ++i) {
      EXPECT_TRUE(log->Append({Request("w" + std::to_string(i), {"m/w"})}).ok());
    }
    fs::copy(live, folder_.Sub(name), fs::copy_options::recursive);
    return folder_.Sub(name);
  }

  // The only file of `dir`/db that ends so and holds the most bytes.
  fs::path Largest(const std::string& dir, const std::string& extension) {
    fs::path largest;
    for (const auto& entry : fs::directory_iterator(dir + "/db")) {
      if (entry.path().extension() != extension) continue;
      if (largest.empty() || fs::file_size(entry) > fs::file_size(largest)) largest = entry;
    }
    EXPECT_FALSE(largest.empty());
    return largest;
  }

  absl::Status OpenStatus(const std::string& dir, LogOptions options = {}) {
    return EventLog::Open(dir, options).status();
  }

  TestFolder folder_;
};

TEST_F(DamageTest, AnHonestCrashIsNoDamage) {
  const std::string dir = MakeLog("log", 300, 20);
  const auto log = OpenOrDie(dir);
  EXPECT_EQ(log->Head().size, 320u);
  EXPECT_TRUE(log->Check()->empty());
}

TEST_F(DamageTest, ADeletedWalIsSeen) {
  const std::string dir = MakeLog("log", 300, 20);
  fs::remove(Largest(dir, ".log"));
  const absl::Status status = OpenStatus(dir);
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(status.message()), HasSubstr("acknowledged positions 301 to 320"));
}

TEST_F(DamageTest, AReaderRefusesALogThatLostItsEndUnlessItIsToCheckIt) {
  const std::string dir = MakeLog("log", 300, 20);
  fs::remove(Largest(dir, ".log"));
  LogOptions reading;
  reading.read_only = true;
  const absl::Status status = OpenStatus(dir, reading);
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(status.message()), HasSubstr("acknowledged positions 301 to 320"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("`decree doctor`"));

  reading.allow_lost_end = true;
  const auto log = OpenOrDie(dir, reading);
  EXPECT_EQ(log->Head().size, 300u);
  EXPECT_TRUE(log->CatchUp().ok());
  const auto findings = log->Check();
  ASSERT_TRUE(findings.ok()) << findings.status();
  ASSERT_EQ(findings->size(), 1u);
  EXPECT_THAT((*findings)[0].what, HasSubstr("positions 301 to 320"));

  // Without the head check the same damage goes unnoticed: the check is what bites.
  reading.allow_lost_end = false;
  reading.check_head = false;
  EXPECT_EQ(OpenOrDie(dir, reading)->Head().size, 300u);
}

TEST_F(DamageTest, AReaderRefusesWhenEverythingIsLost) {
  const std::string dir = MakeLog("log", 0, 5);
  fs::remove(Largest(dir, ".log"));
  LogOptions reading;
  reading.read_only = true;
  const absl::Status status = OpenStatus(dir, reading);
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(status.message()), HasSubstr("acknowledged positions 1 to 5"));
  reading.allow_lost_end = true;
  const auto findings = OpenOrDie(dir, reading)->Check();
  ASSERT_TRUE(findings.ok()) << findings.status();
  ASSERT_FALSE(findings->empty());
  EXPECT_THAT((*findings)[0].what, HasSubstr("positions 1 to 5"));
  fs::remove_all(dir + "/db");
  EXPECT_EQ(OpenStatus(dir, reading).code(), absl::StatusCode::kDataLoss);
}

TEST_F(DamageTest, AReaderThatIsOpenSeesTheEndGetLost) {
  const std::string dir = MakeLog("log", 10, 0);
  LogOptions reading;
  reading.read_only = true;
  const auto reader = OpenOrDie(dir, reading);
  EXPECT_TRUE(reader->CatchUp().ok());
  const std::string live = folder_.Sub("log-live");
  ASSERT_TRUE(OpenOrDie(live)->Append(Requests("n", 5)).ok());
  fs::copy(live + "/head", dir + "/head", fs::copy_options::overwrite_existing);
  const absl::Status status = reader->CatchUp();
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(status.message()), HasSubstr("acknowledged positions 11 to 15"));
  EXPECT_EQ(reader->Head().size, 10u);
}

TEST_F(DamageTest, ACutWalIsSeenBecauseOfTheHead) {
  const std::string dir = MakeLog("log", 0, 20);
  const fs::path wal = Largest(dir, ".log");
  fs::resize_file(wal, fs::file_size(wal) * 2 / 3);
  const std::string unchecked = folder_.Sub("unchecked");
  fs::copy(dir, unchecked, fs::copy_options::recursive);
  EXPECT_EQ(OpenStatus(dir).code(), absl::StatusCode::kDataLoss);
  // Without the head check the same damage goes unnoticed: the check is what bites.
  LogOptions options;
  options.check_head = false;
  auto log = EventLog::Open(unchecked, options);
  ASSERT_TRUE(log.ok()) << log.status();
  EXPECT_LT((*log)->Head().size, 20u);
  EXPECT_TRUE((*log)->Check()->empty());
}

TEST_F(DamageTest, AnyBentBitOfTheWalIsSeenOrHarmless) {
  const std::string dir = MakeLog("log", 0, 6);
  const fs::path wal = Largest(dir, ".log");
  const std::string sound = ReadFile(wal);
  const auto files = AllBytes(dir);
  int seen = 0;
  for (size_t at = 0; at < sound.size(); at += 37) {
    for (const auto& [path, bytes] : files) WriteFile(path, bytes);
    std::string bent = sound;
    bent[at] = static_cast<char>(bent[at] ^ (1 << (at % 8)));
    WriteFile(wal, bent);
    const auto log = EventLog::Open(dir, LogOptions());
    if (!log.ok()) {
      EXPECT_EQ(log.status().code(), absl::StatusCode::kDataLoss) << at << log.status();
      ++seen;
    } else {
      EXPECT_EQ((*log)->Head().size, 6u) << at;
      EXPECT_TRUE((*log)->Check()->empty()) << at;
    }
    fs::remove_all(dir);
    fs::create_directories(dir + "/db");
  }
  EXPECT_GT(seen, 10);
}

TEST_F(DamageTest, BentTablesAreSeen) {
  const std::string dir = MakeLog("log", 3000, 0);
  const fs::path table = Largest(dir, ".sst");
  const std::string sound = ReadFile(table);
  const auto files = AllBytes(dir);
  for (size_t part = 0; part < 12; ++part) {
    fs::remove_all(dir);
    fs::create_directories(dir + "/db");
    for (const auto& [path, bytes] : files) WriteFile(path, bytes);
    std::string bent = sound;
    const size_t at = sound.size() * part / 12;
    bent[at] = static_cast<char>(bent[at] ^ 4);
    WriteFile(table, bent);
    const auto log = EventLog::Open(dir, LogOptions());
    if (!log.ok()) {
      EXPECT_EQ(log.status().code(), absl::StatusCode::kDataLoss) << at << log.status();
      continue;
    }
    EXPECT_FALSE((*log)->Check()->empty()) << at << " of " << sound.size();
    const absl::Status scanned =
        (*log)->Scan(1, 3000, true, [](const LogRecord&) { return absl::OkStatus(); });
    EXPECT_THAT(scanned.code(), AnyOf(absl::StatusCode::kOk, absl::StatusCode::kDataLoss));
  }
}

TEST_F(DamageTest, AMissingTableIsSeen) {
  const std::string dir = MakeLog("log", 3000, 0);
  fs::remove(Largest(dir, ".sst"));
  EXPECT_EQ(OpenStatus(dir).code(), absl::StatusCode::kDataLoss);
}

TEST_F(DamageTest, AMissingDatabaseIsSeen) {
  const std::string dir = MakeLog("log", 10, 0);
  fs::remove_all(dir + "/db");
  const absl::Status status = OpenStatus(dir);
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(status.message()), HasSubstr("1 to 10"));
}

TEST_F(DamageTest, AnOlderDatabaseUnderANewerHeadIsSeen) {
  const std::string older = MakeLog("older", 10, 0);
  const std::string live = folder_.Sub("older-live");
  ASSERT_TRUE(OpenOrDie(live)->Append(Requests("n", 5)).ok());
  fs::copy(live + "/head", older + "/head", fs::copy_options::overwrite_existing);
  const absl::Status status = OpenStatus(older);
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(status.message()), HasSubstr("11 to 15"));
}

TEST_F(DamageTest, FilesOfTwoStoresAreNotMixed) {
  const std::string a = MakeLog("a", 10, 0);
  const std::string b = MakeLog("b", 10, 0);
  fs::copy(a + "/head", b + "/head", fs::copy_options::overwrite_existing);
  EXPECT_EQ(OpenStatus(b).code(), absl::StatusCode::kDataLoss);
}

TEST_F(DamageTest, OneLostHeadSlotIsHarmlessBothAreNot) {
  const std::string dir = MakeLog("log", 10, 3);
  const auto slot = *ReadHeadFile(dir);
  ASSERT_TRUE(slot.has_value());
  std::string head = ReadFile(dir + "/head");
  const size_t newest = (slot->sequence % 2) * 4096;
  head[newest + 50] = static_cast<char>(head[newest + 50] ^ 1);
  WriteFile(dir + "/head", head);
  EXPECT_EQ((*ReadHeadFile(dir))->head.size, 12u);
  EXPECT_EQ(OpenOrDie(dir)->Head().size, 13u);

  head = ReadFile(dir + "/head");
  head[50] = static_cast<char>(head[50] ^ 1);
  head[4096 + 50] = static_cast<char>(head[4096 + 50] ^ 1);
  WriteFile(dir + "/head", head);
  EXPECT_EQ(OpenStatus(dir).code(), absl::StatusCode::kDataLoss);
  fs::remove(dir + "/head");
  EXPECT_EQ(OpenStatus(dir).code(), absl::StatusCode::kDataLoss);
  LogOptions reading;
  reading.read_only = true;
  EXPECT_EQ(OpenStatus(dir, reading).code(), absl::StatusCode::kDataLoss);
}

TEST_F(DamageTest, AnotherRootInTheHeadIsSeen) {
  const std::string dir = MakeLog("log", 10, 0);
  auto slot = **ReadHeadFile(dir);
  slot.head.root[0] ^= 1;
  ASSERT_TRUE((*HeadFile::Open(dir, slot, false, nullptr))->Write(slot.head, true).ok());
  const absl::Status status = OpenStatus(dir);
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(status.message()), HasSubstr(ToHex(slot.head.root)));
}

TEST_F(DamageTest, ANewerFormatIsRefusedAndLeftUntouched) {
  const std::string dir = MakeLog("log", 10, 3);
  std::string head = ReadFile(dir + "/head");
  for (const size_t slot : {size_t{0}, size_t{4096}}) {
    PutLe<uint32_t>(head.data() + slot + 8, 2);
    PutLe<uint32_t>(head.data() + slot + 124, Crc32c(absl::string_view(head).substr(slot, 124)));
  }
  WriteFile(dir + "/head", head);
  const auto before = AllBytes(dir);
  EXPECT_EQ(OpenStatus(dir).code(), absl::StatusCode::kUnimplemented);
  LogOptions reading;
  reading.read_only = true;
  EXPECT_EQ(OpenStatus(dir, reading).code(), absl::StatusCode::kUnimplemented);
  EXPECT_EQ(AllBytes(dir), before);
}

TEST_F(DamageTest, TheErrorMarkAsksForDoctor) {
  const std::string dir = MakeLog("log", 10, 0);
  WriteFile(dir + "/needs-doctor", "the disk failed\n");
  const absl::Status status = OpenStatus(dir);
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()), HasSubstr("the disk failed"));
  LogOptions reading;
  reading.read_only = true;
  EXPECT_TRUE(OpenOrDie(dir, reading)->Check()->empty());
  EXPECT_TRUE(ClearErrorMark(dir).ok());
  EXPECT_TRUE(ClearErrorMark(dir).ok());
  EXPECT_EQ(OpenStatus(dir).code(), absl::StatusCode::kOk);
}

}  // namespace
}  // namespace decree
