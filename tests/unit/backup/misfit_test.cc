// Backups and restores of parts that are each sound and do not belong together, and of folders in
// which something else stands: refused by name, and nothing that stood before is touched.
#include <rocksdb/file_system.h>

#include "core/backup/backup_manifest.h"
#include "core/backup/checkpoint_file.h"
#include "core/log/head_file.h"
#include "core/log/key_layout.h"
#include "core/log/log_folder.h"
#include "core/store/file_seam.h"
#include "core/store/log_database.h"
#include "tests/unit/backup/backup_testing.h"

namespace decree {
namespace {

using testing::AnyOf;
using testing::HasSubstr;

constexpr auto kDataLoss = absl::StatusCode::kDataLoss;
constexpr auto kInternal = absl::StatusCode::kInternal;
constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

class MisfitTest : public BackupFolderTest {
 protected:
  void SetUp() override {
    Append("a", 20);
    ASSERT_TRUE(BackUp().ok());
  }

  // The backup's manifest with one change, and a hash that fits it.
  void Remanifest(const std::function<void(BackupManifest&)>& change) {
    const std::string path = Backup() + "/" + kManifestName;
    auto manifest = ParseManifest(ReadFile(path));
    ASSERT_TRUE(manifest.ok()) << manifest.status();
    change(*manifest);
    WriteFile(path, EncodeManifest(*manifest));
  }

  // Puts other bytes into the backup in place of a file of the store.
  void Exchange(const std::string& path, const std::string& bytes) {
    Sha256 sha;
    const std::string hash = ToHex(sha.Plain(bytes));
    WriteFile(Backup() + "/files/" + hash, bytes);
    Remanifest([&](BackupManifest& manifest) {
      for (BackupFile& file : manifest.files) {
        if (file.path == path) file = {path, bytes.size(), hash};
      }
    });
  }

  // The head file of the store with one change, as it would have been written.
  std::string HeadWith(const std::function<void(HeadSlot&)>& change) {
    HeadSlot slot = **ReadHeadFile(LogDir());
    change(slot);
    const std::string dir = folder_.Sub("head-made");
    fs::create_directories(dir);
    const auto file = HeadFile::Open(dir, slot, true, nullptr);
    EXPECT_TRUE(file.ok() && (*file)->Write(slot.head, true).ok());
    return ReadFile(dir + "/head");
  }

  void ExpectRefused(const std::string& why) {
    for (const absl::Status& status : {Verify().status(), Restore("new").status()}) {
      EXPECT_EQ(status.code(), kDataLoss) << status;
      EXPECT_THAT(std::string(status.message()), HasSubstr(why));
    }
    EXPECT_FALSE(fs::exists(folder_.Sub("new")));
  }
};

TEST_F(MisfitTest, AManifestThatSaysOtherwiseIsRefused) {
  const std::string sound = ReadFile(Backup() + "/" + kManifestName);
  Remanifest([](BackupManifest& manifest) { ++manifest.head.size; });
  ExpectRefused("20 events");
  WriteFile(Backup() + "/" + kManifestName, sound);
  Remanifest([](BackupManifest& manifest) { manifest.head.root[0] ^= 1; });
  ExpectRefused("20 events");
  WriteFile(Backup() + "/" + kManifestName, sound);
  Remanifest([](BackupManifest& manifest) { manifest.store[0] ^= 1; });
  EXPECT_EQ(Verify().status().code(), kDataLoss);
}

TEST_F(MisfitTest, ABackupWithoutAHeadIsRefused) {
  Exchange("log/head", std::string(8192, '\0'));
  ExpectRefused("no valid head");
  Remanifest([](BackupManifest& manifest) {
    std::erase_if(manifest.files, [](const BackupFile& file) { return file.path == "log/head"; });
  });
  ExpectRefused("no valid head");
}

TEST_F(MisfitTest, AHeadOfAnotherStoreIsRefused) {
  Exchange("log/head", HeadWith([](HeadSlot& slot) { slot.store[5] ^= 1; }));
  ExpectRefused("of two different stores");
}

TEST_F(MisfitTest, AHeadThatAcknowledgesMoreIsRefused) {
  Exchange("log/head", HeadWith([](HeadSlot& slot) { slot.head.size = 25; }));
  ExpectRefused("lacks the acknowledged positions 21 to 25");
}

TEST_F(MisfitTest, AHeadOfAnotherHistoryIsRefused) {
  Exchange("log/head", HeadWith([](HeadSlot& slot) {
             slot.head.size = 12;
             slot.head.root[9] ^= 4;
           }));
  ExpectRefused("the first 12 events of the log give the root");
}

TEST_F(MisfitTest, ALogWhoseIndexDoesNotFitIsNotBackedUp) {
  {
    Sha256 sha;
    const auto database = LogDatabase::Open(LogDatabaseDir(LogDir()), LogDatabaseOptions());
    ASSERT_TRUE(database.ok());
    const auto batch = (*database)->NewBatch();
    batch->Put(LogTable::kIds, Key16Of(sha, "a3").view(), std::string(8, '\1'));
    ASSERT_TRUE((*database)->Commit(*batch, true).ok());
  }
  const absl::Status status = BackUp().status();
  EXPECT_EQ(status.code(), kDataLoss);
  EXPECT_THAT(std::string(status.message()), HasSubstr("the log is damaged"));
  EXPECT_TRUE(Verify().ok()) << "the former one stands";
}

TEST_F(MisfitTest, WhatIsNoDocumentAndNoCheckpointIsLeftOut) {
  const std::string sha = Keep("a notice");
  WriteFile(Store() + "/documents/notes.txt", "mine");
  fs::create_directories(Store() + "/audit/epoch-0001");
  fs::create_directories(Store() + "/audit/epoch-1");
  fs::create_directories(Store() + "/audit/other");
  const std::string kept = "/audit/epoch-0001/00000000000000000007";
  const Hash256 root = *OpenOrDie(LogDir())->RootAt(7);
  WriteFile(Store() + kept, absl::StrCat("example.org/log\n7\n", absl::Base64Escape(AsBytes(root)),
                                         "\n\nsignatures\n"));
  for (const char* foreign : {"/audit/epoch-0001/notes", "/audit/epoch-0001/0000000000000000000x",
                              "/audit/epoch-1/vkey", "/audit/other/vkey"}) {
    WriteFile(Store() + foreign, "mine");
  }
  WriteFile(Store() + "/audit/epoch-0001/vkey", "key");
  ASSERT_TRUE(BackUp().ok());
  ASSERT_TRUE(Restore("new").ok());
  const auto restored = AllBytes(folder_.Sub("new"));
  EXPECT_TRUE(restored.contains("documents/" + sha));
  EXPECT_TRUE(restored.contains(kept.substr(1)));
  EXPECT_TRUE(restored.contains("audit/epoch-0001/vkey"));
  for (const auto& [name, bytes] : restored) EXPECT_NE(bytes, "mine") << name;
}

TEST_F(MisfitTest, WhatStandsInTheWayOfABackupIsNamed) {
  const auto refused = [&](const std::string& path) {
    const absl::Status status = BackUp().status();
    EXPECT_FALSE(status.ok()) << path;
    EXPECT_THAT(std::string(status.message()), HasSubstr(path.substr(0, path.rfind('/'))));
    fs::remove_all(Store() + "/" + path.substr(0, path.find('/')));
  };
  WriteFile(Store() + "/documents", "a file");
  refused("documents/");
  fs::create_directories(Store() + "/documents");
  const std::string sha(64, 'a');
  fs::create_symlink(sha, Store() + "/documents/" + sha);  // leads to itself
  refused("documents/" + sha);
  WriteFile(Store() + "/audit", "a file");
  refused("audit/");
  fs::create_directories(Store() + "/audit");
  WriteFile(Store() + "/audit/epoch-0001", "a file");
  refused("audit/epoch-0001");
  fs::create_directories(Store() + "/audit/epoch-0001");
  fs::create_symlink("vkey", Store() + "/audit/epoch-0001/vkey");
  refused("audit/epoch-0001/vkey");
  fs::create_symlink("needs-doctor", LogDir() + "/needs-doctor");
  EXPECT_FALSE(BackUp().ok());
  fs::remove(LogDir() + "/needs-doctor");
  EXPECT_TRUE(BackUp().ok());
  WriteFile(folder_.Sub("file"), "text");
  EXPECT_EQ(BackUpStore(Store(), folder_.Sub("file/backup"), {}).status().code(), kInternal);
  fs::remove_all(Backup() + "/files");
  WriteFile(Backup() + "/files", "text");
  EXPECT_EQ(BackUp().status().code(), kInternal);
}

TEST_F(MisfitTest, ADamagedManifestIsMadeAnewAndANewerOneIsNot) {
  const std::string path = Backup() + "/" + kManifestName;
  WriteFile(path, "no manifest\n");
  EXPECT_EQ(Verify().status().code(), kDataLoss);
  EXPECT_EQ(Restore("new").status().code(), kDataLoss);
  ASSERT_TRUE(BackUp().ok());
  EXPECT_TRUE(Verify().ok());
  WriteFile(path, "decree backup 2\n");
  EXPECT_EQ(BackUp().status().code(), absl::StatusCode::kUnimplemented);
  EXPECT_EQ(Restore("new").status().code(), absl::StatusCode::kUnimplemented);
  EXPECT_EQ(ReadFile(path), "decree backup 2\n");
  fs::remove(path);
  fs::create_directories(path);
  EXPECT_FALSE(BackUp().ok());
  EXPECT_FALSE(Verify().ok());
}

TEST_F(MisfitTest, AStoreWithoutAUsableHeadIsNotBackedUp) {
  const std::string sound = ReadFile(LogDir() + "/head");
  WriteFile(LogDir() + "/head", std::string(8192, '\0'));
  EXPECT_THAT(std::string(BackUp().status().message()), HasSubstr("has no valid head file"));
  WriteFile(LogDir() + "/head", std::string(1 << 17, 'x'));
  EXPECT_EQ(BackUp().status().code(), kDataLoss);
  fs::remove(LogDir() + "/head");
  EXPECT_EQ(BackUp().status().code(), absl::StatusCode::kNotFound);
  WriteFile(LogDir() + "/head", sound);
  fs::rename(LogDir() + "/db/CURRENT", folder_.Sub("CURRENT"));
  EXPECT_EQ(BackUp().status().code(), absl::StatusCode::kNotFound);
  // A manifest that is not there does not come by waiting for it.
  WriteFile(LogDir() + "/db/CURRENT", "MANIFEST-999999\n");
  EXPECT_THAT(BackUp().status().code(), AnyOf(kDataLoss, absl::StatusCode::kNotFound));
  fs::remove_all(LogDir() + "/db");
  EXPECT_EQ(BackUp().status().code(), absl::StatusCode::kNotFound);
  EXPECT_TRUE(Verify().ok()) << "the former one stands";
}

// Whenever the folder is listed there is a file more in it, or a file that was listed is gone.
class RestlessFiles : public rocksdb::FileSystemWrapper {
 public:
  explicit RestlessFiles(bool removes)
      : FileSystemWrapper(rocksdb::FileSystem::Default()), removes_(removes) {}
  const char* Name() const override { return "RestlessFiles"; }
  rocksdb::IOStatus GetChildren(const std::string& dir, const rocksdb::IOOptions& options,
                                std::vector<std::string>* names,
                                rocksdb::IODebugContext* debug) override {
    const std::string added = absl::StrCat(dir, "/9", ++listed_, ".log");
    if (dir.ends_with("/db")) WriteFile(added, "");
    rocksdb::IOStatus status = target()->GetChildren(dir, options, names, debug);
    if (dir.ends_with("/db") && removes_) fs::remove(added);
    return status;
  }

 private:
  const bool removes_;
  int listed_ = 100'000;
};

TEST_F(MisfitTest, AStoreWhoseFilesChangeAllTheTimeIsToBeTriedAgain) {
  for (const bool removes : {false, true}) {
    BackupOptions options;
    options.files = std::make_shared<FileSeam>(FileSeam{std::make_shared<RestlessFiles>(removes)});
    const absl::Status status = BackUpStore(Store(), Backup(), options).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable) << status;
    EXPECT_TRUE(Verify().ok());
  }
}

TEST_F(MisfitTest, WhatStandsInTheWayOfARestoreIsNamed) {
  EXPECT_EQ(RestoreStore(Backup(), "", {}).status().code(), kInvalid);
  fs::create_symlink("nowhere", folder_.Sub("link"));
  EXPECT_EQ(Restore("link").status().code(), kInvalid);
  WriteFile(folder_.Sub("file"), "text");
  EXPECT_EQ(Restore("file/new").status().code(), kInternal);
  {
    const auto lock = FolderLock::Take(folder_.Sub("new") + ".restoring");
    const absl::Status status = Restore("new").status();
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_THAT(std::string(status.message()), HasSubstr("another restore"));
  }
  EXPECT_TRUE(Restore("new").ok());
  // An empty staging folder is nobody's.
  fs::create_directories(folder_.Sub("other.restoring"));
  EXPECT_TRUE(Restore("other").ok());
}

TEST_F(MisfitTest, ACheckpointOfTheStoreThatDoesNotReadStopsItsRestore) {
  fs::create_directories(Store() + "/audit/epoch-0001");
  const std::string kept = "/audit/epoch-0001/00000000000000000007";
  WriteFile(Store() + kept, "example.org/log\nseven\n\n\n");
  ASSERT_TRUE(BackUp().ok());
  const absl::Status status = Restore("new").status();
  EXPECT_EQ(status.code(), kInvalid);
  EXPECT_THAT(std::string(status.message()), HasSubstr(kept));
  EXPECT_FALSE(fs::exists(folder_.Sub("new")));
}

// The checkpoint given and the store's own both lie ahead: the first of them is what is noted.
TEST_F(MisfitTest, OfTwoCheckpointsAheadTheOneGivenIsNoted) {
  fs::create_directories(Store() + "/audit/epoch-0001");
  const std::string root = absl::Base64Escape(std::string(32, 'r'));
  WriteFile(Store() + "/audit/epoch-0001/00000000000000000050",
            absl::StrCat("own.example/log\n50\n", root, "\n\n"));
  ASSERT_TRUE(BackUp().ok());
  RestoreOptions options;
  options.checkpoint_file = folder_.Sub("noted");
  options.new_epoch = true;
  WriteFile(options.checkpoint_file, absl::StrCat("given.example/log\n60\n", root, "\n\n"));
  const auto restored = Restore("new", options);
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_TRUE(restored->is_new_epoch);
  EXPECT_THAT(ReadFile(folder_.Sub("new") + "/" + kNewEpochName), HasSubstr("given.example"));
}

// The root that a checkpoint asks for rests on a node that is not there: no verdict is given.
TEST_F(MisfitTest, ACheckpointIsNotHeldAgainstALogThatDoesNotRead) {
  Append("b", 300);
  {
    const auto database = LogDatabase::Open(LogDatabaseDir(LogDir()), LogDatabaseOptions());
    ASSERT_TRUE(database.ok());
    const auto batch = (*database)->NewBatch();
    batch->Put(LogTable::kMeta, NodeKey(8, 0), "short");
    ASSERT_TRUE((*database)->Commit(*batch, true).ok());
  }
  LogOptions reading;
  reading.read_only = true;
  const auto log = OpenOrDie(LogDir(), reading);
  RestoreOptions options;
  options.checkpoint_file = folder_.Sub("noted");
  options.new_epoch = true;
  WriteFile(
      options.checkpoint_file,
      absl::StrCat("example.org/log\n310\n", absl::Base64Escape(std::string(32, 'r')), "\n\n"));
  bool is_new_epoch = true;
  EXPECT_EQ(SettleEpoch(*log, Store(), options, is_new_epoch).code(), kDataLoss);
  EXPECT_FALSE(is_new_epoch);
}

TEST(CheckpointPathTest, OnlyWhatAStoreSignsItself) {
  EXPECT_TRUE(IsCheckpointPath("audit/epoch-0001/vkey"));
  EXPECT_TRUE(IsCheckpointPath("audit/epoch-0001/00000000000000000007"));
  for (const char* other :
       {"", "audit", "audit/epoch-0001", "audit/epoch-0001/", "audit/epoch-0001/vkey/x",
        "other/epoch-0001/vkey", "audit/epoch-001/vkey", "audit/epoch-00x1/vkey",
        "audit/age-0001/vkey", "audit/epoch-0001/7", "audit/epoch-0001/0000000000000000000x",
        "audit/epoch-0001/../vkey"}) {
    EXPECT_FALSE(IsCheckpointPath(other)) << other;
  }
}

}  // namespace
}  // namespace decree
