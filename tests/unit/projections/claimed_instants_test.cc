#include "core/projections/claimed_instants.h"

#include <string>

#include "core/codec/event_codec.h"
#include "gtest/gtest.h"
#include "tests/memory_log/memory_log.h"

namespace decree {
namespace {

void Append(const std::string& id, const std::string& formerly, int64_t recorded_us,
            MemoryLog& log) {
  const auto event =
      EventFromJson(R"({"id":")" + id + R"(","kind":"statement",)" +
                    R"("actor":{"jurisdiction":"US"},"stated":"1970-01-01")" + formerly + "}");
  ASSERT_TRUE(event.ok()) << event.status();
  AppendRequest request;
  request.id = id;
  request.body = EncodeEvent(*event);
  log.RecordAt(recorded_us);
  ASSERT_TRUE(log.Append({&request, 1}).ok());
}

constexpr char kClaim[] = R"(,"formerly":{"system":"old","recorded":"1970-01-01T00:00:01Z"})";

TEST(ClaimedInstants, TheEarlierOfClaimAndRecordingCounts) {
  MemoryLog log;
  Append("claims", kClaim, 5 * kMicrosPerSecond, log);
  Append("plain", "", 6 * kMicrosPerSecond, log);
  Append("claims-later", kClaim, kMicrosPerSecond / 2, log);
  ClaimedInstants claims(log);
  EXPECT_FALSE(claims.IsRecordedBy(1, kMicrosPerSecond - 1));
  EXPECT_TRUE(claims.CountedBySystem().empty());
  EXPECT_TRUE(claims.IsRecordedBy(1, kMicrosPerSecond));
  EXPECT_TRUE(claims.IsRecordedBy(1, 2 * kMicrosPerSecond));
  EXPECT_FALSE(claims.IsRecordedBy(2, 6 * kMicrosPerSecond - 1));
  EXPECT_TRUE(claims.IsRecordedBy(2, 6 * kMicrosPerSecond));
  EXPECT_TRUE(claims.IsRecordedBy(3, kMicrosPerSecond / 2));
  const std::map<std::string, uint64_t> counted = {{"old", 1}};
  EXPECT_EQ(claims.CountedBySystem(), counted);
  EXPECT_TRUE(claims.status().ok());
}

TEST(ClaimedInstants, WhatCannotBeReadCountsByNothingAndIsTold) {
  MemoryLog log;
  AppendRequest request;
  request.id = "damaged";
  request.body = "no event";
  ASSERT_TRUE(log.Append({&request, 1}).ok());
  ClaimedInstants claims(log);
  EXPECT_FALSE(claims.IsRecordedBy(1, kAxisMax - 1));
  EXPECT_EQ(claims.status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(claims.status().message().substr(0, 12), "position 1: ");
  EXPECT_FALSE(claims.IsRecordedBy(2, kAxisMax - 1));  // there is none
}

}  // namespace
}  // namespace decree
