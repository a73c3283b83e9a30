// audit verify-bundle FILE --vkey KEY: checks an answer, or the proof of one event, without a
// store.
#include <iostream>
#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/audit/audit_files.h"
#include "core/audit/record_check.h"
#include "core/audit/witness.h"
#include "core/merkle/proof_text.h"
#include "tools/cli/asked_words.h"
#include "tools/cli/audit_verbs/audit_input.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/verbs.h"
#include "tools/json/audit.h"
#include "tools/words/printable.h"

namespace decree::tools {
namespace {

struct BundleArguments {
  std::string file, vkey, origin, witness;
};

// That the checkpoint is the one which a witness saw last.
absl::Status CheckWitnessed(const std::string& path, const std::string& note,
                            const VerifierKey& key) {
  if (path.empty()) return absl::OkStatus();
  const absl::StatusOr<std::string> text = ReadBounded(path, 2 * kNoteBytesMax);
  if (!text.ok()) return text.status();
  absl::StatusOr<WitnessState> state = ParseWitnessState(*text);
  if (!state.ok()) return state.status();
  if (!(state->key == key)) {
    return absl::InvalidArgumentError("--witness: its file is of another key than --vkey");
  }
  return Witness(note, *state).status();
}

std::string Quoted(const std::string& word) {
  const bool plain = word.find_first_of(" '\"*?") == std::string::npos;
  return plain ? word : absl::StrCat("'", word, "'");
}

int VerifyOneRecord(const Session& session, const std::string& text, const VerifierKey& key,
                    const BundleArguments& arguments) {
  const absl::StatusOr<CheckedRecord> checked = CheckRecordProof(text, key);
  if (!checked.ok()) return FailedCheck(checked.status());
  const absl::Status witnessed = CheckWitnessed(arguments.witness, checked->checkpoint.note, key);
  if (!witnessed.ok()) return FailedCheck(witnessed);
  const LogRecord& record = checked->record;
  if (session.json) {
    WriteVerifiedJson(std::cout, *checked);
    std::cout << "\n";
  } else {
    std::cout << "verified: " << Printable(key.name()) << " signed a log of "
              << checked->checkpoint.checkpoint.size << " events that has this one at position "
              << record.position << ", recorded " << FormatUtc(record.recorded_us) << "\n"
              << EventToJson(checked->event) << "\n";
  }
  return kAnswered;
}

int VerifyBundle(const Session& session, const std::string& text, const VerifierKey& key,
                 const BundleArguments& arguments) {
  const absl::StatusOr<AnswerBundle> bundle = ParseBundle(text);
  if (!bundle.ok()) return FailedCheck(bundle.status());
  std::string for_people;
  const auto ask = [&](const OpenRecord& open, const std::vector<std::string>& words) {
    absl::StatusOr<std::string> answer = AskWithJson(open, words);
    if (answer.ok() && !session.json) for_people = AskForPeople(open, words).value_or("");
    return answer;
  };
  const absl::StatusOr<ProvenAnswer> proven = VerifyAnswer(*bundle, key, ask);
  if (!proven.ok()) return FailedCheck(proven.status());
  const absl::Status witnessed = CheckWitnessed(arguments.witness, bundle->note, key);
  if (!witnessed.ok()) return FailedCheck(witnessed);
  if (session.json) {
    WriteVerifiedJson(std::cout, *proven, *bundle);
    std::cout << "\n";
    return kAnswered;
  }
  std::vector<std::string> words;
  for (const std::string& word : bundle->question) words.push_back(Quoted(word));
  std::cout << "verified: folded again from " << proven->events << " events, all that "
            << Printable(key.name()) << " had signed of these streams at position "
            << proven->checkpoint.size << "\n"
            << "$ decree " << Printable(absl::StrJoin(words, " ")) << "\n\n"
            << for_people;
  return kAnswered;
}

int RunVerifyBundle(const Session& session, const BundleArguments& arguments) {
  const absl::StatusOr<VerifierKey> key = PinnedKey(arguments.vkey, arguments.origin);
  if (!key.ok()) return Fail(key.status(), Stage::kAsk);
  const absl::StatusOr<std::string> text = ReadBounded(arguments.file, kBundleBytesMax);
  if (!text.ok()) {
    return absl::IsNotFound(text.status()) ? Fail(text.status(), Stage::kAsk)
                                           : FailedCheck(text.status());
  }
  return IsRecordProof(*text) ? VerifyOneRecord(session, *text, *key, arguments)
                              : VerifyBundle(session, *text, *key, arguments);
}

}  // namespace

void DeclareVerifyBundle(CommandLine& line, const std::string& name, const std::string& command) {
  auto arguments = std::make_shared<BundleArguments>();
  line.AddVerb(name, "Check an answer, or the proof of an event, without the store",
               absl::StrCat(command, " answer.json --vkey example.org/trade-log+HASH+KEY"))
      .Required("FILE", arguments->file,
                "a bundle of audit export or a proof of audit prove, `-` for standard input")
      .Option("--vkey", arguments->vkey, "the log's verifier key, from the log's owner", true)
      .Option("--origin", arguments->origin, "the log's name; must be the key's")
      .Option("--witness", arguments->witness,
              "a witness's file: the checkpoint must be the newest that it saw")
      .Formats(Forms::kJson)
      .Runs([arguments](const Session& session) { return RunVerifyBundle(session, *arguments); });
}

void DeclareAuditVerifyBundle(CommandLine& line) {
  DeclareVerifyBundle(line, "audit verify-bundle", "decree audit verify-bundle");
}

}  // namespace decree::tools
