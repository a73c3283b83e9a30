#include "core/projections/strand.h"

#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace decree {
namespace {

using std::string_literals::operator""s;

bool StartsWith(const std::string& text, const std::string& prefix) {
  return text.compare(0, prefix.size(), prefix) == 0;
}

TEST(StrandKeys, AreTheFamilyTheProjectionAndTheEntity) {
  EXPECT_EQ(StrandKey("controls", "m/us/a", 0x01020304), "scontrols\0m/us/a\0\x01\x02\x03\x04"s);
  EXPECT_EQ(SideKey("controls", "m/a", 0x0102, 0x0304),
            "lcontrols\0m/a\0\0\0\0\0\0\0\x01\x02\x03\x04"s);
  EXPECT_EQ(EntityKey("controls", "m/a"), "econtrols\0m/a"s);
  EXPECT_EQ(RepairKey(0x0102, 0x0304), "r\0\0\0\0\0\0\x01\x02\0\0\0\0\0\0\x03\x04"s);
  EXPECT_EQ(CheckpointKey("controls"), "ccontrols\0"s);
}

TEST(StrandKeys, ChunksSortByNumberAndTheTailComesLast) {
  std::string before;
  for (const uint32_t chunk : {0u, 1u, 255u, 256u, 65'536u, 0xfffffffeu, kTailChunk}) {
    const std::string key = StrandKey("controls", "m/a", chunk);
    EXPECT_LT(before, key) << chunk;
    before = key;
  }
  EXPECT_LT(SideKey("p", "m/a", 255, 9), SideKey("p", "m/a", 256, 0));
  EXPECT_LT(SideKey("p", "m/a", 255, 1), SideKey("p", "m/a", 255, 256));
  EXPECT_LT(RepairKey(255, 900), RepairKey(256, 1));
}

TEST(StrandKeys, EntitiesThatShareAPrefixStayApart) {
  const std::string first = StrandKey("controls", "m/a", 0);
  const std::string tail = StrandKey("controls", "m/a", kTailChunk);
  for (const char* other : {"m/a/b", "m/ab", "m/a\x01", "m/", "m/A"}) {
    for (const uint32_t chunk : {0u, 1u, kTailChunk}) {
      const std::string key = StrandKey("controls", other, chunk);
      EXPECT_TRUE(key < first || key > tail) << other;
    }
    EXPECT_FALSE(StartsWith(SideKey("controls", other, 1, 0), SideKeyPrefix("controls", "m/a")))
        << other;
  }
  EXPECT_FALSE(StartsWith(EntityKey("controls2", "m/a"), EntityKeyPrefix("controls")));
  EXPECT_FALSE(StartsWith(RepairKey(257, 1), RepairKeyPrefix(1)));
}

TEST(StrandKeys, PrefixEndIsTheNextKeyAfterThePrefix) {
  EXPECT_EQ(PrefixEnd("ab"), "ac");
  EXPECT_EQ(PrefixEnd("a\xff\xff"), "b");
  EXPECT_EQ(PrefixEnd("a\0"s), "a\x01");
  EXPECT_EQ(PrefixEnd("\xff\xff"), "");
  EXPECT_EQ(PrefixEnd("a\x7f"), "a\x80");
}

ActRecord At(uint64_t position, int64_t us) {
  ActRecord record;
  record.position = position;
  record.stated_us = us;
  record.published_us = us + 1;
  record.from_earliest = us + 2;
  record.from_latest = us + 3;
  record.to_earliest = us + 4;
  record.to_latest = us + 5;
  record.kind = EventKind::kImposed;
  return record;
}

TEST(StrandChunk, TheHeaderBoundsItsRecords) {
  const std::vector<ActRecord> records = {At(1, 500), At(2, 100), At(3, 300)};
  const std::string bytes = EncodeChunk(records, 400);
  EXPECT_EQ(bytes.size(), kChunkHeaderBytes + 3 * kActRecordBytes);
  const auto header = DecodeChunkHeader(bytes);
  ASSERT_TRUE(header.ok()) << header.status();
  EXPECT_EQ(header->records, 3u);
  EXPECT_EQ(header->published_min, 101);
  EXPECT_EQ(header->stated_max_ever, 500);
  EXPECT_EQ(header->from_min, 102);
  EXPECT_EQ(header->to_max, 505);
  EXPECT_EQ(DecodeChunkHeader(EncodeChunk(records, 900))->stated_max_ever, 900);
  const auto back = DecodeChunk(bytes);
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_TRUE(*back == records);
  EXPECT_EQ(bytes.substr(4, 4), std::string(4, '\0'));
}

TEST(StrandChunk, BytesThatDoNotFitAreDataLoss) {
  const std::string bytes = EncodeChunk({At(1, 500), At(2, 100)}, kAxisMin);
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_TRUE(absl::IsDataLoss(DecodeChunk(bytes.substr(0, size)).status())) << size;
  }
  EXPECT_TRUE(absl::IsDataLoss(DecodeChunk(bytes + '\0').status()));
  for (const char records : {0, 1, 3, 65}) {
    std::string other = bytes;
    other[0] = records;
    EXPECT_TRUE(absl::IsDataLoss(DecodeChunk(other).status())) << int{records};
  }
  for (const char kind : {0, 47}) {
    std::string other = bytes;
    other[kChunkHeaderBytes + kActRecordBytes + 68] = kind;
    EXPECT_TRUE(absl::IsDataLoss(DecodeChunk(other).status())) << int{kind};
  }
}

class StoredStrandsTest : public ::testing::Test {
 protected:
  void Put(std::string key, std::string value) {
    WriteSet writes;
    writes.Put(std::move(key), std::move(value));
    EXPECT_TRUE(store_->Write(writes).ok());
  }
  std::unique_ptr<OrderedStore> store_ = NewMemoryStore();
  StoredStrands strands_{*store_};
};

TEST_F(StoredStrandsTest, LoadsChunksThenTailOfOneEntity) {
  Put(StrandKey("p", "m/a", kTailChunk), EncodeChunk({At(9, 9)}, 0));
  Put(StrandKey("p", "m/a", 0), EncodeChunk({At(1, 1), At(2, 2)}, 0));
  Put(StrandKey("p", "m/a", 1), EncodeChunk({At(5, 5)}, 0));
  Put(StrandKey("p", "m/a/b", 0), EncodeChunk({At(7, 7)}, 0));
  Put(SideKey("p", "m/a", 2, 1), EncodeSideEntry({SideKind::kTie, 2, 0, "second"}));
  Put(SideKey("p", "m/a", 2, 0), EncodeSideEntry({SideKind::kTie, 2, 0, "first"}));
  Put(SideKey("p", "m/ab", 2, 0), EncodeSideEntry({SideKind::kTie, 2, 0, "other"}));
  const auto strand = strands_.Load("p", "m/a");
  ASSERT_TRUE(strand.ok()) << strand.status();
  std::vector<uint64_t> positions;
  for (const ActRecord& act : strand->acts) positions.push_back(act.position);
  EXPECT_TRUE((positions == std::vector<uint64_t>{1, 2, 5, 9}));
  ASSERT_EQ(strand->sides.size(), 2u);
  EXPECT_EQ(strand->sides[0].text, "first");
  EXPECT_EQ(strand->sides[1].text, "second");
  EXPECT_TRUE(strands_.Load("p", "m/none")->acts.empty());
  EXPECT_TRUE(strands_.Load("q", "m/a")->acts.empty());
}

TEST_F(StoredStrandsTest, NamesEntitiesByPrefix) {
  for (const char* name : {"m/b", "m/a", "i/x", "m/a/c"}) Put(EntityKey("p", name), "");
  Put(EntityKey("pp", "m/z"), "");
  EXPECT_TRUE((*strands_.Entities("p", "m/") == std::vector<std::string>{"m/a", "m/a/c", "m/b"}));
  EXPECT_EQ(strands_.Entities("p", "")->size(), 4u);
  EXPECT_TRUE(strands_.Entities("p", "x/")->empty());
}

TEST_F(StoredStrandsTest, DamageIsDataLossNotSilence) {
  Put(StrandKey("p", "m/a", 0), "torn");
  Put(SideKey("p", "m/b", 1, 0), "torn");
  Put(RepairKey(4, 5), "torn");
  EXPECT_TRUE(absl::IsDataLoss(strands_.Load("p", "m/a").status()));
  EXPECT_TRUE(absl::IsDataLoss(strands_.Load("p", "m/b").status()));
  EXPECT_TRUE(absl::IsDataLoss(strands_.Repairs(4).status()));
  EXPECT_TRUE(strands_.Repairs(3)->empty());
}

}  // namespace
}  // namespace decree
