// An operator rewrites a log in a thousand ways and signs each with the real key. Whoever holds an
// older checkpoint must see every one of them; and with one of the holder's checks turned off, the
// same harness must let some through, or it would prove nothing.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "core/audit/log_tally.h"
#include "core/audit/proven_record.h"
#include "core/audit/witness.h"
#include "core/merkle/proof.h"
#include "core/merkle/proof_text.h"
#include "tests/from_environment.h"
#include "tests/tampering/operator.h"
#include "tests/unit/log/log_testing.h"

namespace decree {
namespace {

struct HoldersChecks {
  WitnessChecks witness;
  BundleChecks bundle;
};

// How a rewritten log got past the holder.
struct Escapes {
  int rewritten = 0;
  std::map<std::string, int> by_tampering;
  int total() const {
    int sum = 0;
    for (const auto& [name, count] : by_tampering) sum += count;
    return sum;
  }
};

// Thousands of small logs are made and thrown away; nothing here is about the medium.
std::unique_ptr<TestFolder> FolderInMemory() {
  const char* const memory = "/dev/shm";
  if (::access(memory, W_OK) == 0) ::setenv("TMPDIR", memory, 1);
  return std::make_unique<TestFolder>();
}

class TamperingTest : public testing::Test {
 protected:
  TamperingTest() : folder_(FolderInMemory()), key_(*SigningKey::Generate("example.org/log")) {}

  // An honest log of which the holder saw a checkpoint at `held_`.
  void Begin(oracle::Draws& draws) {
    story_ = DrawStory(draws);
    held_ = story_.size() / 2 + draws.Below(story_.size() / 2);
    honest_ = WriteLog(folder_->Sub("honest"), story_);
    ASSERT_NE(honest_, nullptr);
    LogTally tally;
    ASSERT_TRUE(tally.ReadThrough(held_, *honest_, nullptr).ok());
    old_ = *SignCheckpoint(tally.CheckpointOf("example.org/log"), key_);
  }
  void End() {
    honest_.reset();
    std::filesystem::remove_all(folder_->Sub("honest"));
  }

  bool Accepts(const std::string& offered, const WitnessChecks& checks) const {
    WitnessState state{key_.verifier(), old_};
    const absl::StatusOr<Seen> seen = Witness(offered, state, checks);
    return seen.ok() && *seen == Seen::kNewer;
  }

  // Every proof that an operator could come up with.
  bool AcceptsGrowth(oracle::Draws& draws, const EventLog& rewritten,
                     const SignedCheckpoint& signed_anew, const WitnessChecks& checks) const {
    if (Accepts(signed_anew.note, checks)) return true;
    const uint64_t size = signed_anew.checkpoint.size;
    std::vector<std::vector<Hash256>> proofs = {{}};
    for (const EventLog* log : {&rewritten, static_cast<const EventLog*>(honest_.get())}) {
      const auto proof = log->ConsistencyProof(held_, std::min(size, log->Head().size));
      if (proof.ok()) proofs.push_back(*proof);
    }
    std::vector<Hash256> invented(proofs.back().size());
    for (Hash256& hash : invented) {
      for (uint8_t& byte : hash) byte = static_cast<uint8_t>(draws.Below(256));
    }
    proofs.push_back(invented);
    for (const std::vector<Hash256>& proof : proofs) {
      if (Accepts(FormatGrowthProof({held_, proof, signed_anew.note}), checks)) return true;
    }
    return false;
  }

  // Whether a record that was altered passes as one of the log that the holder knows.
  bool AcceptsRecord(const EventLog& rewritten, const BundleChecks& checks) const {
    const uint64_t size = std::min<uint64_t>(rewritten.Head().size, held_);
    for (Position position = 1; position <= size; ++position) {
      const LogRecord told = *rewritten.Read(position);
      if (told.leaf == honest_->Read(position)->leaf) continue;
      AnswerBundle bundle;
      bundle.note = old_.note;
      bundle.records = {RecordBytes(told)};
      for (const EventLog* log : {&rewritten, static_cast<const EventLog*>(honest_.get())}) {
        const auto path =
            log->InclusionProof(position, std::min(log->Head().size, uint64_t{held_}));
        if (!path.ok()) continue;
        bundle.records_proof = *path;
        bundle.rows_proof = {old_.checkpoint.stream_root};
        if (ProvenRecord::Verify(bundle, key_.verifier(), checks).ok()) return true;
      }
    }
    return false;
  }

  void Tamper(oracle::Draws& draws, const HoldersChecks& checks, Escapes& escapes) {
    const auto tampering = static_cast<Tampering>(draws.Below(kTamperings));
    const std::string dir = folder_->Sub("rewritten");
    const Story told = Rewrite(draws, tampering, story_, held_);
    {
      const std::unique_ptr<EventLog> rewritten = told.empty() ? nullptr : WriteLog(dir, told);
      if (rewritten != nullptr) {
        ++escapes.rewritten;
        const SignedCheckpoint signed_anew = SignAnew(draws, tampering, *rewritten, key_);
        const bool same_size = signed_anew.checkpoint.size == held_;
        const bool escaped = AcceptsGrowth(draws, *rewritten, signed_anew, checks.witness) ||
                             AcceptsRecord(*rewritten, checks.bundle);
        // Another table of a grown log can only be told by reading the log: audit verify.
        const bool is_table = tampering == Tampering::kSignAnotherTable;
        if (is_table && !same_size) {
          EXPECT_TRUE(escaped);
          EXPECT_FALSE(TableFits(*rewritten, signed_anew.checkpoint));
        } else if (escaped) {
          ++escapes.by_tampering[NameOf(tampering)];
        }
      }
    }
    std::filesystem::remove_all(dir);
  }

  static bool TableFits(const EventLog& log, const LogCheckpoint& checkpoint) {
    LogTally tally;
    return tally.ReadThrough(checkpoint.size, log, nullptr).ok() &&
           tally.CheckpointOf(checkpoint.origin) == checkpoint;
  }

  Escapes Run(int count, uint64_t seed, const HoldersChecks& checks) {
    Escapes escapes;
    oracle::Draws draws(seed);
    constexpr int kOfOneStory = 25;
    while (escapes.rewritten < count) {
      Begin(draws);
      for (int i = 0; i < kOfOneStory && escapes.rewritten < count; ++i) {
        Tamper(draws, checks, escapes);
      }
      End();
    }
    return escapes;
  }

  const std::unique_ptr<TestFolder> folder_;
  const SigningKey key_;
  Story story_;
  size_t held_ = 0;
  std::unique_ptr<EventLog> honest_;
  SignedCheckpoint old_;
};

int Count() { return static_cast<int>(FromEnvironment("DECREE_TAMPERINGS", 1'000)); }

TEST_F(TamperingTest, EveryRewritingIsSeen) {
  const Escapes escapes = Run(Count(), FromEnvironment("DECREE_SEED", 1), {});
  EXPECT_EQ(escapes.rewritten, Count());
  for (const auto& [name, count] : escapes.by_tampering) {
    ADD_FAILURE() << count << " times unseen: " << name;
  }
}

TEST_F(TamperingTest, TheHonestLogIsAccepted) {
  oracle::Draws draws(2);
  for (int i = 0; i < 10; ++i) {
    Begin(draws);
    const SignedCheckpoint now = SignAnew(draws, Tampering::kEdit, *honest_, key_);
    const auto proof = honest_->ConsistencyProof(held_, now.checkpoint.size);
    ASSERT_TRUE(proof.ok());
    WitnessState state{key_.verifier(), old_};
    const auto seen = Witness(FormatGrowthProof({held_, *proof, now.note}), state);
    EXPECT_TRUE(seen.ok()) << seen.status();
    EXPECT_FALSE(AcceptsRecord(*honest_, {}));  // nothing was altered
    End();
  }
}

// The harness bites: what each check is for comes through when it is off.
TEST_F(TamperingTest, WithoutTheConsistencyProofRewritingsComeThrough) {
  HoldersChecks checks;
  checks.witness.consistency = false;
  const Escapes escapes = Run(100, 3, checks);
  EXPECT_GT(escapes.total(), 20);
  EXPECT_GT(escapes.by_tampering.count("edit"), 0u);
}

TEST_F(TamperingTest, WithoutTheSizeRuleCutLogsComeThrough) {
  HoldersChecks checks;
  checks.witness.size = false;
  const Escapes escapes = Run(100, 4, checks);
  EXPECT_GT(escapes.by_tampering.count("truncate"), 0u);
}

TEST_F(TamperingTest, WithoutTheInclusionProofAlteredRecordsComeThrough) {
  HoldersChecks checks;
  checks.bundle.inclusion = false;
  const Escapes escapes = Run(100, 5, checks);
  EXPECT_GT(escapes.by_tampering.count("edit"), 0u);
  EXPECT_GT(escapes.by_tampering.count("back-date"), 0u);
}

}  // namespace
}  // namespace decree
