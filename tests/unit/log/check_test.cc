// What the check of a whole log finds when one stored value does not fit the others, although every
// checksum does.
#include <gmock/gmock.h>

#include "core/log/little_endian.h"
#include "core/log/log_check.h"
#include "core/log/merkle_source.h"
#include "core/log/stream_index.h"
#include "tests/unit/log/bent_database.h"

namespace decree {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class CheckTest : public BentDatabaseTest {
 protected:
  std::vector<std::string> Findings(const Progress& progress = nullptr) {
    std::vector<std::string> texts;
    const auto findings = CheckLog(*database_, head_, progress);
    EXPECT_TRUE(findings.ok()) << findings.status();
    for (const LogFinding& finding : *findings) texts.push_back(finding.what);
    return texts;
  }
};

TEST_F(CheckTest, ASoundLogHasNoFindingsAndItsProgressReachesTheEnd) {
  std::vector<uint64_t> steps;
  EXPECT_THAT(Findings([&](uint64_t done, uint64_t total) {
                EXPECT_EQ(total, 302u);
                steps.push_back(done);
              }),
              IsEmpty());
  EXPECT_THAT(steps, ElementsAre(256, 300, 301, 302));
}

// Of the same group as the last acknowledged one, and of others.
TEST_F(CheckTest, EventsBeyondTheHeadAreNoFault) {
  for (const uint64_t size : {1u, 256u, 290u, 300u, 301u}) {
    MerkleSource source(*database_);
    head_ = {size, *TreeRoot(size, source.Reader()), 0};
    EXPECT_THAT(Findings(), IsEmpty()) << size;
  }
}

TEST_F(CheckTest, AnotherRootIsNamed) {
  head_.root[3] ^= 1;
  EXPECT_THAT(Findings(), ElementsAre(AllOf(HasSubstr("the records give the root"),
                                            HasSubstr(ToHex(head_.root)))));
}

TEST_F(CheckTest, AGroupThatDoesNotReadEndsTheCheckOfRecords) {
  const std::string value = Get(LogTable::kGroups, GroupKey(257));
  Put(LogTable::kGroups, GroupKey(257), absl::string_view(value).substr(0, value.size() - 1));
  EXPECT_THAT(Findings(), ElementsAre(HasSubstr("the group of position 257"),
                                      HasSubstr("positions 257 to 302 are missing")));
}

TEST_F(CheckTest, AGapIsNamed) {
  Regroup(257, [](std::vector<LogRecord>& records) { records.resize(40); });
  EXPECT_THAT(Findings(), Contains(HasSubstr("position 297 is followed by 301")));
}

TEST_F(CheckTest, AnInstantThatGoesBackIsNamed) {
  Regroup(301, [](std::vector<LogRecord>& records) { records[0].recorded_us = 5; });
  EXPECT_THAT(Findings(), Contains(HasSubstr("position 301 was recorded before the one ahead")));
}

TEST_F(CheckTest, ABentRecordIsNamedAndTheRootStaysComparable) {
  std::string value = Get(LogTable::kGroups, GroupKey(302));
  value.back() = static_cast<char>(value.back() ^ 1);
  Put(LogTable::kGroups, GroupKey(302), value);
  // Its id and stream are not counted any more, its leaf is.
  const std::vector<std::string> findings = Findings();
  EXPECT_THAT(findings, Contains(HasSubstr("position 302: the stored bytes do not give")));
  EXPECT_THAT(findings, Each(Not(HasSubstr("give the root"))));
}

TEST_F(CheckTest, ATargetThatIsNotEarlierIsNamed) {
  for (const Position target : {Position{301}, Position{302}}) {
    Regroup(301, [&](std::vector<LogRecord>& records) { records[0].target = target; });
    EXPECT_THAT(Findings(), Contains(HasSubstr(absl::StrCat("position 301 targets ", target))));
  }
}

TEST_F(CheckTest, AnIdGivenTwiceIsNamed) {
  Regroup(257, [](std::vector<LogRecord>& records) { records[9].id = records[8].id; });
  EXPECT_THAT(Findings(), Contains(HasSubstr("position 266 repeats the id 'a264'")));
  // In another group: the index can lead to one of the two only.
  Regroup(302, [](std::vector<LogRecord>& records) { records[0].id = "b"; });
  EXPECT_THAT(Findings(), Contains(HasSubstr("no or a wrong entry for position 302")));
}

TEST_F(CheckTest, AWrongVersionIsNamed) {
  Regroup(302, [](std::vector<LogRecord>& records) { ++records[0].streams[0].version; });
  EXPECT_THAT(Findings(), Contains(HasSubstr("position 302 claims version 3 of the stream 'm/b', "
                                             "the records before give 2")));
}

TEST_F(CheckTest, AMerkleNodeThatIsNotTheHashOfItsLeavesIsNamed) {
  const std::string node = NodeKey(8, 0);
  const std::string sound = Get(LogTable::kMeta, node);
  std::string bent = sound;
  bent[7] = static_cast<char>(bent[7] ^ 2);
  Put(LogTable::kMeta, node, bent);
  EXPECT_THAT(Findings(), ElementsAre(HasSubstr("level 8, index 0 is not the hash")));
  Put(LogTable::kMeta, node, absl::string_view(sound).substr(1));
  EXPECT_THAT(Findings(), ElementsAre(HasSubstr("level 8, index 0 is missing")));
}

TEST_F(CheckTest, AnIdIndexThatLeadsElsewhereIsNamed) {
  const std::string key(Key16Of(sha_, "a5").view());
  const std::string sound = Get(LogTable::kIds, key);
  std::string bent = sound;
  PutLe<uint64_t>(bent.data(), 7);
  Put(LogTable::kIds, key, bent);
  EXPECT_THAT(Findings(), ElementsAre(HasSubstr("wrong entry for position 6")));
  Put(LogTable::kIds, key, absl::string_view(sound).substr(0, 9));
  EXPECT_THAT(Findings(), ElementsAre(HasSubstr("wrong entry for position 6"),
                                      HasSubstr("holds a damaged entry"),
                                      HasSubstr("301 entries for 302 events")));
}

TEST_F(CheckTest, AnIdThatNoRecordHasIsCounted) {
  std::string value;
  AppendLe<uint64_t>(value, 1'000);  // beyond the head: of a commit that is not acknowledged
  Put(LogTable::kIds, Key16Of(sha_, "later").view(), value);
  EXPECT_THAT(Findings(), IsEmpty());
  PutLe<uint64_t>(value.data(), 5);
  Put(LogTable::kIds, Key16Of(sha_, "none").view(), value);
  EXPECT_THAT(Findings(), ElementsAre(HasSubstr("303 entries for 302 events")));
}

TEST_F(CheckTest, AStreamsIndexThatListsOthersIsNamed) {
  const std::string key = OpenChunkKey("m/b");
  const std::string sound = Get(LogTable::kStreams, key);
  std::string bent = sound;
  PutLe<uint64_t>(bent.data() + bent.size() - 8, 7);
  Put(LogTable::kStreams, key, bent);
  EXPECT_THAT(Findings(), ElementsAre(HasSubstr("the stream 'm/b' lists")));
  Put(LogTable::kStreams, key, absl::string_view(sound).substr(0, sound.size() - 8));
  EXPECT_THAT(Findings(), ElementsAre(HasSubstr("lists 1 positions, the records give 2")));
  Put(LogTable::kStreams, key, "short");
  EXPECT_THAT(Findings(), ElementsAre(HasSubstr("the stream index holds a damaged entry")));
}

TEST_F(CheckTest, ADamagedSealedChunkIsNamed) {
  const std::string key = StreamKey(Key16Of(sha_, "m/long"), 1);
  std::string value = Get(LogTable::kStreams, key);
  PutLe<uint64_t>(value.data() + 8, 9);
  Put(LogTable::kStreams, key, value);
  EXPECT_THAT(Findings(), ElementsAre(HasSubstr("the stream 'm/long' lists 201 positions")));
  value.pop_back();
  Put(LogTable::kStreams, key, value);
  EXPECT_THAT(Findings(), ElementsAre(HasSubstr("stream 'm/long': chunk 1")));
}

TEST_F(CheckTest, AStreamThatNoRecordJoinsIsNamed) {
  StreamTail tail;
  tail.name = "m/none";
  tail.positions = {900, 901};  // beyond the head as a whole
  const Key16 key = Key16Of(sha_, tail.name);
  const auto batch = database_->NewBatch();
  PutStreamTail(key, tail, *batch);
  ASSERT_TRUE(database_->Commit(*batch, false).ok());
  EXPECT_THAT(Findings(), IsEmpty());
  Put(LogTable::kStreams, StreamKey(key, 0), std::string(512, '\0'));  // looked at with its tail
  EXPECT_THAT(Findings(), IsEmpty());
  tail.positions = {5, 900};
  batch->Clear();
  PutStreamTail(key, tail, *batch);
  ASSERT_TRUE(database_->Commit(*batch, false).ok());
  EXPECT_THAT(Findings(), ElementsAre(HasSubstr("lists 'm/none', which no record joins")));
  tail.sealed = 64;  // its sealed chunk is too short
  batch->Clear();
  PutStreamTail(key, tail, *batch);
  ASSERT_TRUE(database_->Commit(*batch, false).ok());
  Put(LogTable::kStreams, StreamKey(key, 0), "short");
  EXPECT_THAT(Findings(), ElementsAre(HasSubstr("lists 'm/none', which no record joins")));
  Put(LogTable::kStreams, StreamKey(key, kOpenChunk), "short");
  EXPECT_THAT(Findings(), ElementsAre(HasSubstr("holds a damaged entry")));
}

TEST_F(CheckTest, ABentKeyOfTheStreamIndexIsNamed) {
  Put(LogTable::kStreams, std::string(17, 'k'), "value");
  EXPECT_THAT(Findings(), ElementsAre(HasSubstr("the stream index has a bent key")));
}

TEST_F(CheckTest, TheCheckEndsWhenThereAreTooManyFindings) {
  for (int i = 0; i < 200; ++i) {
    Put(LogTable::kIds, Key16Of(sha_, absl::StrCat("a", i)).view(), std::string(8, '\0'));
  }
  EXPECT_EQ(Findings().size(), kFindingsMax);
}

}  // namespace
}  // namespace decree
