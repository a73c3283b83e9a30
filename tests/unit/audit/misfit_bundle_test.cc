// Bundles whose parts are signed or well formed and do not belong together, and files of the audit
// that something else stands in place of.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "core/audit/audit_files.h"
#include "core/audit/checkpoint_folder.h"
#include "core/audit/partial_log.h"
#include "core/audit/proof_strands.h"
#include "core/audit/stream_table.h"
#include "core/audit/witness.h"
#include "core/merkle/subset_proof.h"
#include "tests/unit/audit/audited_folder.h"
#include "tests/unit/audit/words_in_test.h"

namespace decree {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr auto kDataLoss = absl::StatusCode::kDataLoss;
constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

class MisfitBundleTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_.Append({Duty("a", "us/a"), Duty("b", "us/b"), Duty("c", "us/c"), Duty("d", "us/a"),
                    R"({"id":"r","kind":"corrected","target":"a","replacement":{"title":"U"}})"});
    const auto made = folder_.Sign();
    ASSERT_TRUE(made.ok()) << made.status();
    checkpoint_ = made->signed_checkpoint.checkpoint;
    bundle_ = *folder_.Open()->Export({"as-of", "2025-03-01", "us/a"}, AskInTest);
    rows_ = StreamTable::Decode(CheckpointFolder::Open(folder_.AuditDir())->Streams())->Rows();
  }

  absl::Status Verify(const AnswerBundle& bundle) {
    return VerifyAnswer(bundle, folder_.key().verifier(), AskInTest).status();
  }

  // As if the log's own key had signed this table, with the rows of the bundle out of it.
  AnswerBundle SignedOver(const std::vector<StreamRow>& rows) {
    StreamTable table;
    std::string bytes;
    for (const StreamRow& row : rows) bytes += EncodeStreamRow(row);
    table = *StreamTable::Decode(bytes);
    LogCheckpoint lie = checkpoint_;
    lie.stream_rows = table.size();
    lie.stream_root = table.Root();
    AnswerBundle bundle = bundle_;
    bundle.note = SignCheckpoint(lie, folder_.key())->note;
    const std::vector<Hash256> leaves = LeavesOf(rows);
    std::vector<uint64_t> indexes;
    for (IndexedRow& row : bundle.rows) {
      row.row = rows[row.index];
      indexes.push_back(row.index);
    }
    bundle.rows_proof = *SubsetProof(indexes, leaves.size(), ReaderOf(leaves));
    return bundle;
  }

  AuditedFolder folder_;
  LogCheckpoint checkpoint_;
  AnswerBundle bundle_;
  std::vector<StreamRow> rows_;
};

// Each thing that a row says must be what the records give.
TEST_F(MisfitBundleTest, ASignedRowThatDiffersInAnythingProvesNothing) {
  ASSERT_TRUE(Verify(SignedOver(rows_)).ok()) << Verify(SignedOver(rows_));
  ASSERT_EQ(rows_[0].name, "m/us/a");
  const std::vector<std::function<void(StreamRow&)>> changes = {
      [](StreamRow& row) { ++row.length; }, [](StreamRow& row) { --row.length; },
      [](StreamRow& row) { ++row.last; }, [](StreamRow& row) { row.last_leaf[31] ^= 1; },
      [](StreamRow& row) { ++row.bearing; }};
  for (size_t i = 0; i < changes.size(); ++i) {
    std::vector<StreamRow> rows = rows_;
    changes[i](rows[0]);
    const absl::Status status = Verify(SignedOver(rows));
    EXPECT_EQ(status.code(), kInvalid) << i;
    EXPECT_THAT(std::string(status.message()), HasSubstr("lacks events of 'm/us/a'")) << i;
  }
}

// A table that leaves out a name under which the question looks for all.
TEST_F(MisfitBundleTest, ASignedTableThatDeniesANameIsFalse) {
  AnswerBundle bundle = *folder_.Open()->Export({"as-of", "2025-03-01", "us/*"}, AskInTest);
  ASSERT_TRUE(Verify(bundle).ok());
  ASSERT_EQ(bundle.rows.size(), 3u);
  bundle_ = bundle;
  bundle_.rows.erase(bundle_.rows.begin() + 1);
  bundle_.rows[1].index = 1;
  const absl::Status status = Verify(SignedOver({rows_[0], rows_[2]}));
  EXPECT_EQ(status.code(), kInvalid);
  EXPECT_THAT(std::string(status.message()), HasSubstr("table of streams is false"));
}

TEST_F(MisfitBundleTest, RowsOutOfOrderAreRefused) {
  AnswerBundle bundle = *folder_.Open()->Export({"as-of", "2025-03-01", "us/*"}, AskInTest);
  ASSERT_EQ(bundle.rows.size(), 3u);
  const auto refused = [&](const std::function<void(AnswerBundle&)>& change) {
    AnswerBundle bent = bundle;
    change(bent);
    const absl::Status status = Verify(bent);
    EXPECT_EQ(status.code(), kInvalid);
    EXPECT_THAT(std::string(status.message()), HasSubstr("out of order"));
  };
  refused([](AnswerBundle& b) { std::swap(b.rows[0], b.rows[1]); });
  refused([](AnswerBundle& b) { std::swap(b.rows[0].row, b.rows[1].row); });
  refused([](AnswerBundle& b) { b.rows[1].index = b.rows[0].index; });
  refused([](AnswerBundle& b) { b.rows[1].row.name = b.rows[0].row.name; });
  refused([](AnswerBundle& b) { b.rows[2].index = 3; });
}

TEST_F(MisfitBundleTest, RepairsAreGivenOnlyWhereAllOfThemAreShown) {
  const auto whole = ProvenRecord::Verify(bundle_, folder_.key().verifier());
  ASSERT_TRUE(whole.ok()) << whole.status();
  const auto strands = ProvenStrands::Make(*whole);
  ASSERT_TRUE(strands.ok()) << strands.status();
  EXPECT_EQ((*strands)->Repairs(1)->size(), 1u);
  EXPECT_EQ((*strands)->Repairs(2).status().code(), kInvalid) << "it is not in the bundle";
  AnswerBundle without_rows = bundle_;
  without_rows.rows.clear();
  BundleChecks checks;
  checks.inclusion = false;
  const auto bare = ProvenRecord::Verify(without_rows, folder_.key().verifier(), checks);
  ASSERT_TRUE(bare.ok()) << bare.status();
  const auto unproven = ProvenStrands::Make(*bare);
  ASSERT_TRUE(unproven.ok()) << unproven.status();
  EXPECT_EQ((*unproven)->Repairs(1).status().code(), kInvalid);
  EXPECT_EQ((*unproven)->Load("controls", "m/us/a").status().code(), kInvalid);
}

TEST_F(MisfitBundleTest, ARecordInABundleOnlyAnswersWhatItProves) {
  const auto proven = ProvenRecord::Verify(bundle_, folder_.key().verifier());
  ASSERT_TRUE(proven.ok());
  ProvenLog log(*proven, /*for_questions=*/true);
  const auto visit = [](const LogRecord&) { return absl::OkStatus(); };
  EXPECT_EQ(log.Scan(1, 5, true, visit).code(), kInvalid);
  EXPECT_EQ(*log.Find("a"), 1u);
  EXPECT_EQ(log.Find("b").status().code(), kInvalid) << "recorded or not";
  EXPECT_EQ(log.StreamLength("m/us/a").status().code(), kInvalid);
  EXPECT_EQ(log.StreamPositions("m/us/a").status().code(), kInvalid);
  EXPECT_EQ(log.Read(2).status().code(), kInvalid);
  // For the projections it scans what is there, within what they ask for.
  std::vector<Position> seen;
  const ProvenLog scanned(*proven, /*for_questions=*/false);
  EXPECT_TRUE(scanned
                  .Scan(2, 4, true,
                        [&](const LogRecord& record) {
                          seen.push_back(record.position);
                          return absl::OkStatus();
                        })
                  .ok());
  EXPECT_THAT(seen, testing::ElementsAre(4));
  const auto stop = [](const LogRecord&) { return absl::CancelledError("enough"); };
  EXPECT_EQ(scanned.Scan(1, 5, true, stop).code(), absl::StatusCode::kCancelled);
}

TEST_F(MisfitBundleTest, ValuesOfOtherTypesAreRefused) {
  const std::string text = *FormatBundle(bundle_);
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string bent = text;
    bent.replace(bent.find(from), from.size(), to);
    return ParseBundle(bent).status().code();
  };
  EXPECT_EQ(with("\"records\":[", "\"records\":[1,"), kInvalid);
  EXPECT_EQ(with("\"recordsProof\":", "\"recordsProof\":1,\"other\":"), kInvalid);
  EXPECT_EQ(with("\"question\":[", "\"question\":\"as-of\",\"other\":["), kInvalid);
  EXPECT_EQ(with("\"streams\":[", "\"streams\":[1,"), kInvalid);
  EXPECT_EQ(with("\"streams\":[", "\"streams\":[{\"name\":\"n\"},{\"name\":\"n\"},"), kInvalid);
}

TEST_F(MisfitBundleTest, ABundleThatWouldBeTooLargeIsNotWritten) {
  const auto too_large = absl::StatusCode::kResourceExhausted;
  AnswerBundle many = bundle_;
  many.rows.resize(kBundleRowsMax + 1);
  EXPECT_EQ(FormatBundle(many).status().code(), too_large);
  many = bundle_;
  many.records.resize(kBundleRecordsMax + 1);
  EXPECT_EQ(FormatBundle(many).status().code(), too_large);
  many = bundle_;
  many.answer.assign(kBundleBytesMax, 'x');
  EXPECT_EQ(FormatBundle(many).status().code(), too_large);
}

TEST_F(MisfitBundleTest, AStreamTableThatDoesNotReadIsNone) {
  const std::string sound = EncodeStreamRow(rows_[0]) + EncodeStreamRow(rows_[1]);
  ASSERT_TRUE(StreamTable::Decode(sound).ok());
  std::string magic = sound, format = sound;
  magic[0] = 'X';
  format[8] = 2;
  for (const std::string& bent : {magic, format, sound.substr(0, sound.size() - 1),
                                  EncodeStreamRow(rows_[1]) + EncodeStreamRow(rows_[0]),
                                  EncodeStreamRow(rows_[0]) + EncodeStreamRow(rows_[0])}) {
    EXPECT_EQ(StreamTable::Decode(bent).status().code(), kDataLoss);
  }
}

TEST_F(MisfitBundleTest, AWitnessRefusesAProofThatDoesNotRead) {
  WitnessState state{folder_.key().verifier(), std::nullopt};
  EXPECT_FALSE(Witness("old many\n\n" + bundle_.note, state).ok());
  EXPECT_FALSE(state.newest.has_value());
}

class AuditFilesTest : public testing::Test {
 protected:
  AuditFilesTest() { fs::create_directories(folder_.Dir("dir")); }
  std::string Path(const std::string& name) { return folder_.Dir("dir") + "/" + name; }
  StoreFolder folder_;
};

TEST_F(AuditFilesTest, WhatStandsInTheWayIsNamed) {
  const auto internal = absl::StatusCode::kInternal;
  ASSERT_TRUE(WriteDurably(Path("file"), "text").ok());
  EXPECT_EQ(*ReadBounded(Path("file"), 4), "text");
  EXPECT_EQ(ReadBounded(Path("file"), 3).status().code(), kInvalid);
  EXPECT_EQ(ReadBounded(Path("file") + "/none", 3).status().code(), kInvalid);
  EXPECT_EQ(ReadBounded(folder_.Dir("dir"), 3).status().code(), kInvalid) << "a folder";
  EXPECT_EQ(ReadSecret(folder_.Dir("dir"), 3).status().code(), kInvalid);
  EXPECT_EQ(WriteDurably(Path("none/file"), "text").code(), internal);
  fs::create_directories(Path("folder/inside"));
  EXPECT_EQ(WriteDurably(Path("folder"), "text").code(), internal);
  EXPECT_FALSE(fs::exists(Path(".folder.new"))) << "nothing is left beside";
  EXPECT_EQ(WriteSecret(Path("none/file"), "text").code(), internal);
  EXPECT_EQ(FileLock::Take(Path("none/lock")).status().code(), internal);
  // Nobody is led elsewhere by a link beside.
  fs::create_symlink("elsewhere", Path(".led.new"));
  EXPECT_EQ(WriteDurably(Path("led"), "text").code(), internal);
  EXPECT_FALSE(fs::exists(Path("elsewhere")));
}

TEST_F(AuditFilesTest, AFullDiskLeavesWhatWasThere) {
  if (!fs::exists("/dev/full")) GTEST_SKIP() << "SKIPPED: this machine has no /dev/full";
  fs::create_symlink("/dev/full", Path("full"));
  EXPECT_EQ(WriteSecret(Path("full"), "x").code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(ReadSecret(Path("full"), 3).status().code(), kInvalid) << "no regular file";
}

TEST_F(AuditFilesTest, AFolderOfCheckpointsThatDoesNotReadIsDataLoss) {
  const std::string dir = folder_.Dir("audit");
  EXPECT_TRUE(CheckpointFolder::Open(dir)->sizes().empty()) << "that is not there holds nothing";
  EXPECT_FALSE(CheckpointFolder::Open(dir)->key().has_value());
  EXPECT_EQ(CheckpointFolder::Open(dir)->Streams(), "");
  EXPECT_EQ(CheckpointFolder::Open(dir)->At(1).status().code(), absl::StatusCode::kNotFound);
  std::ofstream(folder_.Dir("file")) << "text";
  EXPECT_EQ(CheckpointFolder::Open(folder_.Dir("file")).status().code(),
            absl::StatusCode::kInternal);
  EXPECT_FALSE(LockCheckpoints(folder_.Dir("file")).ok());
  // Folders that are no epochs are nobody's.
  for (const char* other : {"epoch-0000", "epoch-00x1", "epoch-00/1", "epoch-01", "notes"}) {
    fs::create_directories(dir + "/" + other);
  }
  fs::create_directories(dir + "/epoch-0001");
  EXPECT_FALSE(CheckpointFolder::Open(dir)->key().has_value()) << "begun, and nothing signed";
  std::ofstream(dir + "/epoch-0001/vkey") << "no key";
  EXPECT_FALSE(CheckpointFolder::Open(dir)->key().has_value()) << "it begins with a checkpoint";
  std::ofstream(dir + "/epoch-0001/00000000000000000007") << "a note";
  EXPECT_EQ(CheckpointFolder::Open(dir).status().code(), kDataLoss);
  fs::remove(dir + "/epoch-0001/vkey");
  EXPECT_EQ(CheckpointFolder::Open(dir).status().code(), kDataLoss) << "signed by whom?";
  fs::create_directories(dir + "/epoch-0001/vkey");
  EXPECT_EQ(CheckpointFolder::Open(dir).status().code(), kDataLoss);
}

TEST_F(AuditFilesTest, NothingIsKeptBeforeAnEpochBegins) {
  const std::string dir = folder_.Dir("audit");
  const auto key = *SigningKey::Generate("example.org/log");
  LogCheckpoint checkpoint{"example.org/log", 3, {}, 0, {}};
  auto kept = CheckpointFolder::Open(dir);
  ASSERT_TRUE(kept.ok());
  const auto refused = absl::StatusCode::kFailedPrecondition;
  EXPECT_EQ(kept->Keep(*SignCheckpoint(checkpoint, key), "").code(), refused);
  ASSERT_TRUE(kept->Begin(key.verifier()).ok());
  checkpoint.size = 0;
  EXPECT_EQ(kept->Keep(*SignCheckpoint(checkpoint, key), "").code(), refused);
  checkpoint.size = 3;
  EXPECT_TRUE(kept->Keep(*SignCheckpoint(checkpoint, key), "").ok());
  EXPECT_EQ(kept->At(2).status().code(), absl::StatusCode::kNotFound);
  // What is kept is gone, or cannot be written.
  fs::remove(dir + "/epoch-0001/00000000000000000003");
  EXPECT_EQ(kept->At(3).status().code(), kDataLoss);
  EXPECT_EQ(kept->Newest().status().code(), kDataLoss);
  fs::remove_all(dir);
  checkpoint.size = 4;
  EXPECT_FALSE(kept->Keep(*SignCheckpoint(checkpoint, key), "").ok());
  std::ofstream{dir} << "a file";
  EXPECT_FALSE(kept->Begin(key.verifier()).ok());
}

}  // namespace
}  // namespace decree
