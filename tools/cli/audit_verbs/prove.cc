// audit prove ID: that the signed log holds an event, for whoever holds its key.
#include <iostream>
#include <memory>

#include "core/merkle/strict_base64.h"
#include "tools/cli/audit_verbs/audit_input.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/verbs.h"

namespace decree::cli {
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
  JsonWriter json;
  json.BeginObject().Field("id", id).IntegerField("position", proof->index + 1);
  json.Field("record", ToBase64(proof->record)).Key("proof").BeginArray();
  for (const Hash256& hash : proof->hashes) json.String(ToBase64(hash));
  std::cout << json.EndArray().Field("checkpoint", proof->note).EndObject().Take() << "\n";
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

}  // namespace decree::cli
