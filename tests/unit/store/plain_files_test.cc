// Whole files and slot files where the machine does not give what was asked: files that are gone,
// shortened while they are read, folders in the way.
#include "core/store/plain_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <filesystem>
#include <fstream>

#include "core/base/no_room.h"
#include "core/store/rocksdb_status.h"
#include "core/store/slot_file.h"
#include "tests/unit/log/log_testing.h"

namespace decree {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr auto kDataLoss = absl::StatusCode::kDataLoss;
constexpr auto kInternal = absl::StatusCode::kInternal;
constexpr auto kNotFound = absl::StatusCode::kNotFound;

class PlainFilesTest : public testing::Test {
 protected:
  PlainFilesTest() { fs::create_directories(folder_.Sub("dir")); }
  std::string Path(const std::string& name) { return folder_.Sub("dir/" + name); }
  void Write(const std::string& name, const std::string& bytes) {
    std::ofstream(Path(name), std::ios::binary | std::ios::trunc) << bytes;
  }
  absl::Status Make(const std::string& name, const std::string& bytes) {
    return files_.Make(Path(name), [&](const PlainFiles::Sink& sink) { return sink(bytes); });
  }

  TestFolder folder_;
  const PlainFiles files_;
};

TEST_F(PlainFilesTest, AFileIsReadToTheLimitAndNotBeyond) {
  Write("file", std::string(100, 'x'));
  EXPECT_EQ(*files_.ReadAll(Path("file"), 100), std::string(100, 'x'));
  const absl::Status longer = files_.ReadAll(Path("file"), 99).status();
  EXPECT_EQ(longer.code(), kDataLoss);
  EXPECT_THAT(std::string(longer.message()), HasSubstr("has 100 bytes, at most 99"));
  EXPECT_EQ(files_.ReadAll(Path("none"), 1).status().code(), kNotFound);
  Write("empty", "");
  EXPECT_EQ(*files_.ReadAll(Path("empty"), 0), "");
}

TEST_F(PlainFilesTest, AFileThatHasBecomeShorterIsDataLoss) {
  Write("file", std::string(3 << 20, 'x'));
  const auto source = files_.Open(Path("file"));
  ASSERT_TRUE(source.ok());
  fs::resize_file(Path("file"), (2 << 20) - 10);
  uint64_t read = 0;
  const absl::Status status = (*source)->Read([&](absl::string_view piece) {
    read += piece.size();
    return absl::OkStatus();
  });
  EXPECT_EQ(status.code(), kDataLoss);
  EXPECT_EQ(read, uint64_t{(2 << 20) - 10});
  EXPECT_THAT(std::string(status.message()), HasSubstr("ends after 2097142 of 3145728 bytes"));
}

TEST_F(PlainFilesTest, AFolderIsNoFile) {
  EXPECT_FALSE(files_.ReadAll(folder_.Sub("dir"), 100).ok());
}

TEST_F(PlainFilesTest, WhoReadsMayStop) {
  Write("file", std::string(3 << 20, 'x'));
  int pieces = 0;
  const absl::Status status = (*files_.Open(Path("file")))->Read([&](absl::string_view) {
    return ++pieces == 2 ? absl::CancelledError("enough") : absl::OkStatus();
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(pieces, 2);
}

TEST_F(PlainFilesTest, WhatIsNotFinishedLeavesWhatWasThere) {
  ASSERT_TRUE(Make("file", "former").ok());
  const absl::Status stopped = files_.Make(Path("file"), [](const PlainFiles::Sink& sink) {
    EXPECT_TRUE(sink("half of").ok());
    return absl::AbortedError("no more");
  });
  EXPECT_EQ(stopped.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(*files_.ReadAll(Path("file"), 100), "former");
  EXPECT_THAT(*files_.List(folder_.Sub("dir")), ElementsAre("file"));
  // A folder that is not empty stands where the file should be.
  fs::create_directories(Path("folder/inside"));
  EXPECT_FALSE(Make("folder", "text").ok());
  EXPECT_THAT(*files_.List(folder_.Sub("dir")), ElementsAre("file", "folder"));
  EXPECT_EQ(Make("none/file", "text").code(), kNotFound);
}

TEST_F(PlainFilesTest, FoldersAreMadeSyncedAndListedOrNamed) {
  Write("file", "x");
  EXPECT_TRUE(files_.MakeFolder(Path("a/b")).ok());
  EXPECT_TRUE(files_.MakeFolder(Path("a/b")).ok());
  EXPECT_EQ(files_.MakeFolder(Path("file/b")).code(), kInternal);
  EXPECT_TRUE(files_.SyncFolder(Path("a")).ok());
  EXPECT_FALSE(files_.SyncFolder(Path("none")).ok());
  EXPECT_EQ(files_.List(Path("none")).status().code(), kNotFound);
  EXPECT_EQ(files_.List(Path("file")).status().code(), kInternal) << "that is not an empty folder";
  EXPECT_THAT(*files_.List(folder_.Sub("dir")), ElementsAre("a", "file"));
}

TEST_F(PlainFilesTest, FilesAreSyncedMovedAndTakenAwayOrNamed) {
  Write("file", "x");
  EXPECT_TRUE(files_.SyncFile(Path("file")).ok());
  EXPECT_EQ(files_.SyncFile(Path("none")).code(), kNotFound);
  EXPECT_EQ(files_.SyncFile(Path("file/none")).code(), kInternal);
  EXPECT_EQ(files_.SyncFile("/dev/null").code(), kInternal) << "it cannot be synced";
  EXPECT_TRUE(files_.Rename(Path("file"), Path("other")).ok());
  EXPECT_FALSE(files_.Rename(Path("file"), Path("other")).ok());
  EXPECT_TRUE(files_.Remove(Path("other")).ok());
  EXPECT_TRUE(files_.Remove(Path("other")).ok()) << "it is gone already";
  fs::create_directories(Path("folder/inside"));
  EXPECT_FALSE(files_.Remove(Path("folder")).ok());
}

TEST(FolderAboveTest, IsTheSameWithASlashAtTheEnd) {
  EXPECT_EQ(FolderAbove("/a/b"), "/a");
  EXPECT_EQ(FolderAbove("/a/b/"), "/a");
  EXPECT_EQ(FolderAbove("/a/x/../b"), "/a");
  EXPECT_EQ(FolderAbove("b"), fs::current_path().string());
}

class SlotFileTest : public PlainFilesTest {};

TEST_F(SlotFileTest, IsMadeOverwrittenAndRead) {
  ASSERT_TRUE(CreateSlotFile(folder_.Sub("dir"), "slots", 100, nullptr).ok());
  EXPECT_EQ(*ReadSlotFile(Path("slots")), std::string(100, '\0'));
  const auto file = OpenSlotFile(Path("slots"), nullptr);
  ASSERT_TRUE(file.ok());
  ASSERT_TRUE((*file)->Write(10, "abc").ok());
  ASSERT_TRUE((*file)->Sync().ok());
  const auto reader = OpenSlotReader(Path("slots"));
  ASSERT_TRUE(reader.ok());
  std::string read(3, '\0');
  ASSERT_TRUE((*reader)->Read(10, absl::MakeSpan(read)).ok());
  EXPECT_EQ(read, "abc");
}

TEST_F(SlotFileTest, ReadingBeyondItsEndIsAnError) {
  Write("slots", "0123456789");
  const auto reader = OpenSlotReader(Path("slots"));
  std::string read(4, '\0');
  for (const uint64_t offset : {7u, 10u, 1'000u}) {
    const absl::Status status = (*reader)->Read(offset, absl::MakeSpan(read));
    EXPECT_EQ(status.code(), kInternal) << offset;
    EXPECT_THAT(std::string(status.message()), HasSubstr("ends before byte"));
  }
}

TEST_F(SlotFileTest, WhatIsNotThereOrDoesNotReadIsNamed) {
  EXPECT_EQ(OpenSlotFile(Path("none"), nullptr).status().code(), kNotFound);
  EXPECT_EQ(OpenSlotReader(Path("none")).status().code(), kNotFound);
  EXPECT_EQ(ReadSlotFile(Path("none")).status().code(), kNotFound);
  EXPECT_FALSE(CreateSlotFile(Path("none"), "slots", 10, nullptr).ok());
  // A folder opens, and does not read: that is an error, not an empty file.
  EXPECT_EQ(ReadSlotFile(folder_.Sub("dir")).status().code(), kInternal);
  fs::create_symlink("self", Path("self"));
  EXPECT_FALSE(ReadSlotFile(Path("self")).ok());
  Write("empty", "");
  EXPECT_EQ(*ReadSlotFile(Path("empty")), "");
}

TEST(RocksdbStatusTest, EachKindHasItsCode) {
  using rocksdb::Status;
  const auto code = [](const Status& status) { return FromRocksdb(status, "here").code(); };
  EXPECT_EQ(code(Status::OK()), absl::StatusCode::kOk);
  EXPECT_EQ(code(Status::Corruption("x")), kDataLoss);
  EXPECT_EQ(code(Status::NoSpace("x")), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(code(Status::NotFound("x")), kNotFound);
  EXPECT_EQ(code(Status::PathNotFound("x")), kNotFound);
  EXPECT_EQ(code(Status::IOError("x", "No such file or directory")), kNotFound);
  EXPECT_EQ(code(Status::IOError("While lock file: x")), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(code(Status::IOError("lock hold by current process")),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(code(Status::IOError("x")), kInternal);
  EXPECT_EQ(code(Status::Busy("While lock file")), kInternal);
}

TEST(NoRoomTest, IsToldApartFromOtherBoundsAndOutlastsMoreWords) {
  using rocksdb::Status;
  for (const Status& status : {Status::NoSpace("x"), Status::IOError("x", "Disk quota exceeded"),
                               Status::IOError("x", "File too large")}) {
    EXPECT_TRUE(IsNoRoom(FromRocksdb(status, "here"))) << status.ToString();
  }
  EXPECT_FALSE(IsNoRoom(FromRocksdb(Status::IOError("x"), "here")));
  for (const int error : {ENOSPC, EDQUOT, EFBIG})
    EXPECT_TRUE(IsNoRoom(SystemCallError("x", error)));
  EXPECT_EQ(SystemCallError("x", EIO).code(), kInternal);
  EXPECT_FALSE(IsNoRoom(absl::ResourceExhaustedError("too many rows")));
  EXPECT_FALSE(IsNoRoom(absl::OkStatus()));
  const absl::Status longer = Prefixed("there: ", NoRoomError("full"));
  EXPECT_TRUE(IsNoRoom(longer));
  EXPECT_EQ(longer.message(), "there: full");
  EXPECT_FALSE(IsNoRoom(Prefixed("there: ", absl::ResourceExhaustedError("rows"))));
  EXPECT_TRUE(Prefixed("there: ", absl::OkStatus()).ok());
}

TEST_F(PlainFilesTest, ASlotFileThatIsTooLargeIsNoneAndIsNotRead) {
  Write("large", std::string((1 << 20) + 1, 'x'));
  EXPECT_EQ(ReadSlotFile(Path("large")).status().code(), kDataLoss);
}

}  // namespace
}  // namespace decree
