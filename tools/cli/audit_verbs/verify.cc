// audit verify: hashes the whole log and holds it against a checkpoint.
#include <iostream>
#include <memory>

#include "core/audit/audit_files.h"
#include "tools/cli/audit_verbs/audit_input.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/verbs.h"
#include "tools/json/audit.h"
#include "tools/text/progress.h"
#include "tools/words/printable.h"

namespace decree::tools {
namespace {

struct VerifyArguments {
  std::string checkpoint, vkey;
};

// The checkpoint asked about; a growth proof is passed for the checkpoint in it.
absl::StatusOr<SignedCheckpoint> Asked(AuditedStore& store, const VerifyArguments& arguments) {
  if (arguments.checkpoint.empty()) {
    absl::StatusOr<SignedCheckpoint> newest = store.Newest();
    if (!newest.ok() || arguments.vkey.empty()) return newest;
    const absl::StatusOr<VerifierKey> key = PinnedKey(arguments.vkey, "");
    return key.ok() ? OpenCheckpoint(newest->note, *key) : key.status();
  }
  const absl::StatusOr<VerifierKey> key = PinnedKey(arguments.vkey, "");
  if (!key.ok()) return key.status();
  absl::StatusOr<std::string> note = ReadBounded(arguments.checkpoint, 2 * kNoteBytesMax);
  if (!note.ok()) return note.status();
  if (IsGrowthProof(*note)) {
    const absl::StatusOr<GrowthProof> growth = ParseGrowthProof(*note);
    if (!growth.ok()) return growth.status();
    note = growth->note;
  }
  return OpenCheckpoint(*note, *key);
}

int RunVerify(const Session& session, const VerifyArguments& arguments) {
  if (!arguments.checkpoint.empty() && arguments.vkey.empty()) {
    return Fail(absl::InvalidArgumentError("--checkpoint needs --vkey: whose checkpoint is it?"),
                Stage::kAsk);
  }
  const auto store = OpenToAudit(session);
  if (!store.ok()) return Fail(store.status(), Stage::kOpen);
  const absl::StatusOr<SignedCheckpoint> asked = Asked(**store, arguments);
  if (!asked.ok()) {
    return arguments.checkpoint.empty() ? Fail(asked.status(), Stage::kAsk)
                                        : FailedCheck(asked.status());
  }
  absl::Status verified;
  {
    ProgressBar bar(session.err, "hashing");
    Progress progress;
    if (!session.json) progress = [&](uint64_t done, uint64_t total) { bar.Show(done, total); };
    verified = (*store)->Verify(asked->checkpoint, progress);
  }
  if (!verified.ok()) return Fail(verified, Stage::kAsk);
  if (session.json) {
    WriteVerifiedJson(std::cout, asked->checkpoint);
    std::cout << "\n";
  } else {
    std::cout << "verified: positions 1–" << asked->checkpoint.size << " are those that "
              << Printable(asked->checkpoint.origin) << " signed, and its "
              << asked->checkpoint.stream_rows << " streams are listed in full\n";
  }
  return kAnswered;
}

}  // namespace

void DeclareAuditVerify(CommandLine& line) {
  auto arguments = std::make_shared<VerifyArguments>();
  line.AddVerb("audit verify", "Hash the whole log and hold it against a checkpoint",
               "decree audit verify --checkpoint checkpoint --vkey "
               "example.org/trade-log+HASH+KEY")
      .Option("--checkpoint", arguments->checkpoint,
              "a checkpoint that you kept, `-` for standard input; else the store's newest, which "
              "shows damage but no rewriting")
      .Option("--vkey", arguments->vkey, "the log's verifier key, as keygen printed it")
      .Formats(Forms::kJson)
      .Runs([arguments](const Session& session) { return RunVerify(session, *arguments); });
}

}  // namespace decree::tools
