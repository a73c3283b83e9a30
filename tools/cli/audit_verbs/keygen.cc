// audit keygen --origin NAME --key FILE: a new signing key, and the key that others verify with.
#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "core/audit/audit_files.h"
#include "core/merkle/note_keys.h"
#include "tools/cli/audit_verbs/audit_input.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/verbs.h"
#include "tools/json/audit.h"

namespace decree::tools {
namespace {

struct KeygenArguments {
  std::string origin, file;
};

int RunKeygen(const Session& session, const KeygenArguments& arguments) {
  const absl::StatusOr<SigningKey> key = SigningKey::Generate(arguments.origin);
  if (!key.ok()) return Fail(key.status(), Stage::kAsk);
  const absl::Status written = WriteSecret(arguments.file, key->Format() + "\n");
  if (!written.ok()) return FailedToWrite(written);
  const std::string vkey = key->verifier().Format();
  session.stored->Tell("key",
                       absl::StrCat("the key in ", arguments.file, "; others verify with ", vkey));
  if (session.json) {
    WriteKeyJson(std::cout, key->verifier(), arguments.file);
    std::cout << "\n";
  } else {
    std::cout << vkey << "\n";
  }
  return kAnswered;
}

}  // namespace

void DeclareAuditKeygen(CommandLine& line) {
  auto arguments = std::make_shared<KeygenArguments>();
  line.DescribeGroup("audit", "Let others check the record: signed checkpoints, proofs, witnesses");
  line.AddVerb("audit keygen", "Make a signing key; prints the key that others verify with",
               "decree audit keygen --origin example.org/trade-log --key log.key")
      .Option("--origin", arguments->origin,
              "the log's name, for good: like a URL without https://", true)
      .Option("--key", arguments->file, "where the secret key goes (mode 0600, never overwritten)",
              true)
      .Formats(Forms::kJson)
      .Runs([arguments](const Session& session) { return RunKeygen(session, *arguments); });
}

}  // namespace decree::tools
