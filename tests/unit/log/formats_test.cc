// The stored forms, byte by byte: records, groups, head slots, stream chunks, keys.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/escaping.h"
#include "core/base/crc32c.h"
#include "core/log/group_format.h"
#include "core/log/head_file.h"
#include "core/log/id_index.h"
#include "core/log/key_layout.h"
#include "core/log/record_format.h"
#include "core/log/stream_index.h"
#include "tests/unit/log/log_testing.h"

namespace decree {
namespace {

std::string SampleRecord() {
  const StreamVersionView streams[] = {{"m/x", 7}, {"s", 258}};
  RecordParts parts;
  parts.position = 3;
  parts.recorded_us = 1'700'000'000'000'000;
  parts.target = 2;
  parts.id = "id-1";
  parts.streams = streams;
  parts.body = "body";
  std::string bytes;
  EncodeRecord(parts, bytes);
  return bytes;
}

TEST(RecordFormatTest, BytesAreFrozen) {
  EXPECT_EQ(absl::BytesToHexString(SampleRecord()),
            "0100"
            "0200"
            "0400"
            "0000"
            "04000000"
            "18000000"
            "0300000000000000"
            "00401e18240a0600"
            "0200000000000000"
            "69642d31"
            "0700000000000000"
            "0300"
            "6d2f78"
            "0201000000000000"
            "0100"
            "73"
            "626f6479");
}

TEST(RecordFormatTest, RoundTrip) {
  LogRecord record;
  ASSERT_TRUE(DecodeRecord(SampleRecord(), record).ok());
  EXPECT_EQ(record.position, 3u);
  EXPECT_EQ(record.recorded_us, 1'700'000'000'000'000);
  EXPECT_EQ(record.target, 2u);
  EXPECT_EQ(record.id, "id-1");
  EXPECT_EQ(record.body, "body");
  EXPECT_EQ(record.streams, (std::vector<StreamVersion>{{"m/x", 7}, {"s", 258}}));
}

TEST(RecordFormatTest, AnyOtherLengthIsDataLoss) {
  const std::string sound = SampleRecord();
  LogRecord record;
  for (size_t size = 0; size < sound.size(); ++size) {
    EXPECT_EQ(DecodeRecord(absl::string_view(sound).substr(0, size), record).code(),
              absl::StatusCode::kDataLoss);
  }
  EXPECT_EQ(DecodeRecord(sound + "x", record).code(), absl::StatusCode::kDataLoss);
}

TEST(RecordFormatTest, BentBytesAreNeverReadBeyondTheirEnd) {
  const std::string sound = SampleRecord();
  for (size_t at = 0; at < sound.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string bent = sound;
      bent[at] = static_cast<char>(bent[at] ^ (1 << bit));
      LogRecord record;
      const absl::Status status = DecodeRecord(bent, record);
      if (at < 2) {
        EXPECT_THAT(status.code(),
                    testing::AnyOf(absl::StatusCode::kDataLoss, absl::StatusCode::kUnimplemented));
      }
    }
  }
}

std::string SampleGroup(uint32_t events, std::vector<Hash256>* leaves = nullptr) {
  Sha256 sha;
  GroupWriter writer;
  writer.Start(100, 5);
  for (uint32_t i = 0; i < events; ++i) {
    const std::string id = "id" + std::to_string(i);
    RecordParts parts;
    parts.id = id;
    parts.body = id;
    const Hash256 leaf = writer.Add(sha, parts);
    if (leaves != nullptr) leaves->push_back(leaf);
  }
  return std::string(writer.Finish());
}

TEST(GroupFormatTest, RoundTrip) {
  Sha256 sha;
  for (uint32_t events : {1u, 2u, 256u}) {
    std::vector<Hash256> leaves;
    const std::string value = SampleGroup(events, &leaves);
    const auto group = GroupView::Parse(value, 100);
    ASSERT_TRUE(group.ok()) << group.status();
    EXPECT_EQ(group->last(), 99u + events);
    EXPECT_EQ(group->recorded_us(), 5);
    for (uint32_t i = 0; i < events; ++i) {
      LogRecord record;
      ASSERT_TRUE(group->Read(i, sha, true, record).ok());
      EXPECT_EQ(record.position, 100u + i);
      EXPECT_EQ(record.id, "id" + std::to_string(i));
      EXPECT_EQ(record.leaf, leaves[i]);
      EXPECT_EQ(sha.Leaf(group->RecordBytes(i)), leaves[i]);
    }
  }
}

TEST(GroupFormatTest, EveryBentBitIsSeen) {
  Sha256 sha;
  const std::string sound = SampleGroup(3);
  for (size_t at = 0; at < sound.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string bent = sound;
      bent[at] = static_cast<char>(bent[at] ^ (1 << bit));
      const auto group = GroupView::Parse(bent, 100);
      bool seen = !group.ok();
      if (!seen) {
        EXPECT_EQ(group->first(), 100u);
      }
      for (uint32_t i = 0; !seen && i < group->events(); ++i) {
        LogRecord record;
        seen = !group->Read(i, sha, true, record).ok();
      }
      EXPECT_TRUE(seen) << "byte " << at << " bit " << bit;
    }
  }
  EXPECT_EQ(GroupView::Parse(sound, 101).status().code(), absl::StatusCode::kDataLoss);
  std::string none = sound;
  none[2] = none[3] = 0;  // of no events
  EXPECT_EQ(GroupView::Parse(none, 100).status().code(), absl::StatusCode::kDataLoss);
  for (size_t size = 0; size < sound.size(); ++size) {
    EXPECT_EQ(GroupView::Parse(absl::string_view(sound).substr(0, size), 100).status().code(),
              absl::StatusCode::kDataLoss);
  }
}

TEST(Crc32cTest, KnownValue) { EXPECT_EQ(Crc32c("123456789"), 0xE3069283u); }

TEST(HeadFileTest, TheNewestSlotCounts) {
  TestFolder folder;
  const std::string dir = folder.Sub("");
  EXPECT_FALSE(ReadHeadFile(dir)->has_value());
  EXPECT_EQ(HeadFile::Open(dir, {}, false, nullptr).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(HeadWatch::Open(dir).status().code(), absl::StatusCode::kNotFound);
  HeadSlot slot;
  slot.store[3] = 9;
  {
    const auto file = *HeadFile::Open(dir, slot, true, nullptr);
    EXPECT_FALSE(ReadHeadFile(dir)->has_value());
    for (uint64_t size = 1; size <= 5; ++size) {
      LogHead head{size, {}, static_cast<int64_t>(size) * 10};
      head.root[0] = static_cast<uint8_t>(size);
      ASSERT_TRUE(file->Write(head, true).ok());
      const auto read = **ReadHeadFile(dir);
      EXPECT_EQ(read.head.size, size);
      EXPECT_EQ(read.head.root, head.root);
      EXPECT_EQ(read.head.recorded_us, head.recorded_us);
      EXPECT_EQ(read.sequence, size);
      EXPECT_EQ(read.store, slot.store);
    }
  }
  EXPECT_EQ(std::filesystem::file_size(dir + "/head"), 8192u);
}

TEST(KeyLayoutTest, KeysSortByNumber) {
  EXPECT_LT(GroupKey(255), GroupKey(256));
  EXPECT_LT(NodeKey(8, 255), NodeKey(8, 256));
  EXPECT_LT(NodeKey(8, 256), NodeKey(9, 0));
  const Key16 key{};
  EXPECT_LT(StreamKey(key, 70'000), StreamKey(key, kOpenChunk));
  EXPECT_EQ(ReadBigEndian(GroupKey(0x0102030405060708)), 0x0102030405060708u);
  EXPECT_EQ(absl::BytesToHexString(NodeKey(8, 258)), "6e080000000000000102");
}

TEST(StreamIndexTest, AnOpenChunkOfAnotherShapeIsDataLoss) {
  std::string half_sealed(10, '\0');
  half_sealed[0] = 63;
  for (const std::string& value :
       {std::string("short"), std::string(10, '\1'), std::string(17, '\0'),
        std::string(10 + 64 * 8, '\0'), half_sealed}) {
    EXPECT_EQ(ParseStreamTail(value).status().code(), absl::StatusCode::kDataLoss);
  }
  EXPECT_EQ(ParseStreamTail(std::string(10, '\0'))->length(), 0u);
}

TEST(IdIndexTest, Shape) {
  EXPECT_FALSE(IsIdValue("1234567"));
  EXPECT_FALSE(IsIdValue("123456789"));
  EXPECT_TRUE(IsIdValue(std::string(8 + 32, '\1')));
  EXPECT_EQ(IdStreams(std::string(8 + 32, '\1')).size(), 2u);
}

}  // namespace
}  // namespace decree
