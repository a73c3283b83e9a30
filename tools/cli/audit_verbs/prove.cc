// audit prove ID: that the signed log holds an event, for whoever holds its key.
#include <iostream>
#include <memory>

#include "tools/cli/audit_verbs/audit_input.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/verbs.h"
#include "tools/json/audit.h"

namespace decree::tools {
namespace {

int RunProve(const Session& session, const std::string& id) {
  const auto store = OpenToAudit(session);
  if (!store.ok()) return Fail(store.status(), Stage::kOpen);
  const absl::StatusOr<RecordProof> proof = (*store)->ProveRecord(id);
  if (!proof.ok()) return Fail(proof.status(), Stage::kAsk);
  if (!session.json) {
    std::cout << FormatRecordProof(*proof);
    return kAnswered;
  }
  WriteProofJson(std::cout, *proof, id);
  std::cout << "\n";
  return kAnswered;
}

}  // namespace

void DeclareAuditProve(CommandLine& line) {
  auto id = std::make_shared<std::string>();
  line.AddVerb("audit prove", "Prove that the newest checkpoint holds an event",
               "decree audit prove us-2025-10-10-additional-100 > event.tlog-proof")
      .Required("ID", *id, "the event's id")
      .Formats(Forms::kJson)
      .Runs([id](const Session& session) { return RunProve(session, *id); });
}

}  // namespace decree::tools
