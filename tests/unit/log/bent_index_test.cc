// Appends and reads over indexes and groups that were bent: what does not fit is refused by name,
// nothing of the call is recorded, and what is sound is still read.
#include <gmock/gmock.h>

#include "core/log/little_endian.h"
#include "core/log/log_reader.h"
#include "core/log/merkle_source.h"
#include "core/log/stream_index.h"
#include "core/log/tail_cache.h"
#include "tests/unit/log/bent_database.h"

namespace decree {
namespace {

using testing::HasSubstr;

constexpr auto kDamaged = absl::StatusCode::kDataLoss;
constexpr auto kFailed = absl::StatusCode::kInternal;

class BentIndexTest : public BentDatabaseTest {
 protected:
  // Appends to the log as it now is; nothing of what is refused may be there afterwards.
  absl::Status Append(const AppendRequest& request) {
    Release();
    absl::Status status;
    {
      const auto log = OpenOrDie(dir_);
      status = log->Append({request}).status();
      if (!status.ok()) {
        EXPECT_EQ(log->Head().size, 302u);
        EXPECT_EQ(log->Head().root, head_.root);
        EXPECT_TRUE(log->Append({Request("fresh", {"m/fresh"})}).ok()) << "others go on";
      }
    }
    Open();
    return status;
  }

  std::string IdKey(absl::string_view id) { return std::string(Key16Of(sha_, id).view()); }
};

TEST_F(BentIndexTest, ADamagedIdEntryStopsTheAppendOfThatId) {
  std::string zero = Get(LogTable::kIds, IdKey("a5"));
  PutLe<uint64_t>(zero.data(), 0);
  std::string beyond = zero;
  PutLe<uint64_t>(beyond.data(), 1'000);
  for (const std::string& bent : {std::string("short"), zero, beyond}) {
    Put(LogTable::kIds, IdKey("a5"), bent);
    Release();
    const auto log = OpenOrDie(dir_);
    EXPECT_EQ(log->Append({Request("a5")}).status().code(), kDamaged);
    EXPECT_EQ(log->Append({Request("new", {}, "a5")}).status().code(), kDamaged);
    EXPECT_EQ(log->Head().size, 302u);
    ASSERT_TRUE(log->Close().ok());
    Open();
  }
}

TEST_F(BentIndexTest, AnIdEntryThatLeadsToAnotherEventIsNoRepeat) {
  std::string other = Get(LogTable::kIds, IdKey("a5"));
  PutLe<uint64_t>(other.data(), 8);
  Put(LogTable::kIds, IdKey("a5"), other);
  const absl::Status status = Append(Request("a5", {"m/a5"}));
  EXPECT_EQ(status.code(), kFailed);
  EXPECT_THAT(std::string(status.message()), HasSubstr("'a5' and 'a7' share a 16-byte hash"));
}

TEST_F(BentIndexTest, ARepeatOfADamagedRecordIsRefused) {
  std::string value = Get(LogTable::kGroups, GroupKey(302));
  // Within the record, so that its leaf and the root stay what they were.
  value[value.size() - 1] = static_cast<char>(value[value.size() - 1] ^ 1);
  Put(LogTable::kGroups, GroupKey(302), value);
  EXPECT_EQ(Append(Request("c", {"m/b"})).code(), kDamaged);
}

TEST_F(BentIndexTest, ADamagedStreamStopsWhatJoinsIt) {
  Put(LogTable::kStreams, OpenChunkKey("m/b"), "short");
  EXPECT_EQ(Append(Request("new", {"m/b"})).code(), kDamaged);
}

TEST_F(BentIndexTest, AStreamUnderAnotherNameIsNotJoined) {
  const std::string sound = Get(LogTable::kStreams, OpenChunkKey("m/b"));
  std::string bent = sound;
  bent[10] = 'x';  // the first byte of its name
  Put(LogTable::kStreams, OpenChunkKey("m/b"), bent);
  EXPECT_EQ(Append(Request("new", {"m/b"})).code(), kFailed);
  Put(LogTable::kStreams, OpenChunkKey("m/b"), bent);
  LogReader reader(*database_);
  reader.SetSize(302);
  EXPECT_EQ(reader.StreamPositions("m/b").status().code(), kFailed);
  EXPECT_EQ(reader.StreamLength("m/b").status().code(), kFailed);
}

TEST_F(BentIndexTest, AStreamOfATargetThatIsMissingStopsItsRepair) {
  std::string bent = Get(LogTable::kIds, IdKey("a5"));
  bent.back() = static_cast<char>(bent.back() ^ 1);  // the hash of a stream that is not there
  Put(LogTable::kIds, IdKey("a5"), bent);
  const absl::Status status = Append(Request("new", {}, "a5"));
  EXPECT_EQ(status.code(), kDamaged);
  EXPECT_THAT(std::string(status.message()), HasSubstr("missing from the stream index"));
}

TEST_F(BentIndexTest, AReaderNamesWhatDoesNotRead) {
  LogReader reader(*database_);
  reader.SetSize(302);
  Put(LogTable::kIds, IdKey("a5"), "short");
  EXPECT_EQ(reader.Find("a5").status().code(), kDamaged);
  Put(LogTable::kStreams, OpenChunkKey("m/b"), "short");
  EXPECT_EQ(reader.StreamLength("m/b").status().code(), kDamaged);
  EXPECT_EQ(reader.StreamPositions("m/b").status().code(), kDamaged);
  Put(LogTable::kStreams, StreamKey(Key16Of(sha_, "m/long"), 0), "short");
  EXPECT_EQ(*reader.StreamLength("m/long"), 201u);  // which its open chunk tells alone
  EXPECT_EQ(reader.StreamPositions("m/long").status().code(), kDamaged);
}

TEST_F(BentIndexTest, ScanAndReadNameThePositionThatIsMissing) {
  Regroup(257, [](std::vector<LogRecord>& records) { records.resize(40); });
  LogReader reader(*database_);
  reader.SetSize(302);
  const auto visit = [](const LogRecord&) { return absl::OkStatus(); };
  const auto scan = [&](Position first, Position last) {
    return std::string(reader.Scan(first, last, true, visit).message());
  };
  EXPECT_EQ(scan(1, 296), "");
  EXPECT_THAT(scan(1, 302), HasSubstr("position 297 is missing"));
  EXPECT_THAT(scan(298, 300), HasSubstr("position 298 is missing"));
  EXPECT_EQ(scan(301, 302), "");
  EXPECT_EQ(reader.Read(297).status().code(), kDamaged);
  EXPECT_TRUE(reader.Read(301).ok());
  // More is said to be acknowledged than there is.
  reader.SetSize(310);
  EXPECT_THAT(scan(301, 310), HasSubstr("position 303 is missing"));
  EXPECT_EQ(reader.Read(305).status().code(), kDamaged);
}

TEST_F(BentIndexTest, AGroupThatDoesNotReadIsNamedHoweverItIsReached) {
  Put(LogTable::kGroups, GroupKey(257), "no group");
  LogReader reader(*database_);
  reader.SetSize(302);
  EXPECT_EQ(reader.Read(260).status().code(), kDamaged);
  const auto visit = [](const LogRecord&) { return absl::OkStatus(); };
  EXPECT_EQ(reader.Scan(1, 302, false, visit).code(), kDamaged);
  EXPECT_EQ(reader.ReadMany({2, 260}, visit).code(), kDamaged);
  EXPECT_EQ(reader.ReadMany({260}, visit).code(), kDamaged);
  EXPECT_TRUE(reader.ReadMany({2, 301}, visit).ok());
  MerkleSource source(*database_);
  EXPECT_EQ(source.Node(0, 260).status().code(), kDamaged);
  EXPECT_EQ(source.Edge(302).status().code(), kDamaged);
  EXPECT_TRUE(source.Node(0, 5).ok());
}

TEST_F(BentIndexTest, ATileWithAGapGivesOnlyTheLeavesBeforeIt) {
  Regroup(257, [](std::vector<LogRecord>& records) { records.resize(40); });
  MerkleSource source(*database_);
  EXPECT_TRUE(source.Node(5, 8).ok());                           // leaves 256 to 287
  EXPECT_EQ(source.Node(3, 37).status().code(), kDamaged);       // leaves 296 to 303
  EXPECT_EQ(source.Node(0, 301).status().code(), kDamaged);      // behind the gap
  EXPECT_EQ(source.Node(0, 100'000).status().code(), kDamaged);  // beyond the end
}

TEST_F(BentIndexTest, WhatIsRecordedAndNotAcknowledgedIsNotShown) {
  LogReader reader(*database_);
  reader.SetSize(301);
  EXPECT_EQ(reader.Find("c").status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(*reader.Find("b"), 301u);
  EXPECT_EQ(*reader.StreamLength("m/b"), 1u);
  EXPECT_EQ(reader.StreamPositions("m/b")->size(), 1u);
}

TEST_F(BentIndexTest, AScanStopsAtABentRecordAndAStreamAtAMissingChunk) {
  std::string value = Get(LogTable::kGroups, GroupKey(302));
  value.back() = static_cast<char>(value.back() ^ 1);
  Put(LogTable::kGroups, GroupKey(302), value);
  std::string tail = Get(LogTable::kStreams, OpenChunkKey("m/long"));
  PutLe<uint64_t>(tail.data(), 5 * 64);  // chunks 3 and 4 are not there
  Put(LogTable::kStreams, OpenChunkKey("m/long"), tail);
  LogReader reader(*database_);
  reader.SetSize(302);
  const auto visit = [](const LogRecord&) { return absl::OkStatus(); };
  EXPECT_TRUE(reader.Scan(1, 301, true, visit).ok());
  EXPECT_EQ(reader.Scan(1, 302, true, visit).code(), kDamaged);
  EXPECT_EQ(reader.StreamPositions("m/long").status().code(), kDamaged);
}

TEST(TailCacheTest, TheOlderGenerationIsForgottenAndTheYoungerKept) {
  TailCache cache;
  const auto key = [](int number) {
    Key16 made;
    std::memcpy(made.bytes.data(), &number, sizeof(number));
    return made;
  };
  StreamTail tail;
  tail.name.assign(64 << 10, 'n');
  constexpr int kFitting = TailCache::kGenerationBytesMax / (64 << 10);
  for (int i = 0; i < 3 * kFitting; ++i) {
    tail.sealed = static_cast<uint64_t>(i);
    cache.Keep(key(i), tail);
  }
  StreamTail taken;
  EXPECT_FALSE(cache.Take(key(0), taken));
  for (const int kept : {3 * kFitting - 1, 2 * kFitting - 50}) {
    ASSERT_TRUE(cache.Take(key(kept), taken)) << kept;
    EXPECT_EQ(taken.sealed, static_cast<uint64_t>(kept));
    EXPECT_FALSE(cache.Take(key(kept), taken)) << "it was taken out";
  }
}

}  // namespace
}  // namespace decree
