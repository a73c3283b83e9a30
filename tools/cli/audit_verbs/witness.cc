// audit witness: keeps the newest checkpoint seen of a log and refuses one that does not extend it.
#include "core/audit/witness.h"

#include <iostream>
#include <memory>
#include <optional>

#include "absl/strings/str_cat.h"
#include "core/audit/audit_files.h"
#include "tools/cli/audit_verbs/audit_input.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/verbs.h"
#include "tools/json/audit.h"
#include "tools/words/printable.h"

namespace decree::tools {
namespace {

struct WitnessArguments {
  std::string file, state, vkey;
};

absl::StatusOr<WitnessState> ReadState(const WitnessArguments& arguments) {
  const absl::StatusOr<std::string> text = ReadBounded(arguments.state, 2 * kNoteBytesMax);
  if (absl::IsNotFound(text.status())) {
    if (arguments.vkey.empty()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "\"", arguments.state, "\" does not exist yet; begin it with --vkey, the log's key"));
    }
    const absl::StatusOr<VerifierKey> key = PinnedKey(arguments.vkey, "");
    if (!key.ok()) return key.status();
    return WitnessState{*key, std::nullopt};
  }
  if (!text.ok()) return text.status();
  absl::StatusOr<WitnessState> state = ParseWitnessState(*text);
  if (!state.ok()) {
    return absl::DataLossError(
        absl::StrCat("\"", arguments.state, "\": ", state.status().message()));
  }
  if (arguments.vkey.empty() || state->key.Format() == arguments.vkey) return state;
  return absl::InvalidArgumentError(absl::StrCat("\"", arguments.state, "\" watches the key ",
                                                 state->key.Format(),
                                                 "; another key needs a file of its own"));
}

void Print(const Session& session, const WitnessState& state, const std::string& what) {
  if (session.json) {
    WriteWitnessJson(std::cout, state, what);
    std::cout << "\n";
    return;
  }
  if (!state.newest) {
    std::cout << what << ": nothing seen of " << Printable(state.key.name()) << " yet\n";
    return;
  }
  std::cout << what << ": " << Printable(state.key.name()) << " at size "
            << state.newest->checkpoint.size << "\n";
}

int RunWitness(const Session& session, const WitnessArguments& arguments) {
  // Two at a time could put back the older of what they saw.
  const auto lock = FileLock::Take(arguments.state + ".lock");
  if (!lock.ok()) return FailedToWrite(lock.status());
  absl::StatusOr<WitnessState> state = ReadState(arguments);
  if (!state.ok()) return Fail(state.status(), Stage::kAsk);
  if (arguments.file.empty()) {
    Print(session, *state, "kept");
    return kAnswered;
  }
  const absl::StatusOr<std::string> offered = ReadBounded(arguments.file, 2 * kNoteBytesMax);
  if (!offered.ok()) return Fail(offered.status(), Stage::kAsk);
  const absl::StatusOr<Seen> seen = Witness(*offered, *state);
  if (!seen.ok()) return FailedCheck(seen.status());
  if (*seen != Seen::kSame) {
    const absl::Status written = WriteDurably(arguments.state, FormatWitnessState(*state));
    if (!written.ok()) return FailedToWrite(written);
    session.stored->Tell("checkpoint", "the checkpoint seen, in " + arguments.state);
  }
  Print(session, *state,
        *seen == Seen::kFirst  ? "first"
        : *seen == Seen::kSame ? "unchanged"
                               : "grown");
  return kAnswered;
}

}  // namespace

void DeclareWitness(CommandLine& line, const std::string& name, const std::string& command) {
  auto arguments = std::make_shared<WitnessArguments>();
  line.AddVerb(name, "Keep the newest checkpoint seen; refuse one that does not extend it",
               absl::StrCat(command,
                            " --state witness.txt --vkey example.org/trade-log+HASH+KEY checkpoint"
                            "\n  decree audit checkpoint --since 124 | ",
                            command, " --state witness.txt -"))
      .Optional("FILE", arguments->file,
                "a checkpoint, with its proof of growth once one was seen; `-` for standard input; "
                "without it, what is kept is shown")
      .Option("--state", arguments->state, "the witness's own file, out of the operator's reach",
              true)
      .Option("--vkey", arguments->vkey, "the log's verifier key; needed the first time")
      .Formats(Forms::kJson)
      .Runs([arguments](const Session& session) { return RunWitness(session, *arguments); });
}

void DeclareAuditWitness(CommandLine& line) {
  DeclareWitness(line, "audit witness", "decree audit witness");
}

}  // namespace decree::tools
