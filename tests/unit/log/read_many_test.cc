// Reading many positions in one go, as reading each alone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/log/group_format.h"
#include "core/log/key_layout.h"
#include "core/log/log_reader.h"
#include "core/log/merkle_source.h"
#include "core/store/log_database.h"
#include "tests/memory_log/memory_log.h"
#include "tests/unit/log/log_testing.h"

namespace decree {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// The positions visited; the records must be as read alone.
struct Visited {
  absl::Status status;
  std::vector<Position> positions;
};

Visited ReadAll(const EventLog& log, const std::vector<Position>& positions) {
  Visited visited;
  visited.status = log.ReadMany(positions, [&](const LogRecord& record) {
    visited.positions.push_back(record.position);
    const auto alone = log.Read(record.position);
    EXPECT_TRUE(alone.ok()) << alone.status();
    EXPECT_EQ(record.id, alone->id);
    EXPECT_EQ(record.body, alone->body);
    EXPECT_EQ(record.streams, alone->streams);
    EXPECT_EQ(record.target, alone->target);
    EXPECT_EQ(record.recorded_us, alone->recorded_us);
    EXPECT_EQ(record.leaf, alone->leaf);
    return absl::OkStatus();
  });
  return visited;
}

class ReadManyTest : public testing::Test {
 protected:
  // Groups of 256 and less, then some of one event each: 1,000 in long groups, 40 in short ones.
  void Fill() {
    ASSERT_TRUE(log_->Append(Requests("a", 700)).ok());
    ASSERT_TRUE(log_->Append(Requests("b", 300)).ok());
    for (int i = 0; i < 40; ++i) {
      ASSERT_TRUE(log_->Append({Request("s" + std::to_string(i), {"m/s"}, "a7")}).ok());
    }
  }

  TestFolder folder_;
  const std::string dir_ = folder_.Sub("log");
  std::unique_ptr<EventLog> log_ = OpenOrDie(dir_);
};

TEST_F(ReadManyTest, GivesEachPositionAsReadAlone) {
  Fill();
  std::vector<Position> all;
  for (Position at = 1; at <= 1040; ++at) all.push_back(at);
  for (const size_t step :
       {size_t{1}, size_t{2}, size_t{7}, size_t{255}, size_t{256}, size_t{900}}) {
    for (size_t first = 1; first <= std::min<size_t>(step, 3); ++first) {
      std::vector<Position> positions;
      for (size_t at = first; at <= all.size(); at += step) positions.push_back(at);
      const Visited visited = ReadAll(*log_, positions);
      ASSERT_TRUE(visited.status.ok()) << visited.status;
      ASSERT_EQ(visited.positions, positions) << first << " by " << step;
    }
  }
  EXPECT_TRUE(ReadAll(*log_, {}).status.ok());
  EXPECT_THAT(ReadAll(*log_, {1040}).positions, ElementsAre(1040));
  // From a flushed table too, and by a reader.
  ASSERT_TRUE(log_->Close().ok());
  log_ = OpenOrDie(dir_);
  EXPECT_EQ(ReadAll(*log_, all).positions, all);
  LogOptions reading;
  reading.read_only = true;
  EXPECT_EQ(ReadAll(*OpenOrDie(dir_, reading), all).positions, all);
}

TEST_F(ReadManyTest, StopsAtWhatTheLogDoesNotHave) {
  Fill();
  const Visited beyond = ReadAll(*log_, {5, 1040, 1041, 1042});
  EXPECT_EQ(beyond.status.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(beyond.status.message()), HasSubstr("1041"));
  EXPECT_THAT(beyond.positions, ElementsAre(5, 1040));
  EXPECT_EQ(ReadAll(*log_, {0, 1}).status.code(), absl::StatusCode::kNotFound);
  for (const std::vector<Position>& astray : {std::vector<Position>{7, 7}, {7, 3}, {3, 900, 899}}) {
    const Visited visited = ReadAll(*log_, astray);
    EXPECT_EQ(visited.status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(visited.positions.size(), astray.size() - 1);
  }
}

TEST_F(ReadManyTest, StopsWhenTheVisitorDoes) {
  Fill();
  int visits = 0;
  const std::vector<Position> positions = {1, 2, 3};
  const absl::Status status = log_->ReadMany(positions, [&](const LogRecord&) {
    return ++visits == 2 ? absl::CancelledError("enough") : absl::OkStatus();
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(visits, 2);
  ASSERT_TRUE(log_->Close().ok());
  EXPECT_EQ(ReadAll(*log_, {1}).status.code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(ReadManyTest, ALogThatHasNoWayOfItsOwnReadsOneByOne) {
  MemoryLog memory;
  ASSERT_TRUE(memory.Append(Requests("a", 20)).ok());
  EXPECT_THAT(ReadAll(memory, {2, 3, 19}).positions, ElementsAre(2, 3, 19));
  EXPECT_EQ(ReadAll(memory, {2, 21}).status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ReadAll(memory, {2, 2}).status.code(), absl::StatusCode::kInvalidArgument);
  const auto stop = [](const LogRecord&) { return absl::CancelledError("enough"); };
  EXPECT_EQ(memory.ReadMany({2}, stop).code(), absl::StatusCode::kCancelled);
}

// A database of groups as a damage may leave them.
class DamagedGroupsTest : public testing::Test {
 protected:
  void SetUp() override {
    LogDatabaseOptions options;
    options.create = true;
    std::filesystem::create_directories(folder_.Sub("db"));
    auto database = LogDatabase::Open(folder_.Sub("db"), options);
    ASSERT_TRUE(database.ok()) << database.status();
    database_ = *std::move(database);
  }

  // Positions first .. first + events - 1; `bend` alters one byte of the last record.
  void PutGroup(Position first, int events, bool bend = false) {
    Sha256 sha;
    writer_.Start(first, 1);
    for (int i = 0; i < events; ++i) {
      const std::string id = "e" + std::to_string(first + i);
      RecordParts parts;
      parts.id = id;
      parts.body = id;
      writer_.Add(sha, parts);
    }
    std::string value(writer_.Finish());
    if (bend) value.back() = static_cast<char>(value.back() ^ 1);
    const auto batch = database_->NewBatch();
    batch->Put(LogTable::kGroups, GroupKey(first), value);
    ASSERT_TRUE(database_->Commit(*batch, false).ok());
  }

  Visited Ask(const std::vector<Position>& positions, uint64_t size) {
    LogReader reader(*database_);
    reader.SetSize(size);
    Visited visited;
    visited.status = reader.ReadMany(positions, [&](const LogRecord& record) {
      visited.positions.push_back(record.position);
      EXPECT_EQ(record.id, "e" + std::to_string(record.position));
      return absl::OkStatus();
    });
    return visited;
  }

  TestFolder folder_;
  std::unique_ptr<LogDatabase> database_;
  GroupWriter writer_;
};

TEST_F(DamagedGroupsTest, AMissingGroupIsNamedHoweverItIsReached) {
  PutGroup(1, 3);
  PutGroup(7, 2);  // 4 to 6 are lost
  PutGroup(9, 1);
  for (const std::vector<Position>& positions :
       {std::vector<Position>{2, 4}, {2, 6, 7}, {5}, {2, 3, 5, 9}}) {
    const Visited visited = Ask(positions, 9);
    EXPECT_EQ(visited.status.code(), absl::StatusCode::kDataLoss);
    EXPECT_THAT(std::string(visited.status.message()), HasSubstr("is missing"));
  }
  EXPECT_THAT(Ask({1, 3, 7, 9}, 9).positions, ElementsAre(1, 3, 7, 9));
  EXPECT_EQ(Ask({9, 12}, 12).status.code(), absl::StatusCode::kDataLoss);  // the end is lost
}

// Nothing before the first group, and whole tiles of leaves lost between two.
TEST_F(DamagedGroupsTest, WhatLiesBeforeAndBetweenGroupsIsMissing) {
  PutGroup(5, 2);
  PutGroup(600, 3);
  LogReader reader(*database_);
  reader.SetSize(602);
  EXPECT_EQ(reader.Read(2).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(reader.Read(300).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_TRUE(reader.Read(601).ok());
  MerkleSource source(*database_);
  EXPECT_EQ(source.Node(0, 0).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(source.Node(0, 260).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(source.Node(9, 7).status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(DamagedGroupsTest, ABentRecordIsSeenAndItsNeighboursAreNot) {
  PutGroup(1, 3, /*bend=*/true);
  PutGroup(4, 2);
  EXPECT_THAT(Ask({1, 2, 5}, 5).positions, ElementsAre(1, 2, 5));
  const Visited visited = Ask({1, 3, 5}, 5);
  EXPECT_EQ(visited.status.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(visited.status.message()), HasSubstr("position 3"));
  EXPECT_THAT(visited.positions, ElementsAre(1));
}

}  // namespace
}  // namespace decree
