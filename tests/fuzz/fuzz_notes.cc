// Any text is refused or comes back the same: notes, keys, checkpoints, proofs and witnesses'
// files. What does not verify is refused without looking beyond its own bytes.
#include <cstddef>
#include <cstdint>
#include <string>

#include "core/audit/record_check.h"
#include "core/audit/witness.h"
#include "core/base/assert.h"
#include "core/merkle/log_checkpoint.h"
#include "core/merkle/proof.h"
#include "core/merkle/proof_text.h"
#include "core/merkle/subset_proof.h"

namespace decree {
namespace {

const VerifierKey& Key() {
  static const VerifierKey& key =
      *new VerifierKey(*VerifierKey::Parse("example.org/trade-log+7df6a8e5+"
                                           "Ae4ScYx36sgBOaq72EmvgTXsIq28dUUJ7bWQNRsWrGqR"));
  return key;
}

void TryNote(absl::string_view text) {
  const auto note = ParseSignedNote(text);
  if (!note.ok()) return;
  DECREE_ASSERT(FormatSignedNote(*note) == text);
  const auto checkpoint = ParseLogCheckpoint(note->text);
  if (checkpoint.ok()) {
    DECREE_ASSERT(*ParseLogCheckpoint(FormatLogCheckpoint(*checkpoint)) == *checkpoint);
  }
  OpenCheckpoint(text, Key()).status().IgnoreError();
}

void TryProofs(absl::string_view text) {
  const auto growth = ParseGrowthProof(text);
  if (growth.ok()) {
    DECREE_ASSERT(FormatGrowthProof(*growth) == text);
    // Numbers and hashes as they come, sound or not.
    for (const uint64_t second : {growth->old_size, growth->old_size * 2 + 1, UINT64_MAX}) {
      VerifyConsistency(growth->old_size, second, growth->hashes, {}, {}).IgnoreError();
      VerifyInclusion({}, growth->old_size, second, growth->hashes, {}).IgnoreError();
      const IndexedLeaf leaves[] = {{growth->old_size / 2, {}}, {growth->old_size, {}}};
      VerifySubset(leaves, second, growth->hashes, {}).IgnoreError();
    }
  }
  const auto record = ParseRecordProof(text);
  if (record.ok()) {
    DECREE_ASSERT(FormatRecordProof(*record) == text);
    ReadRecordBytes(record->record).status().IgnoreError();
  }
  CheckRecordProof(text, Key()).status().IgnoreError();
}

void TryWitness(absl::string_view text) {
  WitnessState fresh{Key(), std::nullopt};
  WitnessChecks blind;
  blind.signature = false;
  Witness(text, fresh, blind).status().IgnoreError();
  Witness(text, fresh, blind).status().IgnoreError();
  const auto state = ParseWitnessState(text);
  if (state.ok()) DECREE_ASSERT(FormatWitnessState(*state) == text);
}

}  // namespace
}  // namespace decree

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  decree::TryNote(text);
  decree::TryProofs(text);
  decree::TryWitness(text);
  const auto key = decree::VerifierKey::Parse(text);
  if (key.ok()) DECREE_ASSERT(key->Format() == text);
  decree::SigningKey::Parse(text).status().IgnoreError();
  return 0;
}
