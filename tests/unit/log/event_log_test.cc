#include "core/log/event_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/no_room.h"
#include "core/merkle/proof.h"
#include "core/merkle/right_edge.h"
#include "tests/unit/log/log_testing.h"

namespace decree {
namespace {

using testing::HasSubstr;

class EventLogTest : public testing::Test {
 protected:
  EventLogTest() {
    options_.clock = &clock_;
    Reopen();
  }
  void Reopen() {
    log_.reset();
    log_ = OpenOrDie(dir_, options_);
  }

  TestFolder folder_;
  std::string dir_ = folder_.Sub("log");
  HandClock clock_;
  LogOptions options_;
  std::unique_ptr<EventLog> log_;
};

TEST_F(EventLogTest, ANewLogIsEmpty) {
  EXPECT_EQ(log_->Head().size, 0u);
  EXPECT_EQ(log_->Head().root, EmptyRoot());
  EXPECT_EQ(log_->Read(1).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(log_->Read(0).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(log_->Find("a").status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(*log_->StreamLength("m/x"), 0u);
  EXPECT_TRUE(log_->StreamPositions("m/x")->empty());
  EXPECT_TRUE(log_->Append({})->empty());
  Reopen();
  EXPECT_EQ(log_->Head().size, 0u);
}

TEST_F(EventLogTest, KeepsWhatWasAppendedAcrossReopening) {
  const auto results = *log_->Append({Request("a", {"m/x", "m/y"}), Request("b", {"m/x"})});
  ASSERT_EQ(results.size(), 2u);
  EXPECT_EQ(results[0].position, 1u);
  EXPECT_EQ(results[1].position, 2u);
  EXPECT_FALSE(results[1].repeated);
  EXPECT_EQ(results[1].recorded_us, clock_.now_us);
  const LogHead head = log_->Head();
  for (int i = 0; i < 2; ++i) {
    const LogRecord record = *log_->Read(2);
    EXPECT_EQ(record.id, "b");
    EXPECT_EQ(record.body, "body of b");
    EXPECT_EQ(record.position, 2u);
    EXPECT_EQ(record.recorded_us, clock_.now_us);
    EXPECT_EQ(record.streams, (std::vector<StreamVersion>{{"m/x", 2}}));
    EXPECT_EQ(log_->Read(1)->streams, (std::vector<StreamVersion>{{"m/x", 1}, {"m/y", 1}}));
    EXPECT_EQ(*log_->Find("b"), 2u);
    EXPECT_EQ(*log_->StreamLength("m/x"), 2u);
    EXPECT_EQ(*log_->StreamPositions("m/x"), (std::vector<Position>{1, 2}));
    EXPECT_EQ(log_->Head().size, 2u);
    EXPECT_EQ(log_->Head().root, head.root);
    EXPECT_TRUE(log_->Check()->empty());
    Reopen();
  }
}

TEST_F(EventLogTest, TheRootIsThatOfTheRecordedLeaves) {
  ASSERT_TRUE(log_->Append(Requests("a", 700)).ok());
  ASSERT_TRUE(log_->Append(Requests("b", 1)).ok());
  Reopen();
  ASSERT_TRUE(log_->Append(Requests("c", 83)).ok());
  Sha256 sha;
  RightEdge edge;
  std::vector<Hash256> leaves;
  std::vector<Hash256> roots{EmptyRoot()};
  ASSERT_TRUE(log_->Scan(1, 10'000, true,
                         [&](const LogRecord& record) {
                           leaves.push_back(record.leaf);
                           edge.Append(sha, record.leaf, 0, nullptr);
                           roots.push_back(edge.Root(sha));
                           return absl::OkStatus();
                         })
                  .ok());
  ASSERT_EQ(leaves.size(), 784u);
  EXPECT_EQ(log_->Head().root, roots.back());
  for (uint64_t size : {0u, 1u, 255u, 256u, 257u, 700u, 701u, 784u}) {
    EXPECT_EQ(*log_->RootAt(size), roots[size]);
    const auto proof = *log_->ConsistencyProof(size, 784);
    EXPECT_TRUE(VerifyConsistency(size, 784, proof, roots[size], roots[784]).ok());
  }
  for (Position position : {1u, 256u, 257u, 700u, 784u}) {
    const auto proof = *log_->InclusionProof(position, 784);
    EXPECT_TRUE(VerifyInclusion(leaves[position - 1], position - 1, 784, proof, roots[784]).ok());
  }
  EXPECT_EQ(log_->RootAt(785).status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(log_->InclusionProof(0, 784).status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(log_->InclusionProof(3, 2).status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(log_->InclusionProof(1, 785).status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(log_->ConsistencyProof(1, 785).status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(log_->ConsistencyProof(3, 2).status().code(), absl::StatusCode::kOutOfRange);
}

TEST_F(EventLogTest, ScanVisitsARangeInOrderAndStopsAtAnError) {
  ASSERT_TRUE(log_->Append(Requests("a", 600)).ok());
  std::vector<Position> seen;
  const auto visit = [&](const LogRecord& record) {
    seen.push_back(record.position);
    return record.position == 520 ? absl::CancelledError("enough") : absl::OkStatus();
  };
  EXPECT_TRUE(log_->Scan(255, 258, false, visit).ok());
  EXPECT_EQ(seen, (std::vector<Position>{255, 256, 257, 258}));
  EXPECT_EQ(log_->Scan(519, 600, false, visit).code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(seen.back(), 520u);
  seen.clear();
  EXPECT_TRUE(log_->Scan(599, 5000, true, visit).ok());
  EXPECT_EQ(seen, (std::vector<Position>{599, 600}));
  EXPECT_TRUE(log_->Scan(601, 5000, true, visit).ok());
  EXPECT_EQ(seen.size(), 2u);
}

TEST_F(EventLogTest, AVisitMayReadTheLog) {
  ASSERT_TRUE(log_->Append(Requests("a", 3)).ok());
  EXPECT_TRUE(
      log_->Scan(1, 3, true,
                 [&](const LogRecord& record) { return log_->Read(record.position).status(); })
          .ok());
}

TEST_F(EventLogTest, StreamsLongerThanAChunkKeepAllPositions) {
  for (int round = 0; round < 3; ++round) {
    std::vector<AppendRequest> requests;
    for (int i = 0; i < 100; ++i) {
      requests.push_back(Request("r" + std::to_string(round * 100 + i), {"m/long"}));
    }
    ASSERT_TRUE(log_->Append(requests).ok());
    EXPECT_EQ(*log_->StreamLength("m/long"), static_cast<uint64_t>(100 * (round + 1)));
  }
  for (int i = 0; i < 20; ++i) {  // to the end of a chunk and beyond
    ASSERT_TRUE(log_->Append({Request("s" + std::to_string(i), {"m/long"})}).ok());
    EXPECT_EQ(*log_->StreamLength("m/long"), static_cast<uint64_t>(301 + i));
  }
  Reopen();
  const auto positions = *log_->StreamPositions("m/long");
  ASSERT_EQ(positions.size(), 320u);
  for (size_t i = 0; i < positions.size(); ++i) EXPECT_EQ(positions[i], i + 1);
  EXPECT_TRUE(log_->Check()->empty());
}

TEST_F(EventLogTest, RecordedNeverGoesBackAndALaggingClockIsRefused) {
  ASSERT_TRUE(log_->Append({Request("a")}).ok());
  const int64_t first_us = clock_.now_us;
  clock_.now_us = first_us - 299'000'000;
  EXPECT_EQ((*log_->Append({Request("b")}))[0].recorded_us, first_us);
  clock_.now_us = first_us - 301'000'000;
  EXPECT_EQ(log_->Append({Request("c")}).status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_TRUE((*log_->Append({Request("a")}))[0].repeated);
  clock_.now_us = first_us + 5;
  EXPECT_EQ((*log_->Append({Request("c")}))[0].recorded_us, first_us + 5);
}

TEST_F(EventLogTest, RefusesToEatIntoTheDiskReserve) {
  ASSERT_TRUE(log_->Append({Request("a")}).ok());
  options_.disk_reserve_bytes = uint64_t{1} << 62;
  Reopen();
  const auto refused = log_->Append({Request("b")});
  EXPECT_TRUE(IsNoRoom(refused.status())) << refused.status();
  EXPECT_TRUE((*log_->Append({Request("a")}))[0].repeated);
  // A repeat in a call with new events has its place and is not stored twice, later.
  EXPECT_TRUE(IsNoRoom(log_->Append({Request("a"), Request("b")}).status()));
  EXPECT_EQ(log_->Read(1)->id, "a");
  EXPECT_EQ(log_->Head().size, 1u);
}

TEST_F(EventLogTest, AClosedLogAnswersNothing) {
  ASSERT_TRUE(log_->Append({Request("a")}).ok());
  EXPECT_TRUE(log_->Close().ok());
  EXPECT_TRUE(log_->Close().ok());
  const auto closed = absl::StatusCode::kFailedPrecondition;
  EXPECT_EQ(log_->Append({Request("b")}).status().code(), closed);
  EXPECT_EQ(log_->Read(1).status().code(), closed);
  EXPECT_EQ(log_->Find("a").status().code(), closed);
  EXPECT_EQ(log_->Check().status().code(), closed);
  EXPECT_EQ(log_->StreamLength("m").status().code(), closed);
  EXPECT_EQ(log_->RootAt(1).status().code(), closed);
  EXPECT_EQ(log_->CatchUp().code(), closed);
  const auto visit = [](const LogRecord&) { return absl::OkStatus(); };
  EXPECT_EQ(log_->Scan(1, 1, false, visit).code(), closed);
  EXPECT_EQ(log_->ReadMany({1}, visit).code(), closed);
  EXPECT_EQ(log_->StreamPositions("m").status().code(), closed);
  EXPECT_EQ(log_->InclusionProof(1, 1).status().code(), closed);
  EXPECT_EQ(log_->ConsistencyProof(1, 1).status().code(), closed);
}

TEST_F(EventLogTest, TheStoreIdStays) {
  const StoreId id = log_->Id();
  Reopen();
  EXPECT_EQ(log_->Id(), id);
  EXPECT_NE(OpenOrDie(folder_.Sub("other"), options_)->Id(), id);
}

}  // namespace
}  // namespace decree
