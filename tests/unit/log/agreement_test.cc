// The parts of a log belong together: head file, tables and the mark of the last commit, exchanged
// between logs of other ids and of other histories, for readers as for writers.
#include <gmock/gmock.h>

#include "core/log/commit_mark.h"
#include "core/log/head_file.h"
#include "tests/unit/log/bent_database.h"

namespace decree {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr auto kLost = absl::StatusCode::kDataLoss;

class AgreementTest : public testing::Test {
 protected:
  std::string Dir(const std::string& name) const { return folder_.Sub(name); }

  // A log of `calls` calls of five events each; the folder as it is before it is closed is kept
  // beside, as a killed writer leaves it.
  void Append(const std::string& name, const std::string& prefix, int calls) {
    const auto log = OpenOrDie(Dir(name));
    for (int call = 0; call < calls; ++call) {
      ASSERT_TRUE(log->Append(Requests(prefix + std::to_string(call), 5)).ok());
    }
    fs::remove_all(Dir(name + "-killed"));
    fs::copy(Dir(name), Dir(name + "-killed"), fs::copy_options::recursive);
    ASSERT_TRUE(log->Close().ok());
  }
  void Copy(const std::string& from, const std::string& to) {
    fs::copy(Dir(from), Dir(to), fs::copy_options::recursive);
  }
  void Exchange(const std::string& part, const std::string& from, const std::string& to) {
    fs::remove_all(Dir(to) + "/" + part);
    fs::copy(Dir(from) + "/" + part, Dir(to) + "/" + part, fs::copy_options::recursive);
  }

  absl::StatusOr<std::unique_ptr<EventLog>> Open(const std::string& name, bool read_only) {
    LogOptions options;
    options.read_only = read_only;
    return EventLog::Open(Dir(name), options);
  }
  void ExpectRefused(const std::string& name, const std::string& why) {
    for (const bool read_only : {true, false}) {
      const absl::Status status = Open(name, read_only).status();
      EXPECT_EQ(status.code(), kLost) << status;
      EXPECT_THAT(std::string(status.message()), HasSubstr(why));
      EXPECT_THAT(std::string(status.message()), HasSubstr(Dir(name)));
    }
  }
  std::vector<LogFinding> FindingsOf(const std::string& name) {
    LogOptions options;
    options.read_only = true;
    options.allow_lost_end = true;
    const auto findings = OpenOrDie(Dir(name), options)->Check();
    EXPECT_TRUE(findings.ok()) << findings.status();
    return findings.value_or(std::vector<LogFinding>());
  }

  TestFolder folder_;
};

TEST_F(AgreementTest, AHeadOverTheTablesOfAnotherStoreIsRefused) {
  Append("a", "a", 3);
  Append("b", "a", 3);
  Exchange("db", "b", "a");
  ExpectRefused("a", "of two different stores");
  Exchange("head", "b", "a");
  EXPECT_TRUE(Open("a", true).ok()) << "both of one copy";
  EXPECT_TRUE(Open("a", false).ok());
}

TEST_F(AgreementTest, AHeadOverTheTablesOfAnotherHistoryOfTheStoreIsRefused) {
  Append("a", "a", 3);
  Copy("a", "fork");
  Append("a", "of a", 2);
  Append("fork", "of fork", 3);
  Exchange("head", "fork", "a");
  ExpectRefused("a", "has lost the acknowledged positions 26 to 30");
  Exchange("head", "a-killed", "fork");
  ExpectRefused("fork", "are of two histories");
}

TEST_F(AgreementTest, AnOlderHeadHidesNothing) {
  Append("a", "a", 2);
  Copy("a", "older");
  Append("a", "more", 3);
  for (const std::string name : {"a", "a-killed"}) {
    const LogHead head = Open(name, true).value()->Head();
    ASSERT_EQ(head.size, 25u);
    EXPECT_THAT(FindingsOf(name), IsEmpty());
    Exchange("head", "older", name);
    const auto reader = Open(name, true);
    ASSERT_TRUE(reader.ok()) << reader.status();
    EXPECT_EQ((*reader)->Head().size, 25u) << name;
    EXPECT_EQ((*reader)->Head().root, head.root);
    EXPECT_TRUE((*reader)->CatchUp().ok());
    EXPECT_EQ((*reader)->Head().size, 25u);
    const auto findings = FindingsOf(name);
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_THAT(findings[0].what, HasSubstr("its head file"));
    EXPECT_THAT(findings[0].what, HasSubstr("is an older copy"));
    // What is advised: opened for writing once.
    EXPECT_EQ(OpenOrDie(Dir(name))->Head().size, 25u);
    EXPECT_THAT(FindingsOf(name), IsEmpty());
  }
}

// An honest crash leaves one commit beyond the head, which nobody was told of.
TEST_F(AgreementTest, ACommitThatWasNotAcknowledgedStaysHiddenFromReaders) {
  Append("a", "a", 2);
  const auto before = OpenOrDie(Dir("a"));
  const HeadSlot head = **ReadHeadFile(Dir("a"));
  ASSERT_TRUE(before->Append(Requests("more", 5)).ok());
  Copy("a", "cut");
  const auto file = HeadFile::Open(Dir("cut"), head, true, nullptr);
  ASSERT_TRUE(file.ok() && (*file)->Write(head.head, true).ok());
  EXPECT_EQ(Open("cut", true).value()->Head().size, 10u);
  EXPECT_THAT(FindingsOf("cut"), IsEmpty());
  EXPECT_EQ(Open("cut", false).value()->Head().size, 15u);
}

// RocksDB replays any write-ahead log that has a fitting number: for readers at least, without a
// word.
TEST_F(AgreementTest, AWriteAheadLogOfAnotherStoreIsRefused) {
  Append("a", "a", 60);
  Append("b", "b", 1);
  Append("b", "b more", 1);
  const auto wal_of = [&](const std::string& name) {
    std::string found;
    for (const auto& entry : fs::directory_iterator(Dir(name) + "/db")) {
      if (entry.path().extension() == ".log" && entry.path() > found) found = entry.path();
    }
    return found;
  };
  const std::string own = wal_of("a"), others = wal_of("b-killed");
  ASSERT_GT(fs::file_size(others), 0u);
  fs::copy(others, own, fs::copy_options::overwrite_existing);
  const absl::Status read = Open("a", true).status();
  EXPECT_EQ(read.code(), kLost) << read;
  EXPECT_THAT(std::string(read.message()), HasSubstr("the last commit is of another store"));
  EXPECT_FALSE(FindingsOf("a").empty());
  EXPECT_EQ(Open("a", false).status().code(), kLost);
}

class MarkTest : public BentDatabaseTest {
 protected:
  CommitMark Mark() {
    auto mark = ReadCommitMark(*database_);
    EXPECT_TRUE(mark.ok() && mark->has_value());
    return **mark;
  }
  void PutMark(const CommitMark& mark) {
    const auto batch = database_->NewBatch();
    PutCommitMark(mark, *batch);
    ASSERT_TRUE(database_->Commit(*batch, false).ok());
  }
  absl::Status Open(bool read_only) {
    Release();
    LogOptions options;
    options.read_only = read_only;
    const absl::Status status = EventLog::Open(dir_, options).status();
    BentDatabaseTest::Open();
    return status;
  }
};

TEST_F(MarkTest, SaysWhatTheCloserAcknowledged) {
  const CommitMark mark = Mark();
  EXPECT_EQ(mark.recorded.position, 302u);
  EXPECT_EQ(mark.recorded.root, head_.root);
  EXPECT_EQ(mark.acknowledged, 302u);
}

TEST_F(MarkTest, OneThatFitsNothingIsRefused) {
  const CommitMark sound = Mark();
  CommitMark bent = sound;
  bent.recorded.log[3] ^= 1;
  PutMark(bent);
  for (const bool read_only : {true, false}) {
    EXPECT_THAT(std::string(Open(read_only).message()), HasSubstr("of another store"));
  }
  bent = sound;
  bent.recorded.root[3] ^= 1;
  PutMark(bent);
  EXPECT_THAT(std::string(Open(false).message()), HasSubstr("the last commit gave"));
  EXPECT_EQ(Open(true).code(), kLost);
  bent = sound;
  bent.recorded.position = 303;
  PutMark(bent);
  EXPECT_THAT(std::string(Open(false).message()), HasSubstr("the events end at 302"));
  Put(LogTable::kMeta, kCommitKey, "short");
  EXPECT_EQ(Open(false).code(), kLost);
  EXPECT_EQ(Open(true).code(), kLost);
  PutMark(sound);
  EXPECT_TRUE(Open(true).ok());
  EXPECT_TRUE(Open(false).ok());
}

// What cannot be read to compute a root says which log it is of, and what can be done.
TEST_F(MarkTest, AGapBeforeTheEndIsToldWithItsPlace) {
  const auto few = database_->Get(LogTable::kGroups, GroupKey(301));
  ASSERT_TRUE(few.ok() && few->has_value());
  Put(LogTable::kGroups, GroupKey(257), **few);
  const absl::Status refused = Open(false);
  EXPECT_EQ(refused.code(), kLost);
  EXPECT_THAT(std::string(refused.message()), HasSubstr(dir_));
  EXPECT_THAT(std::string(refused.message()), HasSubstr("decree doctor"));
}

// A version without marks that went on leaves the last one behind the end.
TEST_F(MarkTest, OneBehindTheEndIsOfAnEarlierProgram) {
  CommitMark earlier = Mark();
  Release();
  LogOptions options;
  options.read_only = true;
  earlier.recorded.root = *OpenOrDie(dir_, options)->RootAt(300);
  BentDatabaseTest::Open();
  earlier.recorded.position = earlier.acknowledged = 300;
  PutMark(earlier);
  EXPECT_TRUE(Open(true).ok());
  EXPECT_TRUE(Open(false).ok());
}

}  // namespace
}  // namespace decree
