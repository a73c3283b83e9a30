// What is signed and verified of a log that does not read, leaves records out or gives other nodes
// than its records: nothing is signed, and the reason is named.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "core/audit/checkpoint_maker.h"
#include "core/audit/partial_log.h"
#include "tests/unit/audit/audited_folder.h"

namespace decree {
namespace {

using testing::HasSubstr;

constexpr auto kDamaged = absl::StatusCode::kDataLoss;

// A log that answers as another does, but for what a test has it say.
class LyingLog final : public LogProver {
 public:
  explicit LyingLog(const LogProver& base) : base_(base) {}

  LogHead Head() const override { return base_.Head(); }
  absl::StatusOr<LogRecord> Read(Position position) const override {
    if (position == unreadable) return absl::DataLossError("it does not read");
    return base_.Read(position);
  }
  absl::Status Scan(Position first, Position last, bool verify_leaves,
                    const std::function<absl::Status(const LogRecord&)>& visit) const override {
    return base_.Scan(first, last, verify_leaves, [&](const LogRecord& record) {
      if (record.position == unreadable) return absl::Status(absl::DataLossError("unreadable"));
      if (record.position == left_out) return absl::OkStatus();
      LogRecord told = record;
      if (bend) bend(told);
      return visit(told);
    });
  }
  absl::StatusOr<Position> Find(absl::string_view id) const override { return base_.Find(id); }
  absl::StatusOr<uint64_t> StreamLength(absl::string_view stream) const override {
    return base_.StreamLength(stream);
  }
  absl::StatusOr<std::vector<Position>> StreamPositions(absl::string_view stream) const override {
    return base_.StreamPositions(stream);
  }
  StoreId Id() const override { return {}; }
  absl::StatusOr<Hash256> RootAt(uint64_t size) const override {
    return root ? root(*base_.RootAt(size)) : base_.RootAt(size);
  }
  absl::StatusOr<std::vector<Hash256>> InclusionProof(Position position,
                                                      uint64_t size) const override {
    return proof ? proof(*base_.InclusionProof(position, size))
                 : base_.InclusionProof(position, size);
  }
  absl::StatusOr<std::vector<Hash256>> ConsistencyProof(uint64_t first,
                                                        uint64_t second) const override {
    return proof ? proof(*base_.ConsistencyProof(first, second))
                 : base_.ConsistencyProof(first, second);
  }

  using Proof = std::vector<Hash256>;
  Position unreadable = 0, left_out = 0;
  std::function<void(LogRecord&)> bend;
  std::function<absl::StatusOr<Hash256>(Hash256)> root;
  std::function<absl::StatusOr<Proof>(Proof)> proof;

 private:
  const LogProver& base_;
};

class LyingLogTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_.Append({Duty("a", "us/a"), Duty("b", "us/b")});
    const auto made = folder_.Sign();
    ASSERT_TRUE(made.ok()) << made.status();
    signed_ = made->signed_checkpoint.checkpoint;
    folder_.Append({Duty("c", "us/a"), Duty("d", "us/d"),
                    R"({"id":"r","kind":"corrected","target":"a","replacement":{"title":"U"}})"});
    LogOptions reading;
    reading.read_only = true;
    log_ = *EventLog::Open(folder_.Dir() + "/log", reading);
    lying_ = std::make_unique<LyingLog>(*log_);
  }

  absl::Status Make(const CheckpointOptions& options = {}) {
    return MakeCheckpoint(*lying_, folder_.AuditDir(), folder_.key(), options).status();
  }
  // Nothing is signed, for this reason.
  void ExpectUnsigned(const std::string& why, const CheckpointOptions& options = {}) {
    const absl::Status status = Make(options);
    EXPECT_EQ(status.code(), kDamaged) << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr(why));
    EXPECT_EQ(folder_.Open()->Newest()->checkpoint.size, 2u);
  }
  std::string Streams() { return CheckpointFolder::Open(folder_.AuditDir())->Streams(); }

  AuditedFolder folder_;
  LogCheckpoint signed_;
  std::unique_ptr<EventLog> log_;
  std::unique_ptr<LyingLog> lying_;
};

TEST_F(LyingLogTest, ThatTellsTheTruthIsSigned) {
  CheckpointOptions options;
  std::vector<uint64_t> steps;
  options.full = true;
  options.progress = [&](uint64_t done, uint64_t) { steps.push_back(done); };
  EXPECT_TRUE(Make(options).ok());
  EXPECT_THAT(steps, testing::ElementsAre(2, 5));
}

TEST_F(LyingLogTest, ThatLeavesARecordOutIsNotSigned) {
  for (const Position left_out : {Position{3}, Position{4}}) {
    lying_->left_out = left_out;
    ExpectUnsigned(absl::StrCat("position ", left_out, " is missing"));
  }
  lying_->left_out = 5;
  ExpectUnsigned("positions 5 to 5 are missing");
  CheckpointOptions full;
  full.full = true;
  lying_->left_out = 1;
  ExpectUnsigned("position 1 is missing", full);
  EXPECT_THAT(std::string(VerifyLog(*lying_, signed_, nullptr).message()),
              HasSubstr("position 1 is missing"));
}

TEST_F(LyingLogTest, ThatDoesNotReadIsNotSigned) {
  lying_->unreadable = 4;
  ExpectUnsigned("unreadable");
  // What the newest checkpoint rests on is read anew where its last record does not read.
  lying_->unreadable = 2;
  ExpectUnsigned("unreadable");
  // The target of a repair.
  lying_->unreadable = 1;
  ExpectUnsigned("it does not read");
}

TEST_F(LyingLogTest, ThatBendsARecordIsNotSigned) {
  lying_->bend = [](LogRecord& record) {
    if (record.position == 4) record.body[9] = static_cast<char>(record.body[9] ^ 1);
  };
  ExpectUnsigned("position 4 does not give its leaf hash");
  // With a leaf that fits: then it is no event, or its streams do not go on.
  lying_->bend = [](LogRecord& record) {
    if (record.position != 4) return;
    record.body = "no event";
    record.leaf = Sha256().Leaf(RecordBytes(record));
  };
  EXPECT_THAT(std::string(Make().message()), HasSubstr("position 4"));
  lying_->bend = [](LogRecord& record) {
    if (record.position != 4) return;
    record.streams[0].version += 1;
    record.leaf = Sha256().Leaf(RecordBytes(record));
  };
  ExpectUnsigned("has version 2 of the stream");
}

TEST_F(LyingLogTest, WhoseNodesAreNotThoseOfItsRecordsIsNotSigned) {
  lying_->root = [](Hash256 hash) {
    hash[0] ^= 1;
    return hash;
  };
  ExpectUnsigned("the stored Merkle nodes give the root");
  lying_->root = [](const Hash256&) { return absl::DataLossError("a node is missing"); };
  ExpectUnsigned("a node is missing");
}

TEST_F(LyingLogTest, WhoseProofOfGrowthFailsIsNotSigned) {
  lying_->proof = [](LyingLog::Proof proof) {
    proof[0][0] ^= 1;
    return proof;
  };
  ExpectUnsigned("does not extend its newest checkpoint");
  lying_->proof = [](const LyingLog::Proof&) { return absl::DataLossError("a node is missing"); };
  ExpectUnsigned("a node is missing");
}

TEST_F(LyingLogTest, GoesOnFromACheckpointOnlyWithItsTableAndItsEdge) {
  const std::string streams = Streams();
  EXPECT_TRUE(LogTally::From(signed_, *lying_, streams).ok());
  LogCheckpoint other = signed_;
  other.stream_root[0] ^= 1;
  EXPECT_EQ(LogTally::From(other, *lying_, streams).status().code(), kDamaged);
  other = signed_;
  ++other.stream_rows;
  EXPECT_EQ(LogTally::From(other, *lying_, streams).status().code(), kDamaged);
  other = signed_;
  other.root[0] ^= 1;
  EXPECT_EQ(LogTally::From(other, *lying_, streams).status().code(), kDamaged);
  lying_->proof = [](const LyingLog::Proof&) { return LyingLog::Proof(); };  // too short
  EXPECT_FALSE(LogTally::From(signed_, *lying_, streams).ok());
  lying_->proof = [](const LyingLog::Proof&) { return absl::DataLossError("a node is missing"); };
  EXPECT_FALSE(LogTally::From(signed_, *lying_, streams).ok());
  lying_->unreadable = 2;
  EXPECT_FALSE(LogTally::From(signed_, *lying_, streams).ok());
}

TEST_F(LyingLogTest, GivesTheTableOfACheckpointOnlyWhereItFits) {
  const std::string streams = Streams();
  const auto kept = StreamsAt(signed_, *lying_, streams);
  ASSERT_TRUE(kept.ok());
  lying_->unreadable = 1;  // what was kept is enough
  EXPECT_TRUE(StreamsAt(signed_, *lying_, streams).ok());
  EXPECT_FALSE(StreamsAt(signed_, *lying_, "").ok());
  lying_->unreadable = 0;
  for (const std::string& other : {std::string(), streams + streams, streams.substr(0, 20)}) {
    const auto anew = StreamsAt(signed_, *lying_, other);
    ASSERT_TRUE(anew.ok()) << anew.status();
    EXPECT_EQ(anew->Root(), kept->Root());
  }
  LogCheckpoint lie = signed_;
  lie.stream_root[0] ^= 1;
  EXPECT_EQ(StreamsAt(lie, *lying_, streams).status().code(), kDamaged);
}

}  // namespace
}  // namespace decree
