// Answers to drawn questions over drawn records: each must be proven, be what the store answers,
// and not survive the loss of an event that it rests on, whatever the one who lost it can compute.
#include "core/proof/proven_answer.h"

#include <gtest/gtest.h>

#include "core/audit/proof_strands.h"
#include "core/audit/record_check.h"
#include "core/merkle/subset_proof.h"
#include "tests/differential/projected_history.h"
#include "tests/unit/audit/audited_folder.h"
#include "tests/unit/audit/words_in_test.h"

namespace decree {
namespace {

using Words = std::vector<std::string>;

std::vector<Words> Questions(oracle::Draws& draws, const std::vector<oracle::Record>& history) {
  const std::string measure = draws.OneOf(history).event.measure;
  const std::string day = absl::StrCat("2025-0", draws.Between(1, 9), "-1", draws.Below(10));
  std::vector<Words> questions = {{"as-of", day, ""},
                                  {"as-of", day, "*", "2025-03"},
                                  {"as-of", day, "us/none-such"},
                                  {"screen", day, "CN", "US"}};
  if (!measure.empty()) {
    questions.push_back({"as-of", day, measure});
    questions.push_back({"explain", day, measure});
  }
  return questions;
}

std::vector<NewEvent> EventsOfHistory(const std::vector<oracle::Record>& history) {
  std::vector<NewEvent> events;
  for (const oracle::Record& record : history) events.push_back({record.event, {}});
  return events;
}

TEST(ProvenAnswerTest, DrawnAnswersAreProvenAndThoseOfTheStore) {
  int asked = 0;
  for (uint64_t seed = 1; seed <= 12; ++seed) {
    oracle::Draws draws(seed);
    const std::vector<oracle::Record> history = DrawReadHistory(draws);
    AuditedFolder folder;
    folder.AppendEvents(EventsOfHistory(history), {.as_recorded = true});
    ASSERT_TRUE(folder.Sign().ok());
    const std::vector<Words> questions = Questions(draws, history);
    std::vector<std::string> answers;
    for (const Words& words : questions) {
      const auto bundle = folder.Open()->Export(words, AskInTest);
      ASSERT_TRUE(bundle.ok()) << seed << " " << absl::StrJoin(words, " ") << bundle.status();
      answers.push_back(bundle->answer);
      ++asked;
    }
    for (size_t i = 0; i < questions.size(); ++i) {
      const auto open = [&] { return folder.folder().OpenReader("store"); };
      EXPECT_EQ(*AskInTest(open, questions[i]), answers[i]) << absl::StrJoin(questions[i], " ");
    }
  }
  EXPECT_GT(asked, 50);
}

// An answer at an older checkpoint is the one of then, whatever was recorded since.
TEST(ProvenAnswerTest, IsAnsweredAtTheCheckpoint) {
  AuditedFolder folder;
  folder.Append({Duty("a", "us/a"), Duty("b", "us/b")});
  ASSERT_TRUE(folder.Sign().ok());
  const auto before = folder.Open()->Export({"as-of", "2025-03-01", ""}, AskInTest);
  folder.Append(
      {Duty("c", "us/c"), R"({"id":"r","kind":"retracted","target":"a","reason":"never said"})"});
  const auto after = folder.Open()->Export({"as-of", "2025-03-01", ""}, AskInTest);
  ASSERT_TRUE(before.ok() && after.ok()) << after.status();
  EXPECT_EQ(before->answer, after->answer);
  ASSERT_TRUE(folder.Sign().ok());
  const auto signed_anew = folder.Open()->Export({"as-of", "2025-03-01", ""}, AskInTest);
  ASSERT_TRUE(signed_anew.ok());
  EXPECT_NE(signed_anew->answer, after->answer);
}

// Someone who has the whole log and can compute every proof, but not sign.
class Forger {
 public:
  Forger(AuditedFolder& folder, const VerifierKey& key) : key_(key) {
    log_ = *EventLog::Open(folder.Dir() + "/log", ReadOnly());
    const auto newest = *folder.Open()->Newest();
    rows_ = StreamsAt(newest.checkpoint, *log_, "")->Rows();
    row_leaves_ = LeavesOf(rows_);
    for (Position at = 1; at <= newest.checkpoint.size; ++at) {
      leaves_.push_back(log_->Read(at)->leaf);
    }
  }

  // The bundle without one of its records, with all proofs and the answer made to fit.
  AnswerBundle Without(const AnswerBundle& bundle, size_t record) {
    AnswerBundle forged = bundle;
    forged.records.erase(forged.records.begin() + static_cast<ptrdiff_t>(record));
    std::vector<uint64_t> indexes;
    for (const std::string& bytes : forged.records) {
      indexes.push_back(ReadRecordBytes(bytes)->record.position - 1);
    }
    forged.records_proof = *SubsetProof(indexes, leaves_.size(), ReaderOf(leaves_));
    forged.answer = AnswerOf(forged);
    return forged;
  }

  // The same without the rows of one name and with its neighbours, as if it did not exist.
  AnswerBundle WithoutRow(const AnswerBundle& bundle, size_t row) {
    AnswerBundle forged = bundle;
    forged.rows.erase(forged.rows.begin() + static_cast<ptrdiff_t>(row));
    std::vector<uint64_t> indexes;
    for (const IndexedRow& kept : forged.rows) indexes.push_back(kept.index);
    forged.rows_proof = *SubsetProof(indexes, rows_.size(), ReaderOf(row_leaves_));
    return forged;
  }

 private:
  static LogOptions ReadOnly() {
    LogOptions options;
    options.read_only = true;
    return options;
  }

  // What the events give when nobody asks whether they are all.
  std::string AnswerOf(const AnswerBundle& forged) {
    std::string answer = "none";
    BundleChecks checks;
    checks.completeness = false;
    const auto listen = [&](const OpenRecord& open, const Words& words) {
      const auto said = AskInTest(open, words);
      if (said.ok()) answer = *said;
      return said;
    };
    VerifyAnswer(forged, key_, listen, checks).status().IgnoreError();
    return answer;
  }

  const VerifierKey key_;
  std::unique_ptr<EventLog> log_;
  std::vector<StreamRow> rows_;
  std::vector<Hash256> row_leaves_, leaves_;
};

TEST(ProvenAnswerTest, NoEventCanBeLeftOut) {
  int lied = 0, seen = 0;
  for (uint64_t seed = 1; seed <= 6; ++seed) {
    oracle::Draws draws(seed);
    const std::vector<oracle::Record> history = DrawReadHistory(draws);
    AuditedFolder folder;
    folder.AppendEvents(EventsOfHistory(history), {.as_recorded = true});
    ASSERT_TRUE(folder.Sign().ok());
    const VerifierKey& key = folder.key().verifier();
    Forger forger(folder, key);
    for (const Words& words : Questions(draws, history)) {
      const auto bundle = folder.Open()->Export(words, AskInTest);
      ASSERT_TRUE(bundle.ok()) << bundle.status();
      for (size_t i = 0; i < bundle->records.size(); ++i) {
        const AnswerBundle forged = forger.Without(*bundle, i);
        const bool lies = forged.answer != bundle->answer;
        EXPECT_FALSE(lies && VerifyAnswer(forged, key, AskInTest).ok())
            << seed << " " << absl::StrJoin(words, " ");
        // The check is what sees it: without it the lie comes through.
        BundleChecks blind;
        blind.completeness = false;
        lied += lies ? 1 : 0;
        seen += lies && VerifyAnswer(forged, key, AskInTest, blind).ok() ? 1 : 0;
      }
      for (size_t i = 0; i < bundle->rows.size(); ++i) {
        const auto verified = VerifyAnswer(forger.WithoutRow(*bundle, i), key, AskInTest);
        EXPECT_FALSE(verified.ok()) << seed << " " << absl::StrJoin(words, " ") << " row " << i;
      }
    }
  }
  EXPECT_GT(lied, 50);
  EXPECT_GT(seen, 20);
}

// An authorization is found under what it names, which is no stream of its own.
TEST(ProvenAnswerTest, NoAuthorizationCanBeLeftOut) {
  AuditedFolder folder;
  folder.Append({Duty("a", "us/a"), Duty("b", "us/b"),
                 R"({"id":"licence","kind":"imposed","measure":"us/licence","class":"authorization",
                 "authorizes":["us/a"],"actor":{"jurisdiction":"US"},"stated":"2025-02-02",
                 "effective":{"from":"2025-02-05"}})",
                 R"({"id":"pattern","kind":"imposed","measure":"us/pattern","class":"authorization",
                 "authorizes":["us/b*"],"actor":{"jurisdiction":"US"},"stated":"2025-02-02",
                 "effective":{"from":"2025-02-05"}})"});
  ASSERT_TRUE(folder.Sign().ok());
  const VerifierKey& key = folder.key().verifier();
  Forger forger(folder, key);
  for (const std::string measure : {"us/a", "us/b"}) {
    const auto bundle = folder.Open()->Export({"as-of", "2025-03-01", measure}, AskInTest);
    ASSERT_TRUE(bundle.ok()) << bundle.status();
    EXPECT_NE(bundle->answer.find("carves out"), std::string::npos) << bundle->answer;
    int lied = 0;
    for (size_t i = 0; i < bundle->records.size(); ++i) {
      const AnswerBundle forged = forger.Without(*bundle, i);
      lied += forged.answer != bundle->answer ? 1 : 0;
      EXPECT_FALSE(forged.answer != bundle->answer && VerifyAnswer(forged, key, AskInTest).ok());
    }
    EXPECT_GE(lied, 2);
  }
}

// A move answers an event that may lie in no thread: what is found by its id is proven with it.
TEST(ProvenAnswerTest, NoMoveAndNothingThatItAnswersCanBeLeftOut) {
  AuditedFolder folder;
  folder.Append({Duty("a", "us/a"),
                 Duty("b", "cn/b", R"(,"threads":["t"],"links":[{"rel":"respondsTo","id":"a"}])"),
                 Duty("c", "us/c", R"(,"threads":["t"])")});
  ASSERT_TRUE(folder.Sign().ok());
  const VerifierKey& key = folder.key().verifier();
  Forger forger(folder, key);
  for (const Words& words : {Words{"timeline", "t"}, Words{"timeline", ""}}) {
    const auto bundle = folder.Open()->Export(words, AskInTest);
    ASSERT_TRUE(bundle.ok()) << bundle.status();
    EXPECT_NE(bundle->answer.find("b respondsTo a 0"), std::string::npos) << bundle->answer;
    EXPECT_EQ(bundle->records.size(), 3u);
    EXPECT_TRUE(VerifyAnswer(*bundle, key, AskInTest).ok());
    for (size_t i = 0; i < bundle->records.size(); ++i) {
      EXPECT_FALSE(VerifyAnswer(forger.Without(*bundle, i), key, AskInTest).ok()) << i;
    }
    AnswerBundle silent = forger.Without(*bundle, 0);
    silent.answer = bundle->answer;
    silent.answer.replace(silent.answer.find(" a 0"), 4, " a -1");
    EXPECT_FALSE(VerifyAnswer(silent, key, AskInTest).ok());
  }
}

TEST(ProvenAnswerTest, ThatAnIdIsNotRecordedCannotBeProven) {
  AuditedFolder folder;
  folder.Append({Duty("b", "cn/b", R"(,"threads":["t"],"links":[{"rel":"respondsTo","id":"a"}])")});
  ASSERT_TRUE(folder.Sign().ok());
  folder.Append({Duty("a", "us/a")});  // after the checkpoint
  const auto bundle = folder.Open()->Export({"timeline", "t"}, AskInTest);
  EXPECT_EQ(bundle.status().code(), absl::StatusCode::kInvalidArgument) << bundle.status();
}

// A signer's table that denies a stream, beside an event that joins it, is evidence against it.
TEST(ProvenAnswerTest, AFalseTableIsNamed) {
  AuditedFolder folder;
  folder.Append(
      {Duty("a", "us/a", R"(,"threads":["t"])"), Duty("b", "us/b", R"(,"threads":["t"])")});
  const auto made = folder.Sign();
  ASSERT_TRUE(made.ok());
  auto bundle = *folder.Open()->Export({"as-of", "2025-03-01", "us/a"}, AskInTest);
  const auto store = EventLog::Open(folder.Dir() + "/log", LogOptions{});
  ASSERT_TRUE(store.ok());
  StreamTable table;
  for (Position at = 1; at <= 2; ++at) {
    LogRecord told = *(*store)->Read(at);
    told.streams.erase(told.streams.begin());  // the thread alone: there are no measures
    ASSERT_TRUE(table.Add(told, {}).ok());
  }
  LogCheckpoint lie = made->signed_checkpoint.checkpoint;
  lie.stream_rows = table.size();
  lie.stream_root = table.Root();
  bundle.note = SignCheckpoint(lie, folder.key())->note;
  bundle.rows = {{0, table.Rows()[0]}};
  bundle.rows_proof.clear();
  const auto verified = VerifyAnswer(bundle, folder.key().verifier(), AskInTest);
  EXPECT_NE(verified.status().message().find("table of streams is false"), absl::string_view::npos)
      << verified.status();
  EXPECT_FALSE((*store)->Close().ok() && folder.Open()->Verify(lie, nullptr).ok());
}

TEST(ProvenAnswerTest, WhatABundleCannotProveIsRefused) {
  AuditedFolder folder;
  folder.Append({Duty("a", "us/a")});
  ASSERT_TRUE(folder.Sign().ok());
  const auto scanning = [](const OpenRecord& open, const Words&) -> absl::StatusOr<std::string> {
    const auto events = open()->Events({});
    return events.ok() ? absl::StatusOr<std::string>("events") : events.status();
  };
  const auto bundle = folder.Open()->Export({"events"}, scanning);
  EXPECT_EQ(bundle.status().code(), absl::StatusCode::kInvalidArgument) << bundle.status();
}

}  // namespace
}  // namespace decree
