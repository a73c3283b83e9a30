// What `doctor` finds of what was signed: damage in any byte, a log that was restored behind it, a
// key that signed two histories; and what it knows to be harmless.
#include "core/audit/audit_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "core/audit/checkpoint_folder.h"
#include "tests/unit/audit/audited_folder.h"

namespace decree {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::map<std::string, std::string> FilesBelow(const std::string& dir) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(dir)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    files[entry.path().string()] = text.str();
  }
  return files;
}

void Put(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

class AuditCheckTest : public testing::Test {
 protected:
  // Two epochs, of two checkpoints each.
  void SetUp() override {
    folder_.Append({Duty("a", "us/a"), Duty("b", "us/b")});
    ASSERT_TRUE(folder_.Sign().ok());
    folder_.Append({Duty("c", "us/a")});
    ASSERT_TRUE(folder_.Sign().ok());
    CheckpointOptions begin;
    begin.new_epoch = true;
    folder_.Append({Duty("d", "us/d")});
    ASSERT_TRUE(folder_.Open()->MakeCheckpoint(second_key_, begin).ok());
    folder_.Append({Duty("e", "us/e"), Duty("f", "us/a")});
    ASSERT_TRUE(folder_.Open()->MakeCheckpoint(second_key_, {}).ok());
  }

  std::unique_ptr<EventLog> OpenLog() const {
    LogOptions options;
    options.read_only = true;
    auto log = EventLog::Open(folder_.Dir() + "/log", options);
    EXPECT_TRUE(log.ok()) << log.status();
    return *std::move(log);
  }
  AuditReport Check(bool awaits_new_epoch = false) const {
    return CheckWith(*OpenLog(), awaits_new_epoch);
  }
  AuditReport CheckWith(EventLog& log, bool awaits_new_epoch = false) const {
    auto report = CheckAudit({folder_.AuditDir(), log, true, awaits_new_epoch});
    EXPECT_TRUE(report.ok()) << report.status();
    return *std::move(report);
  }
  std::unique_ptr<Decree> OpenToInspect() {
    Options options;
    options.read_only = true;
    options.allow_lost_end = true;
    return folder_.folder().Open("store", options);
  }
  DoctorReport Doctor() {
    auto report = OpenToInspect()->Doctor();
    EXPECT_TRUE(report.ok()) << report.status();
    return *std::move(report);
  }
  std::string Path(const std::string& name) const { return folder_.AuditDir() + "/" + name; }

  // The store told otherwise, with the files of the audit as they were.
  void Rewrite(const std::vector<std::string>& lines) {
    fs::rename(folder_.AuditDir(), folder_.Dir() + "-audit");
    fs::remove_all(folder_.Dir());
    folder_.Append(lines);
    fs::rename(folder_.Dir() + "-audit", folder_.AuditDir());
    fs::remove(folder_.AuditDir() + "/log");  // whoever rewrites does not leave the id
  }

  AuditedFolder folder_;
  const SigningKey second_key_ = *SigningKey::Generate("example.org/second");
};

constexpr char kNewest[] = "epoch-0002/00000000000000000006";

TEST_F(AuditCheckTest, ASoundStoreIsSoundAndNothingIsChanged) {
  const auto before = FilesBelow(folder_.Dir());
  const AuditReport report = Check();
  EXPECT_TRUE(report.is_sound);
  EXPECT_EQ(report.checkpoints, 4u);
  EXPECT_THAT(report.findings, IsEmpty());
  EXPECT_THAT(report.notes, IsEmpty());
  const DoctorReport all = Doctor();
  EXPECT_EQ(all.checkpoints, 4u);
  EXPECT_TRUE(all.is_record_sound && all.is_derived_sound);
  EXPECT_THAT(all.findings, IsEmpty());
  EXPECT_EQ(FilesBelow(folder_.Dir()), before);
}

TEST_F(AuditCheckTest, AStoreThatHasSignedNothingIsSound) {
  fs::remove_all(folder_.AuditDir());
  EXPECT_THAT(Check().findings, IsEmpty());
  EXPECT_THAT(Check().notes, IsEmpty());
  EXPECT_EQ(Doctor().checkpoints, 0u);
  EXPECT_FALSE(fs::exists(folder_.AuditDir()));
}

// One bit of every byte of every file. None is harmless but those of a former epoch's stream table,
// which nobody reads any more; the newest one's is no loss, which is said.
TEST_F(AuditCheckTest, EveryFlippedByteIsFound) {
  const auto log = OpenLog();
  size_t flips = 0;
  for (const auto& [path, sound] : FilesBelow(folder_.AuditDir())) {
    const bool is_table = path.ends_with("/streams");
    const bool is_read = path != Path("epoch-0001/streams");
    for (size_t at = 0; at < sound.size(); ++at, ++flips) {
      std::string bent = sound;
      bent[at] = static_cast<char>(bent[at] ^ (1 << (at * 5 % 8)));
      Put(path, bent);
      const AuditReport report = CheckWith(*log);
      if (path == Path("log") &&
          report.is_sound) {  // the id of another log, which has the same leaves
        EXPECT_THAT(report.notes, ElementsAre(HasSubstr(path))) << "byte " << at;
        continue;
      }
      ASSERT_EQ(report.findings.size(), is_read ? 1u : 0u) << path << " byte " << at;
      EXPECT_EQ(report.is_sound, is_table) << path << " byte " << at;
      if (!is_read) continue;
      ASSERT_THAT(report.findings[0], HasSubstr(path)) << "byte " << at;
      EXPECT_THAT(report.findings[0], HasSubstr(is_table ? "harmless" : "restore it from a backup"))
          << path << " byte " << at;
    }
    Put(path, sound);
  }
  EXPECT_GT(flips, 1'500u);
  EXPECT_THAT(CheckWith(*log).findings, IsEmpty());
}

TEST_F(AuditCheckTest, CutAndExchangedFilesAreFound) {
  const auto log = OpenLog();
  for (const auto& [path, sound] : FilesBelow(folder_.AuditDir())) {
    if (sound.empty() || path == Path("epoch-0001/streams")) continue;
    for (const size_t kept : {size_t{0}, sound.size() / 2, sound.size() - 1}) {
      // Without rows it is the table of no records.
      Put(path, sound.substr(0, kept));
      EXPECT_EQ(CheckWith(*log).findings.size(), 1u) << path << " cut to " << kept;
    }
    Put(path, sound);
  }
  const std::string newest = Path(kNewest), before = Path("epoch-0002/00000000000000000004");
  fs::rename(newest, newest + "-aside");
  fs::copy_file(before, newest);
  EXPECT_THAT(CheckWith(*log).findings, ElementsAre(HasSubstr("it is of size 4")));
  fs::rename(newest + "-aside", newest);
  fs::copy_file(Path("epoch-0001/vkey"), Path("epoch-0002/vkey"),
                fs::copy_options::overwrite_existing);
  EXPECT_EQ(CheckWith(*log).findings.size(), 2u);  // both of its checkpoints
}

TEST_F(AuditCheckTest, ALogBehindWhatWasSignedIsFound) {
  Rewrite({Duty("a", "us/a"), Duty("b", "us/b"), Duty("c", "us/a"), Duty("d", "us/d")});
  const AuditReport behind = Check();
  EXPECT_FALSE(behind.is_sound);
  ASSERT_THAT(behind.findings, ElementsAre(HasSubstr(Path(kNewest))));
  EXPECT_THAT(behind.findings[0], HasSubstr("6 positions were signed, the log has 4"));
  EXPECT_THAT(behind.findings[0], HasSubstr("restored behind what was signed"));
  EXPECT_THAT(behind.findings[0], HasSubstr("--new-epoch"));
  const DoctorReport all = Doctor();
  EXPECT_FALSE(all.is_record_sound);
  EXPECT_TRUE(all.is_derived_sound);
  ASSERT_EQ(all.findings.size(), 1u);
  EXPECT_THAT(all.findings[0], testing::StartsWith("audit: "));
  // Where a restore knew of it, and when the new epoch has begun, it is no fault any more.
  const AuditReport marked = Check(/*awaits_new_epoch=*/true);
  EXPECT_THAT(marked.findings, IsEmpty());
  EXPECT_THAT(marked.notes, ElementsAre(HasSubstr("a new epoch must begin")));
  CheckpointOptions begin;
  begin.new_epoch = true;
  const SigningKey third = *SigningKey::Generate("example.org/third");
  ASSERT_TRUE(folder_.Open()->MakeCheckpoint(third, begin).ok());
  const AuditReport after = Check();
  EXPECT_TRUE(after.is_sound);
  EXPECT_THAT(after.findings, IsEmpty());
  EXPECT_THAT(after.notes, ElementsAre(HasSubstr("a new epoch has begun since")));
}

TEST_F(AuditCheckTest, ARewrittenLogIsFound) {
  Rewrite({Duty("a", "us/a"), Duty("b", "us/b"), Duty("c", "us/a"), Duty("d", "us/other"),
           Duty("e", "us/e"), Duty("f", "us/a"), Duty("g", "us/a")});
  const AuditReport report = Check();
  EXPECT_FALSE(report.is_sound);
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_THAT(report.findings[0], HasSubstr("another root was signed of the log's first 4"));
  EXPECT_THAT(report.findings[0], HasSubstr("and 1 later checkpoints"));
  EXPECT_THAT(report.findings[0], HasSubstr("was rewritten"));
}

TEST_F(AuditCheckTest, AKeyThatSignedTwoHistoriesIsFound) {
  LogCheckpoint other = folder_.Open()->Newest()->checkpoint;
  other.size = 5;
  const auto note = SignCheckpoint(other, second_key_);
  ASSERT_TRUE(note.ok());
  Put(Path("epoch-0002/00000000000000000005"), note->note);
  const AuditReport report = Check();
  EXPECT_FALSE(report.is_sound);
  EXPECT_THAT(report.findings, ElementsAre(HasSubstr("has signed two histories")));
}

TEST_F(AuditCheckTest, AStreamTableOfOtherRecordsThatWasSignedIsFound) {
  LogCheckpoint other = folder_.Open()->Newest()->checkpoint;
  other.stream_root[0] ^= 1;
  Put(Path(kNewest), SignCheckpoint(other, second_key_)->note);
  const AuditReport report = Check();
  EXPECT_FALSE(report.is_sound);
  EXPECT_THAT(report.findings, ElementsAre(HasSubstr("not that of its records")));
}

TEST_F(AuditCheckTest, WhatIsLostOrUnfinishedAndHarmlessIsANote) {
  const std::string streams = Path("epoch-0002/streams");
  const std::string before = FilesBelow(folder_.AuditDir()).at(streams);
  fs::remove(streams);
  AuditReport report = Check();
  EXPECT_THAT(report.findings, IsEmpty());
  EXPECT_THAT(report.notes, ElementsAre(HasSubstr("harmless: it is made anew")));
  EXPECT_THAT(Doctor().notes, ElementsAre(testing::StartsWith("audit: ")));
  // The next checkpoint's table, without that checkpoint: what a crash between the two leaves.
  Put(streams, before);
  folder_.Append({Duty("g", "us/g")});
  ASSERT_TRUE(folder_.Open()->MakeCheckpoint(second_key_, {}).ok());
  fs::remove(Path("epoch-0002/00000000000000000007"));
  report = Check();
  EXPECT_THAT(report.findings, IsEmpty());
  EXPECT_THAT(report.notes, ElementsAre(HasSubstr("7 positions which was not finished")));
  // An epoch that was begun and has signed nothing, and what a torn write leaves.
  Put(streams, before);
  fs::create_directory(Path("epoch-0003"));
  Put(Path("epoch-0003/vkey.tmp"), "exam");
  Put(Path("epoch-0002/00000000000000000007.tmp"), "torn");
  EXPECT_THAT(Check().findings, IsEmpty());
  EXPECT_THAT(Check().notes, IsEmpty());
}

// `doctor` beside a writer: what was signed since the log was opened is no fault.
TEST_F(AuditCheckTest, ACheckpointThatIsNewerThanTheReaderIsFollowed) {
  const auto log = OpenLog();
  folder_.Append({Duty("g", "us/g")});
  ASSERT_TRUE(folder_.Open()->MakeCheckpoint(second_key_, {}).ok());
  ASSERT_EQ(log->Head().size, 6u);
  const AuditReport report = CheckWith(*log);
  EXPECT_EQ(report.checkpoints, 5u);
  EXPECT_THAT(report.findings, IsEmpty());
  EXPECT_THAT(report.notes, IsEmpty());
}

}  // namespace
}  // namespace decree
