// Where the sound part of a manifest ends: records whole and in fragments, over the ends of blocks,
// torn at every byte, and bent ones that no writer leaves.
#include "core/store/torn_tail.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "core/base/crc32c.h"
#include "tests/unit/log/log_testing.h"

namespace decree {
namespace {

constexpr size_t kBlockBytes = 32 << 10;
constexpr size_t kHeaderBytes = 7;
enum : uint8_t { kZero = 0, kFull = 1, kFirst = 2, kMiddle = 3, kLast = 4, kRecyclable = 5 };

std::string Fragment(uint8_t type, const std::string& payload) {
  const std::string checked = static_cast<char>(type) + payload;
  const uint32_t crc = Crc32c(checked);
  const uint32_t masked = ((crc >> 15) | (crc << 17)) + 0xa282ead8u;
  std::string out;
  for (int shift = 0; shift < 32; shift += 8) out.push_back(static_cast<char>(masked >> shift));
  out.push_back(static_cast<char>(payload.size()));
  out.push_back(static_cast<char>(payload.size() >> 8));
  return out + checked;
}

TEST(TornTailTest, WholeRecordsAreSoundToTheirEnd) {
  EXPECT_EQ(SoundBytes(""), 0u);
  const std::string one = Fragment(kFull, "first");
  EXPECT_EQ(SoundBytes(one), one.size());
  const std::string more = one + Fragment(kFull, "") + Fragment(kFirst, "a") +
                           Fragment(kMiddle, "b") + Fragment(kLast, "c");
  EXPECT_EQ(SoundBytes(more), more.size());
}

TEST(TornTailTest, ACutEndsBehindTheLastWholeRecord) {
  const std::string first = Fragment(kFull, "first");
  const std::string parts =
      Fragment(kFirst, "aaaa") + Fragment(kMiddle, "bb") + Fragment(kLast, "cc");
  const std::string all = first + parts + Fragment(kFull, "end");
  for (size_t bytes = 0; bytes <= all.size(); ++bytes) {
    const size_t sound = bytes < first.size()                  ? 0
                         : bytes < first.size() + parts.size() ? first.size()
                         : bytes < all.size()                  ? first.size() + parts.size()
                                                               : all.size();
    EXPECT_EQ(SoundBytes(all.substr(0, bytes)), sound) << bytes;
  }
}

TEST(TornTailTest, AnyBentBitEndsItBeforeItsRecord) {
  const std::string first = Fragment(kFull, "first"), second = Fragment(kFull, "second");
  for (size_t bit = 0; bit < 8 * second.size(); ++bit) {
    std::string bent = second;
    bent[bit / 8] = static_cast<char>(bent[bit / 8] ^ (1 << bit % 8));
    EXPECT_EQ(SoundBytes(first + bent + second), first.size()) << bit;
  }
}

TEST(TornTailTest, FragmentsOutOfOrderEndIt) {
  const std::string first = Fragment(kFull, "first");
  for (const std::string& astray :
       {Fragment(kMiddle, "m"), Fragment(kLast, "l"), Fragment(kZero, ""),
        Fragment(kRecyclable, "r"), Fragment(kFirst, "f") + Fragment(kFull, "x"),
        Fragment(kFirst, "f") + Fragment(kFirst, "x"), Fragment(kFirst, "f") + Fragment(kZero, ""),
        Fragment(kFirst, "f") + Fragment(kRecyclable, "r")}) {
    EXPECT_EQ(SoundBytes(first + astray + Fragment(kLast, "z")), first.size());
  }
}

// Where no header fits, a block ends in filler; a record may go on in the next block.
TEST(TornTailTest, BlocksEndInFiller) {
  for (size_t left = 0; left < kHeaderBytes; ++left) {
    const std::string block = Fragment(kFull, std::string(kBlockBytes - kHeaderBytes - left, 'x'));
    const std::string filled = block + std::string(left, '\0');
    ASSERT_EQ(filled.size(), kBlockBytes);
    EXPECT_EQ(SoundBytes(filled), kBlockBytes);
    const std::string next = Fragment(kFull, "next");
    EXPECT_EQ(SoundBytes(filled + next), kBlockBytes + next.size());
    // The filler itself is cut: nothing is lost by that.
    EXPECT_EQ(SoundBytes(block), block.size());
    if (left > 0) {
      EXPECT_EQ(SoundBytes(filled.substr(0, kBlockBytes - 1)), kBlockBytes - 1);
    }
  }
}

TEST(TornTailTest, FillerWithinARecordIsSoundOnlyWithItsEnd) {
  const std::string begun =
      Fragment(kFirst, std::string(kBlockBytes - kHeaderBytes - 3, 'x')) + std::string(3, '\0');
  EXPECT_EQ(SoundBytes(begun), 0u);
  const std::string ended = begun + Fragment(kLast, "end");
  EXPECT_EQ(SoundBytes(ended), ended.size());
}

TEST(TornTailTest, NoFragmentGoesBeyondItsBlock) {
  const std::string first = Fragment(kFull, std::string(kBlockBytes - 2 * kHeaderBytes - 10, 'x'));
  const std::string second = Fragment(kFull, std::string(20, 'y'));  // 3 bytes too long
  EXPECT_EQ(SoundBytes(first + second), first.size());
}

class TornManifestTest : public testing::Test {
 protected:
  TornManifestTest() { std::filesystem::create_directories(folder_.Sub("db")); }
  void Write(const std::string& name, const std::string& bytes) {
    std::ofstream(folder_.Sub("db/") + name, std::ios::binary | std::ios::trunc) << bytes;
  }
  absl::StatusOr<std::optional<SoundPart>> Find() {
    return FindTornManifest(folder_.Sub("db"), nullptr);
  }

  TestFolder folder_;
};

TEST_F(TornManifestTest, IsFoundAndPutRight) {
  const std::string sound = Fragment(kFull, "first");
  Write("CURRENT", "MANIFEST-000005\n");
  Write("MANIFEST-000005", sound + "torn");
  const auto found = Find();
  ASSERT_TRUE(found.ok() && found->has_value()) << found.status();
  EXPECT_EQ((*found)->name, "MANIFEST-000005");
  EXPECT_EQ((*found)->torn_bytes, 4u);
  ASSERT_TRUE(PutSoundPart(folder_.Sub("db"), **found, nullptr).ok());
  EXPECT_FALSE(Find()->has_value());
  EXPECT_FALSE(PutSoundPart(folder_.Sub("none"), **found, nullptr).ok());
}

TEST_F(TornManifestTest, IsNoneWhereNothingOrAllOfItReads) {
  Write("CURRENT", "MANIFEST-000005\n");
  Write("MANIFEST-000005", Fragment(kFull, "first"));
  EXPECT_FALSE(Find()->has_value());
  Write("MANIFEST-000005", "torn from its beginning");
  EXPECT_FALSE(Find()->has_value());
  Write("MANIFEST-000005", "");
  EXPECT_FALSE(Find()->has_value());
}

TEST_F(TornManifestTest, IsLookedForOnlyWhereTheDatabaseSaysAndWithinTheDatabase) {
  EXPECT_EQ(Find().status().code(), absl::StatusCode::kNotFound);
  for (const char* current : {"", "\n", "OPTIONS-000001\n", "MANIFEST-/../../x\n"}) {
    Write("CURRENT", current);
    const auto found = Find();
    EXPECT_TRUE(found.ok() && !found->has_value()) << current;
  }
  Write("CURRENT", "MANIFEST-000009\n");
  EXPECT_EQ(Find().status().code(), absl::StatusCode::kNotFound);
  Write("CURRENT", std::string(5'000, 'x'));
  EXPECT_EQ(Find().status().code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace decree
