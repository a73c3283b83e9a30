// Keys, checkpoints and proofs as JSON: one object each, without a line end.
#ifndef DECREE_TOOLS_JSON_AUDIT_H_
#define DECREE_TOOLS_JSON_AUDIT_H_

#include <optional>
#include <ostream>
#include <string>

#include "absl/strings/string_view.h"
#include "core/audit/answer_bundle.h"
#include "core/audit/record_check.h"
#include "core/audit/witness.h"
#include "core/proof/audited_store.h"
#include "core/proof/proven_answer.h"

namespace decree::tools {

// A key pair: what others verify with, and the file that holds the secret half.
void WriteKeyJson(std::ostream& out, const VerifierKey& key, const std::string& file);
// `made`: where it was just signed; `growth`: where it was asked for.
void WriteCheckpointJson(std::ostream& out, const SignedCheckpoint& shown,
                         const std::optional<MadeCheckpoint>& made,
                         const std::optional<GrowthProof>& growth);
void WriteProofJson(std::ostream& out, const RecordProof& proof, const std::string& id);
// What a witness keeps; `seen`: how it came to be.
void WriteWitnessJson(std::ostream& out, const WitnessState& state, absl::string_view seen);

// "verified":true, of a whole log, of one event and of an answer.
void WriteVerifiedJson(std::ostream& out, const LogCheckpoint& checkpoint);
void WriteVerifiedJson(std::ostream& out, const CheckedRecord& checked);
void WriteVerifiedJson(std::ostream& out, const ProvenAnswer& proven, const AnswerBundle& bundle);

}  // namespace decree::tools

#endif  // DECREE_TOOLS_JSON_AUDIT_H_
