// The manifest of a backup: what it reads back, and what it refuses.
#include "absl/strings/str_replace.h"
#include "core/backup/backup_manifest.h"
#include "tests/unit/backup/backup_testing.h"

namespace decree {
namespace {

using testing::HasSubstr;

BackupManifest Sample() {
  BackupManifest manifest;
  manifest.store.fill(0xab);
  manifest.head = {7, EmptyRoot(), 1'700'000'000'000'001};
  manifest.made_us = 1'700'000'000'000'002;
  const std::string sha(64, '0');
  manifest.files = {
      {"documents/" + sha, 12, sha}, {"log/db/000012.sst", 0, sha}, {"log/head", 8192, sha}};
  return manifest;
}

// With the last line made anew, so that only the change itself can be what is refused.
std::string Changed(const std::string& from, const std::string& to) {
  std::string text = EncodeManifest(Sample());
  text.resize(text.rfind("end "));
  EXPECT_THAT(text, HasSubstr(from));
  text = absl::StrReplaceAll(text, {{from, to}});
  Sha256 sha;
  return absl::StrCat(text, "end ", ToHex(sha.Plain(text)), "\n");
}

TEST(ManifestTest, ReadsBackWhatWasWritten) {
  const auto read = ParseManifest(EncodeManifest(Sample()));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->store, Sample().store);
  EXPECT_EQ(read->head.size, 7u);
  EXPECT_EQ(read->head.root, EmptyRoot());
  EXPECT_EQ(read->head.recorded_us, 1'700'000'000'000'001);
  EXPECT_EQ(read->made_us, 1'700'000'000'000'002);
  ASSERT_EQ(read->files.size(), 3u);
  EXPECT_EQ(read->files[1].path, "log/db/000012.sst");
  EXPECT_EQ(read->Bytes(), 8204u);
  EXPECT_TRUE(ParseManifest(Changed("size 7", "size 7")).ok());
}

TEST(ManifestTest, RefusesANewerFormat) {
  EXPECT_EQ(ParseManifest(Changed("decree backup 1", "decree backup 2")).status().code(),
            absl::StatusCode::kUnimplemented);
}

TEST(ManifestTest, RefusesWhatDoesNotRead) {
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {"decree backup 1", "decree backup one"},
           {"size 7", "size -7"},
           {"size 7\n", ""},
           {"root ", "root 0"},
           {"store ab", "store AB"},
           {"log/head", "log/head2"},
           {"log/db/000012.sst", "log/db/../../x"},
           {"log/db/000012.sst", "/etc/passwd"},
           {"log/db/000012.sst", "log/db/.hidden"},
           {"log/db/000012.sst", "log/db/a b"},
           {"log/db/000012.sst", "log/head"},
           {"log/db/000012.sst", "log/db/"},
           {"log/db/000012.sst", "log/db/" + std::string(129, 'n')},
           {" 8192 ", " many "},
           {" 8192 ", " "},
           {" log/head", " log/head more"},
           {"file 0", "file g"},
           {"file 0", "fill 0"},
           {"store ", "stores "},
           {"size ", "seize "},
           {"root ", "rood "},
           {"root e", "root E"},
           {"recorded ", "record "},
           {"recorded 17", "recorded on 17"},
           {"made ", "mode "},
           {"made 17", "made on 17"},
           {"made 1700000000000002\n", "made 1700000000000002\nmore\n"}}) {
    const absl::Status status = ParseManifest(Changed(from, to)).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << from << " -> " << to;
  }
  EXPECT_EQ(ParseManifest("").status().code(), absl::StatusCode::kDataLoss);
  Sha256 sha;
  for (const std::string lines :
       {"decree backup 1\n", "decree backup 1\nstore 00", "decree backup 1"}) {
    const std::string end = absl::StrCat("end ", ToHex(sha.Plain(lines)), "\n");
    EXPECT_EQ(ParseManifest(lines + end).status().code(), absl::StatusCode::kDataLoss) << lines;
  }
  const std::string text = EncodeManifest(Sample());
  EXPECT_EQ(ParseManifest(text.substr(0, text.size() / 2)).status().code(),
            absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace decree
