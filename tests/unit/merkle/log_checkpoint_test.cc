#include "core/merkle/log_checkpoint.h"

#include <gtest/gtest.h>

#include "core/merkle/proof_text.h"
#include "core/merkle/strict_base64.h"
#include "tests/unit/merkle/naive_tree.h"

namespace decree {
namespace {

const std::string& Zeros() {
  static const auto* zeros = new std::string(ToBase64(Hash256{}));
  return *zeros;
}

LogCheckpoint Sample() {
  const std::vector<Hash256> leaves = NumberedLeaves(2);
  return {"example.org/log", 124, leaves[0], 61, leaves[1]};
}

TEST(LogCheckpointTest, ComesBackFromItsText) {
  const std::string text = FormatLogCheckpoint(Sample());
  EXPECT_EQ(*ParseLogCheckpoint(text), Sample());
  EXPECT_EQ(*ParseLogCheckpoint(text + "an extension of others\n"), Sample());
}

TEST(LogCheckpointTest, RefusedTexts) {
  const std::string streams = "decree-streams/v1 1 " + Zeros() + "\n";
  const std::string body = "a\n1\n" + Zeros() + "\n";
  for (const std::string& bad :
       std::vector<std::string>{"",
                                "\n",
                                "a\n",
                                "a\n1\n",
                                body,
                                body + streams + streams,
                                body + "\n" + streams,
                                body + "decree-streams/v1 1\n",
                                body + "decree-streams/v1 1 AAAA\n",
                                body + "decree-streams/v1  1 " + Zeros() + "\n",
                                body + "decree-streams/v1 -1 " + Zeros() + "\n",
                                body + streams + "no end",
                                "\n1\n" + Zeros() + "\n" + streams,
                                "a b\n1\n" + Zeros() + "\n" + streams,
                                "a\n01\n" + Zeros() + "\n" + streams,
                                "a\n+1\n" + Zeros() + "\n" + streams,
                                "a\n1 \n" + Zeros() + "\n" + streams,
                                "a\n\n" + Zeros() + "\n" + streams,
                                "a\n9223372036854775808\n" + Zeros() + "\n" + streams,
                                "a\n99999999999999999999999\n" + Zeros() + "\n" + streams,
                                "a\n1\n" + Zeros().substr(4) + "\n" + streams,
                                "a\n1\nAAAA\n" + streams}) {
    EXPECT_EQ(ParseLogCheckpoint(bad).status().code(), absl::StatusCode::kInvalidArgument) << bad;
  }
  EXPECT_TRUE(ParseLogCheckpoint(body + streams).ok());
}

TEST(LogCheckpointTest, IsOpenedOnlyWithTheKeyOfItsOrigin) {
  const auto key = *SigningKey::Generate("example.org/log");
  const auto other = *SigningKey::Generate("example.org/other");
  const auto made = SignCheckpoint(Sample(), key);
  ASSERT_TRUE(made.ok()) << made.status();
  const auto opened = OpenCheckpoint(made->note, key.verifier());
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(opened->checkpoint, Sample());
  EXPECT_FALSE(OpenCheckpoint(made->note, other.verifier()).ok());
  EXPECT_FALSE(SignCheckpoint(Sample(), other).ok());
  // Signed by a key that we hold, yet of another log.
  SignedNote foreign{FormatLogCheckpoint(Sample()), {}};
  foreign.signatures = {*other.Sign(foreign.text)};
  const auto refused = OpenCheckpoint(FormatSignedNote(foreign), other.verifier());
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.status().message().find("example.org/log"), absl::string_view::npos);
}

TEST(LogCheckpointTest, ASignedTextThatIsNoCheckpointIsNone) {
  const auto key = *SigningKey::Generate("example.org/log");
  SignedNote note{"example.org/log\nmany\n", {}};
  note.signatures = {*key.Sign(note.text)};
  EXPECT_FALSE(OpenCheckpoint(FormatSignedNote(note), key.verifier()).ok());
  EXPECT_FALSE(OpenCheckpoint("no note", key.verifier()).ok());
}

TEST(ProofTextTest, ComeBackFromTheirTexts) {
  const std::vector<Hash256> leaves = NumberedLeaves(3);
  const GrowthProof growth{100, leaves, "a note\n"};
  const auto read = ParseGrowthProof(FormatGrowthProof(growth));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->old_size, 100u);
  EXPECT_EQ(read->hashes, leaves);
  EXPECT_EQ(read->note, growth.note);
  const RecordProof record{std::string("\0bytes", 6), 41, leaves, "a note\n"};
  const auto read_record = ParseRecordProof(FormatRecordProof(record));
  ASSERT_TRUE(read_record.ok()) << read_record.status();
  EXPECT_EQ(read_record->record, record.record);
  EXPECT_EQ(read_record->index, 41u);
  EXPECT_EQ(read_record->hashes, leaves);
  EXPECT_EQ(read_record->note, record.note);
  EXPECT_TRUE(IsGrowthProof(FormatGrowthProof(growth)));
  EXPECT_FALSE(IsGrowthProof(FormatRecordProof(record)));
  EXPECT_TRUE(IsRecordProof(FormatRecordProof(record)));
}

TEST(ProofTextTest, RefusedTexts) {
  const std::string hash = Zeros() + "\n";
  std::string many;
  for (size_t i = 0; i <= kProofHashesMax; ++i) many += hash;
  for (const std::string& bad : std::vector<std::string>{
           "", "old", "old 1", "old 1\n", "old 01\n\nnote", "old x\n\nnote", "old 1\n" + Zeros(),
           "old 1\n" + hash, "old 1\n" + hash + "x\n\nnote", "old 1\n" + many + "\nnote",
           "old 1\n\n" + std::string(kNoteBytesMax + 1, 'x')}) {
    EXPECT_FALSE(ParseGrowthProof(bad).ok()) << bad.substr(0, 60);
  }
  const std::string header = "c2sp.org/tlog-proof@v1\n";
  for (const std::string& bad : std::vector<std::string>{
           "", header, "c2sp.org/tlog-proof@v2\nextra \nindex 1\n\n", header + "index 1\n\n",
           header + "extra !\nindex 1\n\n", header + "extra AAAA\n\n",
           header + "extra AAAA\nindex 1\n" + many + "\n",
           header + "extra " + std::string(12 << 20, 'A') + "\nindex 1\n\n"}) {
    EXPECT_FALSE(ParseRecordProof(bad).ok()) << bad.substr(0, 60);
  }
}

}  // namespace
}  // namespace decree
