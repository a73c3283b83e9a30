// Bundles from outside: cut, bent, of other logs and keys, too large.
#include <gtest/gtest.h>

#include "absl/strings/str_replace.h"
#include "core/audit/answer_bundle.h"
#include "core/audit/record_check.h"
#include "core/merkle/strict_base64.h"
#include "tests/unit/audit/audited_folder.h"
#include "tests/unit/audit/words_in_test.h"

namespace decree {
namespace {

class BundleTest : public testing::Test {
 protected:
  BundleTest() {
    folder_.Append({Duty("a", "us/a"), Duty("b", "us/b"), Duty("c", "us/c"), Duty("d", "us/a"),
                    R"({"id":"r","kind":"corrected","target":"a","replacement":{"title":"U"}})"});
    EXPECT_TRUE(folder_.Sign().ok());
    const auto bundle = folder_.Open()->Export({"as-of", "2025-03-01", "us/a"}, AskInTest);
    EXPECT_TRUE(bundle.ok()) << bundle.status();
    bundle_ = *bundle;
    text_ = *FormatBundle(bundle_);
  }

  absl::Status Verify(const std::string& text, const VerifierKey& key) {
    const absl::StatusOr<AnswerBundle> bundle = ParseBundle(text);
    return bundle.ok() ? VerifyAnswer(*bundle, key, AskInTest).status() : bundle.status();
  }
  absl::Status Verify(const std::string& text) { return Verify(text, folder_.key().verifier()); }
  absl::Status Verify(const AnswerBundle& bundle) {
    return VerifyAnswer(bundle, folder_.key().verifier(), AskInTest).status();
  }

  AuditedFolder folder_;
  AnswerBundle bundle_;
  std::string text_;
};

TEST_F(BundleTest, ComesBackFromItsTextAndVerifies) {
  const auto read = ParseBundle(text_);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(*FormatBundle(*read), text_);
  EXPECT_TRUE(Verify(text_).ok()) << Verify(text_);
  EXPECT_EQ(bundle_.records.size(), 3u);  // a, d and r; not b and c
}

TEST_F(BundleTest, EveryCutIsRefused) {
  for (size_t bytes = 0; bytes + 1 < text_.size(); bytes += 1 + bytes / 200) {
    EXPECT_EQ(Verify(text_.substr(0, bytes)).code(), absl::StatusCode::kInvalidArgument) << bytes;
  }
}

TEST_F(BundleTest, EveryFlippedBitIsRefusedOrSaysTheSame) {
  for (size_t bit = 0; bit < text_.size() * 8; bit += 3) {
    std::string bent = text_;
    bent[bit / 8] = static_cast<char>(bent[bit / 8] ^ (1 << bit % 8));
    const auto read = ParseBundle(bent);
    if (!read.ok() || !Verify(*read).ok()) continue;
    // Only white space between values, or an escape, may be written otherwise.
    EXPECT_EQ(*FormatBundle(*read), text_) << "bit " << bit << " of byte " << bit / 8;
  }
}

TEST_F(BundleTest, AnotherKeyOrOriginIsRefused) {
  const auto same_origin = *SigningKey::Generate("example.org/log");
  const auto other_origin = *SigningKey::Generate("example.org/other");
  EXPECT_FALSE(Verify(text_, same_origin.verifier()).ok());
  EXPECT_FALSE(Verify(text_, other_origin.verifier()).ok());
  // A bundle of another log, whole in itself.
  AuditedFolder other("example.org/other");
  other.Append({Duty("a", "us/a")});
  ASSERT_TRUE(other.Sign().ok());
  const auto foreign = other.Open()->Export({"as-of", "2025-03-01", "us/a"}, AskInTest);
  ASSERT_TRUE(foreign.ok()) << foreign.status();
  EXPECT_FALSE(Verify(*foreign).ok());
  AnswerBundle mixed = bundle_;
  mixed.note = foreign->note;
  EXPECT_FALSE(VerifyAnswer(mixed, other.key().verifier(), AskInTest).ok());
}

TEST_F(BundleTest, EveryPartIsNeeded) {
  const auto refused = [&](const auto& bend) {
    AnswerBundle bent = bundle_;
    bend(bent);
    EXPECT_EQ(Verify(bent).code(), absl::StatusCode::kInvalidArgument);
  };
  refused([](AnswerBundle& b) { b.answer += " "; });
  refused([](AnswerBundle& b) { b.question[2] = "us/b"; });
  refused([](AnswerBundle& b) { b.question[1] = "2024-03-01"; });
  refused([](AnswerBundle& b) { b.records.pop_back(); });
  refused([](AnswerBundle& b) { b.records.clear(); });
  refused([](AnswerBundle& b) { std::swap(b.records[0], b.records[1]); });
  refused([](AnswerBundle& b) { b.records.push_back(b.records.back()); });
  refused([](AnswerBundle& b) { b.records[0][8] ^= 1; });
  refused([](AnswerBundle& b) { b.records[0] = ""; });
  refused([](AnswerBundle& b) { b.records_proof.pop_back(); });
  refused([](AnswerBundle& b) { b.records_proof.push_back({}); });
  refused([](AnswerBundle& b) { b.rows.pop_back(); });
  refused([](AnswerBundle& b) { b.rows.clear(); });
  refused([](AnswerBundle& b) { b.rows[0].row.length += 1; });
  refused([](AnswerBundle& b) { b.rows[0].index = UINT64_MAX; });
  refused([](AnswerBundle& b) { b.rows[0].row.last_leaf[5] ^= 1; });
  refused([](AnswerBundle& b) { b.rows_proof.clear(); });
  refused([](AnswerBundle& b) { b.note.clear(); });
}

TEST_F(BundleTest, RefusedForms) {
  for (const std::string& bad : std::vector<std::string>{
           "", "{}", "[]", "null", "{\"format\":\"decree-bundle/v2\"}",
           absl::StrReplaceAll(text_, {{"\"streams\":", "\"stream\":"}}),
           absl::StrReplaceAll(text_, {{"\"answer\":", "\"answer\":null,\"answer\":"}}),
           absl::StrReplaceAll(text_, {{"\"index\":", "\"index\":-"}}),
           absl::StrReplaceAll(text_, {{"\"index\":", "\"index\":1e"}}),
           absl::StrReplaceAll(text_, {{"\"length\":3", "\"length\":99999999999999999999"}}),
           absl::StrReplaceAll(text_, {{"\"length\":3", "\"length\":\"3\""}}),
           absl::StrReplaceAll(text_, {{"recordsProof\":\"", "recordsProof\":\"AAAA"}}),
           absl::StrReplaceAll(text_, {{"recordsProof\":\"", "recordsProof\":\"!"}}), text_ + text_,
           std::string(100'000, '['), "{\"format\":" + std::string(1'000, '[') + "}",
           "{\"format\":\"decree-bundle/v1\",\"question\":[" + std::string(2 * 300, ' ') + "1]}"}) {
    EXPECT_EQ(Verify(bad).code(), absl::StatusCode::kInvalidArgument) << bad.substr(0, 80);
  }
}

TEST_F(BundleTest, LimitsAreKept) {
  std::string words = "\"as-of\"";
  for (size_t i = 0; i <= kBundleWordsMax; ++i) words += ",\"x\"";
  const auto with = [&](absl::string_view from, const std::string& to) {
    return absl::StrReplaceAll(text_, {{from, to}});
  };
  EXPECT_FALSE(ParseBundle(with("\"as-of\"", words)).ok());
  EXPECT_FALSE(
      ParseBundle(with("\"as-of\"", "\"" + std::string(kBundleWordBytesMax + 1, 'x') + "\"")).ok());
  std::string records;
  for (size_t i = 0; i <= kBundleRecordsMax; ++i) records += "\"AAAA\",";
  EXPECT_FALSE(ParseBundle(with("\"records\":[", "\"records\":[" + records)).ok());
  EXPECT_FALSE(ParseBundle(with("\"records\":[",
                                "\"records\":[\"" + ToBase64(std::string(9 << 20, 'x')) + "\","))
                   .ok());
  EXPECT_FALSE(ParseBundle(std::string(kBundleBytesMax + 1, ' ')).ok());
  EXPECT_FALSE(
      ParseBundle(with("\"checkpoint\":\"", "\"checkpoint\":\"" + std::string(70'000, 'x'))).ok());
}

TEST_F(BundleTest, OneRecordsProof) {
  const auto proof = folder_.Open()->ProveRecord("b");
  ASSERT_TRUE(proof.ok()) << proof.status();
  const std::string text = FormatRecordProof(*proof);
  const VerifierKey& key = folder_.key().verifier();
  const auto checked = CheckRecordProof(text, key);
  ASSERT_TRUE(checked.ok()) << checked.status();
  EXPECT_EQ(checked->event.id, "b");
  EXPECT_EQ(checked->record.position, 2u);
  EXPECT_EQ(folder_.Open()->ProveRecord("z").status().code(), absl::StatusCode::kNotFound);
  folder_.Append({Duty("late", "us/late")});
  EXPECT_EQ(folder_.Open()->ProveRecord("late").status().code(), absl::StatusCode::kOutOfRange);
  for (size_t bit = 0; bit < text.size() * 8; bit += 3) {
    std::string bent = text;
    bent[bit / 8] = static_cast<char>(bent[bit / 8] ^ (1 << bit % 8));
    EXPECT_FALSE(CheckRecordProof(bent, key).ok()) << bit;
  }
  for (size_t cut = 0; cut < text.size(); ++cut) {
    EXPECT_FALSE(CheckRecordProof(text.substr(0, cut), key).ok()) << cut;
  }
  RecordProof other = *proof;
  other.index = 0;
  EXPECT_FALSE(CheckRecordProof(FormatRecordProof(other), key).ok());
}

TEST_F(BundleTest, ABodyThatIsNotCanonicalIsRefused) {
  const LogRecord record = ReadRecordBytes(bundle_.records[0])->record;
  LogRecord padded = record;
  padded.body += std::string(8, '\0');
  EXPECT_FALSE(ReadRecordBytes(RecordBytes(padded)).ok());
  LogRecord renamed = record;
  renamed.id = "other";
  EXPECT_FALSE(ReadRecordBytes(RecordBytes(renamed)).ok());
  LogRecord later = record;
  later.target = later.position;
  EXPECT_FALSE(ReadRecordBytes(RecordBytes(later)).ok());
}

}  // namespace
}  // namespace decree
