// audit checkpoint [--key FILE] [--since SIZE]: signs what the store holds, or shows the newest
// checkpoint; with --since, what a witness needs to follow.
#include <iostream>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tools/cli/audit_verbs/audit_input.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/verbs.h"
#include "tools/json/audit.h"
#include "tools/text/progress.h"

namespace decree::tools {
namespace {

struct CheckpointArguments {
  std::string key, since;
  bool full = false, new_epoch = false;
};

absl::StatusOr<MadeCheckpoint> Make(const Session& session, AuditedStore& store,
                                    const CheckpointArguments& arguments) {
  const absl::StatusOr<SigningKey> key = ReadSigningKey(arguments.key);
  if (!key.ok()) return key.status();
  ProgressBar bar(session.err, "hashing");
  CheckpointOptions options;
  options.full = arguments.full;
  options.new_epoch = arguments.new_epoch;
  if (!session.json) {
    options.progress = [&](uint64_t done, uint64_t total) { bar.Show(done, total); };
  }
  return store.MakeCheckpoint(*key, options);
}

int RunCheckpoint(const Session& session, const CheckpointArguments& arguments) {
  if (arguments.key.empty() && (arguments.full || arguments.new_epoch)) {
    return Fail(absl::InvalidArgumentError("--full and --new-epoch go with --key"), Stage::kAsk);
  }
  std::optional<uint64_t> since;
  if (!arguments.since.empty()) {
    const absl::StatusOr<uint64_t> size = ParsePlainNumber(arguments.since);
    if (!size.ok()) {
      return Fail(absl::InvalidArgumentError(absl::StrCat("--since: ", size.status().message())),
                  Stage::kAsk);
    }
    since = *size;
  }
  const auto store = OpenToAudit(session);
  if (!store.ok()) return Fail(store.status(), Stage::kOpen);
  std::optional<MadeCheckpoint> made;
  if (!arguments.key.empty()) {
    auto result = Make(session, **store, arguments);
    if (!result.ok()) return Fail(result.status(), Stage::kAsk);
    made = *std::move(result);
    if (made->is_new) {
      session.stored->Tell("checkpoint",
                           "the signed checkpoint, which `decree audit checkpoint` "
                           "without --key shows");
    }
  }
  const absl::StatusOr<SignedCheckpoint> newest = (*store)->Newest();
  if (!newest.ok()) return FailAfter(*session.stored, newest.status(), Stage::kAsk);
  std::optional<GrowthProof> growth;
  if (since) {
    auto proof = (*store)->ProveGrowth(*since);
    if (!proof.ok()) return FailAfter(*session.stored, proof.status(), Stage::kAsk);
    growth = *std::move(proof);
  }
  if (session.json) {
    WriteCheckpointJson(std::cout, *newest, made, growth);
    std::cout << "\n";
  } else {
    // The text alone, so that it can be redirected into a file and passed on.
    std::cout << (growth ? FormatGrowthProof(*growth) : newest->note);
  }
  return kAnswered;
}

}  // namespace

void DeclareAuditCheckpoint(CommandLine& line) {
  auto arguments = std::make_shared<CheckpointArguments>();
  line.AddVerb("audit checkpoint", "Sign what the store holds, or show the newest checkpoint",
               "decree audit checkpoint --key log.key > checkpoint\n"
               "  decree audit checkpoint --since 100 > checkpoint-and-proof")
      .Option("--key", arguments->key, "sign with this key; without it, the newest one is shown")
      .Option("--since", arguments->since,
              "with the proof that the log of this many events has only grown")
      .Flag("--full", arguments->full, "hash every record anew, not only those since the last one")
      .Flag("--new-epoch", arguments->new_epoch,
            "begin a history under the key's new origin, after a restore of an older backup")
      .Formats(Forms::kJson)
      .Runs([arguments](const Session& session) { return RunCheckpoint(session, *arguments); });
}

}  // namespace decree::tools
