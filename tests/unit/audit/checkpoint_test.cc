#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "core/audit/audit_files.h"
#include "core/audit/checkpoint_folder.h"
#include "tests/unit/audit/audited_folder.h"

namespace decree {
namespace {

namespace fs = std::filesystem;

constexpr char kFirst[] = "/epoch-0001/00000000000000000002";

class CheckpointTest : public testing::Test {
 protected:
  void SetUp() override { folder_.Append({Duty("a", "us/a"), Duty("b", "us/b")}); }

  // The store told otherwise, with the files of the audit as they were.
  void Rewrite(const std::vector<std::string>& lines) {
    fs::rename(folder_.AuditDir(), folder_.Dir() + "-audit");
    fs::remove_all(folder_.Dir());
    folder_.Append(lines);
    fs::rename(folder_.Dir() + "-audit", folder_.AuditDir());
    fs::remove(folder_.AuditDir() + "/log");  // whoever rewrites does not leave the id
  }
  std::string Kept(const std::string& name) {
    return *ReadBounded(folder_.AuditDir() + name, 1 << 20);
  }

  AuditedFolder folder_;
};

TEST_F(CheckpointTest, IsKeptBeforeItIsShown) {
  const auto made = folder_.Sign();
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_TRUE(made->is_new);
  EXPECT_EQ(made->hashed, 2u);
  EXPECT_EQ(Kept(kFirst), made->signed_checkpoint.note);
  EXPECT_EQ(Kept("/epoch-0001/vkey"), folder_.key().verifier().Format() + "\n");
  const auto newest = folder_.Open()->Newest();
  ASSERT_TRUE(newest.ok()) << newest.status();
  EXPECT_EQ(newest->note, made->signed_checkpoint.note);
  EXPECT_EQ(newest->checkpoint.size, 2u);
}

TEST_F(CheckpointTest, OfTheSameSizeIsTheSame) {
  const auto first = folder_.Sign();
  const auto second = folder_.Sign();
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_FALSE(second->is_new);
  EXPECT_EQ(second->hashed, 0u);
  EXPECT_EQ(second->signed_checkpoint.note, first->signed_checkpoint.note);
}

TEST_F(CheckpointTest, HashesOnlyWhatIsNewAndGivesWhatAFullOneGives) {
  ASSERT_TRUE(folder_.Sign().ok());
  folder_.Append({Duty("c", "us/a"), Duty("d", "us/d"), Duty("e", "us/e")});
  const auto grown = folder_.Sign();
  ASSERT_TRUE(grown.ok()) << grown.status();
  EXPECT_EQ(grown->hashed, 3u);
  CheckpointOptions full;
  full.full = true;
  const auto again = folder_.Sign(full);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->hashed, 5u);
  EXPECT_EQ(again->signed_checkpoint.checkpoint, grown->signed_checkpoint.checkpoint);
  EXPECT_TRUE(folder_.Open()->Verify(grown->signed_checkpoint.checkpoint, nullptr).ok());
  // The table that was kept is a convenience; without it everything is read.
  fs::remove(folder_.AuditDir() + "/epoch-0001/streams");
  folder_.Append({Duty("f", "us/f")});
  const auto without = folder_.Sign();
  ASSERT_TRUE(without.ok()) << without.status();
  EXPECT_EQ(without->hashed, 6u);
  // So is one that is bent.
  std::ofstream(folder_.AuditDir() + "/epoch-0001/streams") << "bent";
  folder_.Append({Duty("g", "us/g")});
  EXPECT_EQ(folder_.Sign()->hashed, 7u);
}

TEST_F(CheckpointTest, AnAlteredOrCutLogIsNotSigned) {
  ASSERT_TRUE(folder_.Sign().ok());
  Rewrite({Duty("a", "us/a", R"(,"note":"altered")"), Duty("b", "us/b"), Duty("c", "us/c")});
  const auto altered = folder_.Sign();
  EXPECT_EQ(altered.status().code(), absl::StatusCode::kDataLoss) << altered.status();
  Rewrite({Duty("a", "us/a")});
  const auto cut = folder_.Sign();
  EXPECT_EQ(cut.status().code(), absl::StatusCode::kDataLoss) << cut.status();
  // Of the same size, and with all hashed.
  Rewrite({Duty("b", "us/b"), Duty("a", "us/a")});
  EXPECT_EQ(folder_.Sign().status().code(), absl::StatusCode::kDataLoss);
  CheckpointOptions full;
  full.full = true;
  EXPECT_EQ(folder_.Sign(full).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_FALSE(fs::exists(folder_.AuditDir() + "/epoch-0001/00000000000000000003"));
}

TEST_F(CheckpointTest, AnotherKeyBeginsAnotherEpochOrNothing) {
  ASSERT_TRUE(folder_.Sign().ok());
  const auto same_origin = *SigningKey::Generate("example.org/log");
  const auto other_origin = *SigningKey::Generate("example.org/log-2");
  CheckpointOptions epoch;
  epoch.new_epoch = true;
  const auto sign = [&](const SigningKey& key, const CheckpointOptions& options) {
    return folder_.Open()->MakeCheckpoint(key, options);
  };
  const auto refused = absl::StatusCode::kFailedPrecondition;
  EXPECT_EQ(sign(same_origin, {}).status().code(), refused);
  EXPECT_EQ(sign(same_origin, epoch).status().code(), refused);
  EXPECT_EQ(sign(other_origin, {}).status().code(), refused);
  EXPECT_EQ(sign(folder_.key(), epoch).status().code(), refused);
  // After a restore of something older, the new origin signs what is there.
  Rewrite({Duty("a", "us/a")});
  const auto made = sign(other_origin, epoch);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->signed_checkpoint.checkpoint.origin, "example.org/log-2");
  EXPECT_EQ(folder_.Open()->Newest()->note, made->signed_checkpoint.note);
  EXPECT_TRUE(sign(other_origin, {}).ok());
  EXPECT_EQ(sign(folder_.key(), {}).status().code(), refused);
  EXPECT_TRUE(fs::exists(folder_.AuditDir() + kFirst));  // the first epoch's stay
}

TEST_F(CheckpointTest, AnotherStoresLogIsNotSignedUnderANewEpochEither) {
  ASSERT_TRUE(folder_.Sign().ok());
  const std::string id = Kept("/log");
  Rewrite({Duty("a", "us/a")});
  std::ofstream(folder_.AuditDir() + "/log") << id;
  CheckpointOptions epoch;
  epoch.new_epoch = true;
  const auto other_origin = *SigningKey::Generate("example.org/log-2");
  const absl::Status status = folder_.Open()->MakeCheckpoint(other_origin, epoch).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << status;
  EXPECT_EQ(folder_.Open()->MakeCheckpoint(folder_.key(), {}).status().code(),
            absl::StatusCode::kDataLoss);
}

TEST_F(CheckpointTest, WhatWasSignedMustReadBeforeMoreIsSigned) {
  ASSERT_TRUE(folder_.Sign().ok());
  folder_.Append({Duty("c", "us/c")});
  const std::string path = folder_.AuditDir() + kFirst;
  const std::string sound = Kept(kFirst);
  for (const size_t place : {size_t{0}, sound.size() / 2, sound.size() - 3}) {
    std::string bent = sound;
    bent[place] = static_cast<char>(bent[place] ^ 1);
    std::ofstream(path, std::ios::binary) << bent;
    EXPECT_EQ(folder_.Sign().status().code(), absl::StatusCode::kDataLoss) << place;
  }
  std::ofstream(path, std::ios::binary) << sound.substr(0, sound.size() / 2);
  EXPECT_EQ(folder_.Sign().status().code(), absl::StatusCode::kDataLoss);
  std::ofstream(path, std::ios::binary) << sound;
  // A checkpoint under another's name.
  fs::copy_file(path, folder_.AuditDir() + "/epoch-0001/00000000000000000003");
  EXPECT_EQ(folder_.Sign().status().code(), absl::StatusCode::kDataLoss);
  fs::remove(folder_.AuditDir() + "/epoch-0001/00000000000000000003");
  // What a crash leaves beside is passed over.
  std::ofstream(folder_.AuditDir() + "/epoch-0001/.00000000000000000003.new") << "torn";
  fs::create_directory(folder_.AuditDir() + "/epoch-0002");
  EXPECT_TRUE(folder_.Sign().ok());
}

TEST_F(CheckpointTest, OnlyOneProcessSigns) {
  const auto lock = LockCheckpoints(folder_.AuditDir());
  ASSERT_TRUE(lock.ok());
  EXPECT_EQ(folder_.Sign().status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(CheckpointTest, SizesOnlyGrow) {
  const auto made = folder_.Sign();
  ASSERT_TRUE(made.ok());
  auto kept = CheckpointFolder::Open(folder_.AuditDir());
  ASSERT_TRUE(kept.ok());
  SignedCheckpoint again = made->signed_checkpoint;
  EXPECT_EQ(kept->Keep(again, "").code(), absl::StatusCode::kFailedPrecondition);
  again.checkpoint.size = 1;
  EXPECT_EQ(kept->Keep(again, "").code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Kept(kFirst), made->signed_checkpoint.note);
}

TEST_F(CheckpointTest, NothingIsSignedOfAnEmptyStore) {
  AuditedFolder empty;
  empty.folder().Open("store")->Close().IgnoreError();
  EXPECT_EQ(empty.Sign().status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(empty.Open()->Newest().status().code(), absl::StatusCode::kNotFound);
}

TEST_F(CheckpointTest, VerifyNamesWhatDiffers) {
  const auto made = folder_.Sign();
  LogCheckpoint checkpoint = made->signed_checkpoint.checkpoint;
  checkpoint.root[0] ^= 1;
  EXPECT_EQ(folder_.Open()->Verify(checkpoint, nullptr).code(), absl::StatusCode::kDataLoss);
  checkpoint = made->signed_checkpoint.checkpoint;
  checkpoint.stream_root[0] ^= 1;
  const absl::Status table = folder_.Open()->Verify(checkpoint, nullptr);
  EXPECT_NE(table.message().find("stream table"), absl::string_view::npos) << table;
  checkpoint = made->signed_checkpoint.checkpoint;
  ++checkpoint.size;
  EXPECT_EQ(folder_.Open()->Verify(checkpoint, nullptr).code(), absl::StatusCode::kDataLoss);
}

TEST_F(CheckpointTest, AKeyFileIsItsOwnersAlone) {
  const std::string path = folder_.folder().Dir("log.key");
  ASSERT_TRUE(WriteSecret(path, "secret").ok());
  struct stat status {};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  EXPECT_EQ(*ReadSecret(path, 100), "secret");
  EXPECT_EQ(WriteSecret(path, "other").code(), absl::StatusCode::kAlreadyExists);
  for (const mode_t mode : {0640u, 0604u, 0644u, 0620u, 0700u}) {
    ASSERT_EQ(::chmod(path.c_str(), mode), 0);
    EXPECT_EQ(ReadSecret(path, 100).status().code(), absl::StatusCode::kPermissionDenied) << mode;
  }
  ASSERT_EQ(::chmod(path.c_str(), 0400), 0);
  EXPECT_TRUE(ReadSecret(path, 100).ok());
  EXPECT_EQ(ReadSecret(path, 5).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReadSecret(path + "-none", 5).status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace decree
