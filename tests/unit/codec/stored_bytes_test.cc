// Stored bytes: frozen samples still read and written the same, damaged ones refused without harm.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>

#include "samples.h"

namespace decree {
namespace {

struct FrozenFormat {
  const char* file;
  const char* folder;
};
constexpr FrozenFormat kFrozenFormats[] = {{"events.jsonl", "v1/"},
                                           {"events-2.jsonl", "v2/"},
                                           {"events-3.jsonl", "v3/"},
                                           {"events-4.jsonl", "v4/"}};

// With DECREE_WRITE_SAMPLES set, samples that do not exist yet are written; none is ever replaced.
TEST(FrozenSamples, ReadAndWriteTheSame) {
  const bool write = std::getenv("DECREE_WRITE_SAMPLES") != nullptr;
  for (const auto& [file, folder] : kFrozenFormats) {
    for (const Event& event : SampleEvents(file)) {
      const std::string path = SamplesFolder() + folder + event.id + ".bin";
      if (write && !std::filesystem::exists(path)) {
        std::filesystem::create_directories(SamplesFolder() + folder);
        std::ofstream(path, std::ios::binary) << EncodeEvent(event);
      }
      const std::string frozen = ReadWholeFile(path);
      ASSERT_FALSE(frozen.empty()) << path;
      EXPECT_TRUE(EncodeEvent(event) == frozen) << path;
      const absl::StatusOr<Event> decoded = DecodeEvent(frozen);
      ASSERT_TRUE(decoded.ok()) << path << " " << decoded.status();
      EXPECT_TRUE(*decoded == event) << path;
    }
  }
}

TEST(DecodeEvent, NamesWhatDoesNotFit) {
  const std::pair<std::string, const char*> rows[] = {
      {"", "stored event: 0 bytes are no whole number of words within the limit"},
      {"abc", "stored event: 3 bytes are no whole number of words within the limit"},
      {std::string(8, '\0'), "stored event: unknown format 0"},
  };
  for (const auto& [bytes, message] : rows) {
    const absl::Status status = DecodeEvent(bytes).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
    EXPECT_EQ(std::string(status.message()), message);
  }
}

TEST(DecodeEvent, UnknownNumbersAreDataLoss) {
  Event event = SampleEvents()[0];
  event.kind = static_cast<EventKind>(47);
  EXPECT_EQ(std::string(DecodeEvent(EncodeEvent(event)).status().message()),
            "stored event: unknown kind 47");
  event = SampleEvents()[0];
  event.measure_class = static_cast<MeasureClass>(99);
  EXPECT_EQ(std::string(DecodeEvent(EncodeEvent(event)).status().message()),
            "stored event: unknown class 99");
  event = SampleEvents()[0];
  event.kind.reset();
  EXPECT_EQ(DecodeEvent(EncodeEvent(event)).status().code(), absl::StatusCode::kDataLoss);
}

TEST(DecodeEvent, UnalignedBytesAreRead) {
  const Event event = SampleEvents()[4];
  const std::string shifted = "x" + EncodeEvent(event);
  const absl::StatusOr<Event> decoded = DecodeEvent(absl::string_view(shifted).substr(1));
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_TRUE(*decoded == event);
}

TEST(DecodeEvent, EveryTruncationIsRefusedOrHarmless) {
  for (const Event& event : SampleEvents()) {
    const std::string bytes = EncodeEvent(event);
    for (size_t size = 0; size < bytes.size(); ++size) {
      const absl::StatusOr<Event> decoded = DecodeEvent(absl::string_view(bytes).substr(0, size));
      EXPECT_EQ(decoded.status().code(), absl::StatusCode::kDataLoss) << event.id << " " << size;
    }
  }
}

// Whatever the bytes, decoding ends with an event or DataLoss, and an event can be written again.
TEST(DecodeEvent, FlippedBitsNeverCrash) {
  std::mt19937 random(20251009);
  for (const Event& event : SampleEvents()) {
    const std::string bytes = EncodeEvent(event);
    for (int round = 0; round < 500; ++round) {
      std::string damaged = bytes;
      const int flips = 1 + static_cast<int>(random() % 8);
      for (int i = 0; i < flips; ++i) {
        damaged[random() % damaged.size()] ^= static_cast<char>(1u << (random() % 8));
      }
      const absl::StatusOr<Event> decoded = DecodeEvent(damaged);
      if (!decoded.ok()) {
        ASSERT_EQ(decoded.status().code(), absl::StatusCode::kDataLoss);
        continue;
      }
      EXPECT_FALSE(EncodeEvent(*decoded).empty());
      EXPECT_FALSE(EventToJson(*decoded).empty());
    }
  }
}

}  // namespace
}  // namespace decree
