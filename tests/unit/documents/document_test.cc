// Source texts under their hashes: what is kept, what is refused, and damage.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <vector>

#include "core/documents/document_store.h"
#include "tests/unit/log/log_testing.h"

namespace decree {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr char kShaOfAbc[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

class DocumentTest : public testing::Test {
 protected:
  absl::StatusOr<KeptDocument> Keep(const std::string& text) {
    const std::string path = folder_.Sub("text");
    std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
    return documents_.Keep(path);
  }
  std::vector<std::string> Findings() {
    std::vector<std::string> findings;
    EXPECT_TRUE(documents_.Check([&](const std::string& said) { findings.push_back(said); }).ok());
    return findings;
  }

  TestFolder folder_;
  const DocumentStore documents_{folder_.Sub("store/documents")};
};

TEST_F(DocumentTest, IsKeptOnceUnderItsHash) {
  const auto kept = Keep("abc");
  ASSERT_TRUE(kept.ok()) << kept.status();
  EXPECT_EQ(kept->sha256, kShaOfAbc);
  EXPECT_EQ(kept->bytes, 3u);
  EXPECT_FALSE(kept->repeated);
  EXPECT_TRUE(Keep("abc")->repeated);
  EXPECT_EQ(*documents_.Read(kShaOfAbc), "abc");
  const std::string binary("\0\xff\r\n\x1b", 5);
  EXPECT_EQ(*documents_.Read(Keep(binary)->sha256), binary);
  EXPECT_EQ(*documents_.Check(nullptr), 2u);
}

TEST_F(DocumentTest, RefusesWhatIsNoDocument) {
  EXPECT_EQ(Keep("").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(documents_.Keep(folder_.Sub("absent")).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(documents_.Keep(folder_.Sub("")).status().code(), absl::StatusCode::kInvalidArgument);
  std::ofstream(folder_.Sub("large")).close();
  std::filesystem::resize_file(folder_.Sub("large"), kDocumentBytesMax + 1);
  const absl::Status large = documents_.Keep(folder_.Sub("large")).status();
  EXPECT_EQ(large.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(large.message()), HasSubstr("67108864"));
  EXPECT_FALSE(std::filesystem::exists(folder_.Sub("store")));
}

TEST_F(DocumentTest, AsksForAHashAndSaysWhatIsNotKept) {
  for (const char* no_hash : {"", "abc", "../../../etc/passwd",
                              "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"}) {
    EXPECT_EQ(documents_.Read(no_hash).status().code(), absl::StatusCode::kInvalidArgument);
  }
  EXPECT_EQ(documents_.Read(kShaOfAbc).status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(Findings(), IsEmpty());
}

TEST_F(DocumentTest, DamageIsSeenAndMendedByKeepingTheFileAgain) {
  ASSERT_TRUE(Keep("abc").ok());
  const std::string path = folder_.Sub("store/documents/") + kShaOfAbc;
  std::ofstream(path, std::ios::trunc) << "abd";
  EXPECT_EQ(documents_.Read(kShaOfAbc).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(Findings(), ElementsAre(HasSubstr(kShaOfAbc)));
  EXPECT_FALSE(Keep("abc")->repeated);
  EXPECT_EQ(*documents_.Read(kShaOfAbc), "abc");
  EXPECT_THAT(Findings(), IsEmpty());
}

TEST_F(DocumentTest, StrayFilesAreTold) {
  ASSERT_TRUE(Keep("abc").ok());
  std::ofstream(folder_.Sub("store/documents/") + kShaOfAbc + ".tmp") << "half";
  std::ofstream(folder_.Sub("store/documents/notes.txt")) << "mine";
  EXPECT_THAT(Findings(), ElementsAre(HasSubstr("notes.txt")));
}

}  // namespace
}  // namespace decree
