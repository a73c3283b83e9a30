#include "core/merkle/signed_note.h"

#include <gtest/gtest.h>

#include "absl/strings/str_replace.h"
#include "core/merkle/note_keys.h"
#include "core/merkle/strict_base64.h"

namespace decree {
namespace {

// The example that implementations of signed notes share.
constexpr char kVkey[] = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr char kNote[] =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
    "\n";

TEST(SignedNoteTest, TheSharedExampleVerifiesAndKeepsItsBytes) {
  const auto note = ParseSignedNote(kNote);
  ASSERT_TRUE(note.ok()) << note.status();
  EXPECT_EQ(FormatSignedNote(*note), kNote);
  const auto key = VerifierKey::Parse(kVkey);
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_EQ(key->Format(), kVkey);
  EXPECT_TRUE(VerifyNote(*note, *key).ok());
}

TEST(SignedNoteTest, EveryFlippedBitIsSeen) {
  const std::string sound = kNote;
  const auto key = *VerifierKey::Parse(kVkey);
  for (size_t bit = 0; bit < sound.size() * 8; ++bit) {
    std::string bent = sound;
    bent[bit / 8] = static_cast<char>(bent[bit / 8] ^ (1 << bit % 8));
    const auto note = ParseSignedNote(bent);
    EXPECT_FALSE(note.ok() && VerifyNote(*note, key).ok()) << "bit " << bit;
  }
}

TEST(SignedNoteTest, EveryCutIsSeen) {
  const std::string sound = kNote;
  for (size_t bytes = 0; bytes < sound.size(); ++bytes) {
    EXPECT_FALSE(ParseSignedNote(sound.substr(0, bytes)).ok()) << bytes;
  }
}

TEST(SignedNoteTest, SignaturesOfOthersArePassedOver) {
  const auto mine = *SigningKey::Generate("example.org/log");
  const auto other = *SigningKey::Generate("witness.example");
  SignedNote note{"text\n", {}};
  note.signatures = {*other.Sign(note.text), *mine.Sign(note.text)};
  note.signatures[0].signature[5] ^= 1;
  const auto read = ParseSignedNote(FormatSignedNote(note));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_TRUE(VerifyNote(*read, mine.verifier()).ok());
  EXPECT_FALSE(VerifyNote(*read, other.verifier()).ok());
  // One sound signature does not excuse a false one of the same key.
  note.signatures = {*mine.Sign(note.text), *mine.Sign("other\n")};
  EXPECT_FALSE(VerifyNote(note, mine.verifier()).ok());
}

TEST(SignedNoteTest, AKeyOfTheSameNameIsAnotherKey) {
  const auto mine = *SigningKey::Generate("example.org/log");
  const auto impostor = *SigningKey::Generate("example.org/log");
  const SignedNote note{"text\n", {*impostor.Sign("text\n")}};
  EXPECT_FALSE(VerifyNote(note, mine.verifier()).ok());
}

TEST(SignedNoteTest, RefusedNotes) {
  const std::string line = "\xE2\x80\x94 name AAAAAAE=\n";
  const std::string longest(kNoteBytesMax, 'x');
  std::string many = "text\n\n";
  for (size_t i = 0; i <= kNoteSignaturesMax; ++i) many += line;
  for (const std::string& bad : std::vector<std::string>{
           "", "\n\n", "text\n", "text\n\n", "\n" + line, "text\n\n" + line + "trailing\n",
           "text\n\n- name AAAAAAE=\n", "text\n\n\xE2\x80\x94 nameAAAAAAE=\n",
           "text\n\n\xE2\x80\x94 na+me AAAAAAE=\n", "text\n\n\xE2\x80\x94 name AAAAAA==\n",
           "text\n\n\xE2\x80\x94 name AAAAAAE\n", "text\n\n\xE2\x80\x94 name AAAAAAF=\n",
           "te\rxt\n\n" + line, "te\xFFxt\n\n" + line, "te\xC0\x80xt\n\n" + line,
           "te\xED\xA0\x80xt\n\n" + line, longest + "\n\n" + line, many,
           "text\n\n\xE2\x80\x94 name " + ToBase64(std::string(6'000, 'x')) + "\n"}) {
    EXPECT_EQ(ParseSignedNote(bad).status().code(), absl::StatusCode::kInvalidArgument)
        << bad.substr(0, 60);
  }
  EXPECT_TRUE(ParseSignedNote("text\n\n" + line).ok());
  EXPECT_TRUE(ParseSignedNote("a\n\nb\n\n" + line).ok());  // the last blank line counts
}

TEST(SignedNoteTest, OnlyUtf8IsAText) {
  const std::string end = "\n\n\xE2\x80\x94 name AAAAAAE=\n";
  for (const std::string good :
       {"a", "\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80",
        "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_TRUE(ParseSignedNote(good + end).ok()) << ToBase64(good);
  }
  for (const std::string bad :
       {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC2", "\xC2z", "\xC2\xC0", "\xE0\x9F\xBF",
        "\xE0\xA0", "\xE1\x80z", "\xED\xA0\x80", "\xED\xBF\xBF", "\xF0\x8F\xBF\xBF", "\xF0\x90\x80",
        "\xF1\x80\x80z", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF"}) {
    EXPECT_FALSE(ParseSignedNote(bad + end).ok()) << ToBase64(bad);
  }
}

TEST(SignedNoteTest, NamesHaveNoSpacesOfAnyKind) {
  EXPECT_TRUE(CheckNoteName("\xE4\xBE\x8B.example/log").ok());
  EXPECT_TRUE(CheckNoteName(std::string(kNoteNameBytesMax, 'n')).ok());
  EXPECT_FALSE(CheckNoteName(std::string(kNoteNameBytesMax + 1, 'n')).ok());
  for (const char* space :
       {" ", "\t", "\x7F", "\xC2\x85", "\xC2\xA0", "\xE1\x9A\x80", "\xE2\x80\x80", "\xE2\x80\x8A",
        "\xE2\x80\xA8", "\xE2\x80\xA9", "\xE2\x80\xAF", "\xE2\x81\x9F", "\xE3\x80\x80", "\xFF"}) {
    EXPECT_FALSE(CheckNoteName(std::string("na") + space + "me").ok()) << ToBase64(space);
  }
  EXPECT_TRUE(CheckNoteName("na\xE2\x80\x8Bme").ok());  // of no width, and no space
}

TEST(NoteKeysTest, AKeyOfAnotherLengthVerifiesNothing) {
  EXPECT_FALSE(VerifierKey::Make("two words", NoteAlgorithm::kEd25519, "k").ok());
  const auto mine = *SigningKey::Generate("example.org/log");
  const auto signature = *mine.Sign("text");
  EXPECT_FALSE(mine.verifier().Verifies("text", signature.signature.substr(1)));
  EXPECT_FALSE(mine.verifier().Verifies("text", signature.signature + "x"));
  for (const size_t bytes : {0u, 5u, 31u, 33u}) {
    const auto key =
        VerifierKey::Make("example.org/log", NoteAlgorithm::kEd25519, std::string(bytes, 'k'));
    ASSERT_TRUE(key.ok());
    EXPECT_FALSE(key->Verifies("text", signature.signature)) << bytes;
  }
}

TEST(NoteKeysTest, KeysComeBackFromTheirText) {
  const auto key = *SigningKey::Generate("example.org/log");
  const auto again = SigningKey::Parse(key.Format());
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->Format(), key.Format());
  EXPECT_EQ(again->verifier(), key.verifier());
  EXPECT_EQ(*VerifierKey::Parse(key.verifier().Format()), key.verifier());
  EXPECT_NE(SigningKey::Generate("example.org/log")->Format(), key.Format());
  const auto signature = *key.Sign("text");
  EXPECT_TRUE(again->verifier().Verifies("text", signature.signature));
  EXPECT_FALSE(again->verifier().Verifies("texT", signature.signature));
}

TEST(NoteKeysTest, RefusedKeys) {
  const std::string good = kVkey;
  const std::string secret = SigningKey::Generate("example.org/log")->Format();
  for (const std::string& bad : std::vector<std::string>{
           "", "+", "++", "name", "name+00000000", good.substr(0, good.size() - 1), good + "A",
           absl::StrReplaceAll(good, {{"c74f20a3", "c74f20a4"}}),
           absl::StrReplaceAll(good, {{"c74f20a3", "C74F20A3"}}),
           absl::StrReplaceAll(good, {{"PeterNeumann", "PeterNeumanm"}}),
           absl::StrReplaceAll(good, {{"PeterNeumann", "Peter Neumann"}}), "name+00000000+",
           absl::StrReplaceAll(good, {{"c74f20a3", "c74f20a"}}),
           "name+00000000+Ag==", "name+00000000+AQ==", std::string(5'000, 'a') + good, secret}) {
    EXPECT_EQ(VerifierKey::Parse(bad).status().code(), absl::StatusCode::kInvalidArgument) << bad;
  }
  EXPECT_FALSE(SigningKey::Parse(good).ok());
  EXPECT_FALSE(SigningKey::Parse(absl::StrReplaceAll(secret, {{"example", "exemple"}})).ok());
  const auto cut = SigningKey::Parse(secret.substr(0, secret.size() - 4));
  ASSERT_FALSE(cut.ok());
  EXPECT_EQ(cut.status().message().find(secret.substr(secret.size() - 20, 10)),
            absl::string_view::npos);
  for (const char* name : {"", "with space", "with+plus", "with\xC2\xA0space", "line\nfeed"}) {
    EXPECT_FALSE(SigningKey::Generate(name).ok()) << name;
  }
}

TEST(NoteKeysTest, AnotherAlgorithmIsNamed) {
  const auto key = VerifierKey::Parse("name+00000000+" + ToBase64("\x02" + std::string(32, 'k')));
  ASSERT_FALSE(key.ok());
  EXPECT_NE(key.status().message().find("algorithm is number 2"), absl::string_view::npos);
}

}  // namespace
}  // namespace decree
