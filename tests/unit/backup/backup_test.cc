// Backups of sound stores: what they hold, what a further one copies, and what holds beside a
// writer.
#include "core/backup/backup.h"

#include <atomic>
#include <thread>

#include "core/log/head_file.h"
#include "tests/unit/backup/backup_testing.h"

namespace decree {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

class BackupTest : public BackupFolderTest {};

TEST_F(BackupTest, HoldsTheWholeLogAndTheDocuments) {
  Append("a", 600);
  const std::string sha = Keep("the text of a notice");
  const auto made = BackUp();
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->head.size, 600u);
  EXPECT_EQ(made->head.root, HeadOf("store").root);
  EXPECT_EQ(made->documents, 1u);
  EXPECT_EQ(made->copied_files, made->files);
  EXPECT_EQ(made->copied_bytes, made->bytes);
  const auto verified = Verify();
  ASSERT_TRUE(verified.ok()) << verified.status();
  EXPECT_EQ(verified->head.root, made->head.root);
  EXPECT_EQ(verified->files, made->files);
  ASSERT_TRUE(Restore("new").ok());
  ExpectSameLog("store", "new");
  EXPECT_EQ(*DocumentStore(folder_.Sub("new") + "/documents").Read(sha), "the text of a notice");
}

TEST_F(BackupTest, AFurtherOneCopiesOnlyWhatIsNew) {
  Append("a", 3000);
  const auto first = BackUp();
  ASSERT_TRUE(first.ok()) << first.status();
  const auto again = BackUp();
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->copied_files, 0u);
  EXPECT_EQ(again->files, first->files);

  Append("b", 10);
  const auto second = BackUp();
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->head.size, 3010u);
  EXPECT_GT(second->copied_files, 0u);
  EXPECT_LT(second->copied_bytes, first->copied_bytes / 4) << "the tables were copied again";
  EXPECT_TRUE(Verify().ok());
  // What only the first needed is gone: as many files as the manifest names, or fewer when equal.
  size_t kept = 0;
  for ([[maybe_unused]] const auto& entry : fs::directory_iterator(Backup() + "/files")) ++kept;
  EXPECT_LE(kept, second->files);
  ASSERT_TRUE(Restore("new").ok());
  ExpectSameLog("store", "new");
}

TEST_F(BackupTest, AnEmptyLogIsBackedUpToo) {
  { OpenOrDie(LogDir()); }
  ASSERT_TRUE(BackUp().ok());
  ASSERT_TRUE(Restore("new").ok());
  EXPECT_EQ(HeadOf("new").size, 0u);
}

// A writer in this process appends all the time, with calls large enough that tables are flushed
// and the WAL changes. What was acknowledged before a backup began is in it, and its root is the
// log's.
TEST_F(BackupTest, HoldsBesideAWriterWhateverWasAcknowledgedBefore) {
  const auto log = OpenOrDie(LogDir());
  std::atomic<bool> stop{false}, ended{false};
  std::atomic<uint64_t> acknowledged{0};
  constexpr int kCallsPerBackup = 10;
  std::atomic<int> backups{0};
  std::thread writer([&] {
    for (int call = 0; !stop.load();) {
      // No further ahead: where copying is slow, there would be ever more to copy.
      if (call >= kCallsPerBackup * (backups.load() + 1)) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        continue;
      }
      std::vector<AppendRequest> requests = Requests(absl::StrCat("c", call, "."), 200);
      for (AppendRequest& request : requests) request.body.append(2000, 'x');
      const auto results = log->Append(requests);
      EXPECT_TRUE(results.ok()) << results.status();
      if (!results.ok()) break;
      acknowledged = results->back().position;
      ++call;
    }
    ended = true;
  });
  for (; backups < 8; ++backups) {
    const uint64_t before = acknowledged.load();
    const auto made = BackUp();
    ASSERT_TRUE(made.ok()) << made.status();
    EXPECT_GE(made->head.size, before);
    // It may hold what is recorded and just being acknowledged.
    while (log->Size() < made->head.size && !ended) std::this_thread::yield();
    EXPECT_EQ(made->head.root, *log->RootAt(made->head.size));
  }
  stop = true;
  writer.join();
  ASSERT_TRUE(Verify().ok());
  ASSERT_TRUE(Restore("new").ok());
  const auto restored = OpenOrDie(folder_.Sub("new") + "/log");
  EXPECT_EQ(restored->Head().root, *log->RootAt(restored->Head().size));
  EXPECT_THAT(*restored->Check(), IsEmpty());
}

// Events that are in the WAL and that no head acknowledges (a crash between the two) are recorded:
// they are in the backup, and the restored log acknowledges them.
TEST_F(BackupTest, KeepsWhatIsRecordedBeyondTheHead) {
  const auto log = OpenOrDie(LogDir());
  ASSERT_TRUE(log->Append(Requests("a", 3)).ok());
  const std::string head = ReadFile(LogDir() + "/head");
  ASSERT_TRUE(log->Append(Requests("b", 2)).ok());
  fs::create_directories(folder_.Sub("crashed"));
  fs::copy(Store(), folder_.Sub("crashed"),
           fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  WriteFile(folder_.Sub("crashed") + "/log/head", head);
  const auto made = BackUpStore(folder_.Sub("crashed"), Backup(), {});
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->head.size, 5u);
  ASSERT_TRUE(Restore("new").ok());
  EXPECT_EQ((*ReadHeadFile(folder_.Sub("new") + "/log"))->head.size, 5u);
  EXPECT_EQ(HeadOf("new").root, log->Head().root);
}

TEST_F(BackupTest, AFolderHoldsOneStoreThatOnlyGoesOn) {
  Append("a", 10);
  ASSERT_TRUE(BackUp().ok());
  fs::rename(Store(), folder_.Sub("first"));
  Append("x", 50);
  const auto other = BackUp();
  EXPECT_EQ(other.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(other.status().message()), HasSubstr("another store"));
  fs::remove_all(Store());

  // The same store, put back to an earlier state: the backup holds more and is kept.
  fs::rename(folder_.Sub("first"), Store());
  const auto files = AllBytes(Store());
  Append("b", 5);
  ASSERT_TRUE(BackUp().ok());
  PutBytes(Store(), files);
  const auto older = BackUp();
  EXPECT_EQ(older.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(older.status().message()), HasSubstr("does not go on"));
  EXPECT_EQ(Verify()->head.size, 15u);
}

TEST_F(BackupTest, OnlyOneIsMadeAtATime) {
  Append("a", 1);
  absl::Status inner;
  BackupOptions options;
  options.progress = [&](uint64_t, uint64_t) {
    if (inner.ok()) inner = BackUp().status();
  };
  ASSERT_TRUE(BackUpStore(Store(), Backup(), options).ok());
  EXPECT_EQ(inner.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(inner.message()), HasSubstr("is being made"));
}

TEST_F(BackupTest, TheProgressEndsAtItsTotal) {
  Append("a", 500);
  uint64_t last = 0, last_total = 0;
  BackupOptions options;
  options.progress = [&](uint64_t done, uint64_t total) {
    EXPECT_GE(done, last);
    EXPECT_LE(done, total);
    EXPECT_TRUE(last_total == 0 || total == last_total);
    last = done;
    last_total = total;
  };
  ASSERT_TRUE(BackUpStore(Store(), Backup(), options).ok());
  EXPECT_EQ(last, last_total);
  EXPECT_GT(last, 0u);
}

TEST_F(BackupTest, SaysWhatIsMissing) {
  EXPECT_EQ(BackUp().status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Verify().status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Restore("new").status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace decree
