#include "core/audit/witness.h"

#include <gtest/gtest.h>

#include "core/merkle/proof_text.h"
#include "tests/unit/audit/audited_folder.h"

namespace decree {
namespace {

class WitnessTest : public testing::Test {
 protected:
  WitnessTest() : state_{folder_.key().verifier(), std::nullopt} {
    folder_.Append({Duty("a", "us/a"), Duty("b", "us/b")});
    first_ = folder_.Sign()->signed_checkpoint;
    folder_.Append({Duty("c", "us/c"), Duty("d", "us/d"), Duty("e", "us/e")});
    second_ = folder_.Sign()->signed_checkpoint;
  }
  std::string Growth(uint64_t since) {
    return FormatGrowthProof(*folder_.Open()->ProveGrowth(since));
  }
  absl::StatusCode Offer(const std::string& text) { return Witness(text, state_).status().code(); }

  static constexpr auto kRefused = absl::StatusCode::kInvalidArgument;
  AuditedFolder folder_;
  SignedCheckpoint first_, second_;
  WitnessState state_;
};

TEST_F(WitnessTest, FollowsAGrowingLog) {
  EXPECT_EQ(*Witness(first_.note, state_), Seen::kFirst);
  EXPECT_EQ(*Witness(first_.note, state_), Seen::kSame);
  EXPECT_EQ(*Witness(Growth(2), state_), Seen::kNewer);
  EXPECT_EQ(state_.newest->note, second_.note);
  EXPECT_EQ(*Witness(second_.note, state_), Seen::kSame);
}

TEST_F(WitnessTest, ComesBackFromItsFile) {
  const auto empty = ParseWitnessState(FormatWitnessState(state_));
  ASSERT_TRUE(empty.ok()) << empty.status();
  EXPECT_FALSE(empty->newest.has_value());
  ASSERT_TRUE(Witness(first_.note, state_).ok());
  const std::string text = FormatWitnessState(state_);
  const auto read = ParseWitnessState(text);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->newest->note, first_.note);
  EXPECT_EQ(read->key, state_.key);
  for (size_t cut = 0; cut < text.size(); ++cut) {
    const auto bad = ParseWitnessState(text.substr(0, cut));
    EXPECT_TRUE(!bad.ok() || !bad->newest) << cut;  // a file cut before its note knows nothing
  }
  for (size_t bit = 0; bit < text.size() * 8; bit += 3) {
    std::string bent = text;
    bent[bit / 8] = static_cast<char>(bent[bit / 8] ^ (1 << bit % 8));
    EXPECT_FALSE(ParseWitnessState(bent).ok()) << bit;
  }
}

TEST_F(WitnessTest, RefusesWhatDoesNotExtendWhatItSaw) {
  ASSERT_TRUE(Witness(first_.note, state_).ok());
  const auto missing = Witness(second_.note, state_);
  EXPECT_EQ(missing.status().code(), kRefused);
  EXPECT_NE(missing.status().message().find("--since 2"), absl::string_view::npos);
  EXPECT_EQ(Offer(Growth(1)), kRefused);  // from a size that was not seen
  GrowthProof bent = *ParseGrowthProof(Growth(2));
  bent.hashes[0][0] ^= 1;
  EXPECT_EQ(Offer(FormatGrowthProof(bent)), kRefused);
  bent = *ParseGrowthProof(Growth(2));
  bent.hashes.pop_back();
  EXPECT_EQ(Offer(FormatGrowthProof(bent)), kRefused);
  EXPECT_EQ(state_.newest->note, first_.note);
  ASSERT_TRUE(Witness(Growth(2), state_).ok());
  EXPECT_EQ(Offer(first_.note), kRefused);  // smaller
  LogCheckpoint forked = second_.checkpoint;
  forked.root[0] ^= 1;
  EXPECT_EQ(Offer(SignCheckpoint(forked, folder_.key())->note), kRefused);
  forked = second_.checkpoint;
  forked.stream_root[0] ^= 1;
  const auto fork = Witness(SignCheckpoint(forked, folder_.key())->note, state_);
  EXPECT_NE(fork.status().message().find("forked"), absl::string_view::npos) << fork.status();
  forked = second_.checkpoint;
  forked.size = uint64_t{1} << 62;
  EXPECT_EQ(Offer(SignCheckpoint(forked, folder_.key())->note), kRefused);
}

TEST_F(WitnessTest, RefusesOtherKeysAndTexts) {
  const auto other = *SigningKey::Generate("example.org/log");
  EXPECT_EQ(Offer(SignCheckpoint(first_.checkpoint, other)->note), kRefused);
  std::string bent = first_.note;
  bent[bent.size() - 10] = bent[bent.size() - 10] == 'A' ? 'B' : 'A';
  EXPECT_EQ(Offer(bent), kRefused);
  EXPECT_EQ(Offer(""), kRefused);
  EXPECT_EQ(Offer("old 2\n\n" + bent), kRefused);
  EXPECT_EQ(Offer(std::string(200'000, 'x')), kRefused);
  EXPECT_FALSE(state_.newest.has_value());
}

}  // namespace
}  // namespace decree
