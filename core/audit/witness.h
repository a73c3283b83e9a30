// A witness remembers the newest checkpoint that it saw of a log and refuses whatever does not
// extend it. It needs no store, only that its file is out of the log operator's reach: it is what
// catches an operator who rewrites a log and signs it anew.
//
// The file holds the pinned key and the newest note:
//
//   decree-witness/v1
//   vkey example.org/log+8c4f2a10+AVK…
//
//   <the newest checkpoint, signed>
#ifndef DECREE_CORE_AUDIT_WITNESS_H_
#define DECREE_CORE_AUDIT_WITNESS_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/merkle/log_checkpoint.h"
#include "core/merkle/note_keys.h"

namespace decree {

struct WitnessState {
  VerifierKey key;
  std::optional<SignedCheckpoint> newest;  // nullopt: nothing seen yet
};

// Errors: InvalidArgument, also when the note kept is not signed by the key kept.
absl::StatusOr<WitnessState> ParseWitnessState(absl::string_view text);
std::string FormatWitnessState(const WitnessState& state);

// What holders of an older checkpoint check. All on but in tests, which must then go red.
struct WitnessChecks {
  bool signature = true;
  bool consistency = true;
  bool size = true;  // never smaller, and the same when of equal size
};

enum class Seen { kFirst, kSame, kNewer };

// Takes a checkpoint (a bare note, or with its growth proof: core/merkle/proof_text.h) into the
// state. On an error the state stays as it was. Errors: InvalidArgument names what does not fit:
// the signature, a smaller size, another tree at the same size, a proof that is missing (with the
// size to prove from) or does not verify.
absl::StatusOr<Seen> Witness(absl::string_view offered, WitnessState& state,
                             const WitnessChecks& checks = {});

}  // namespace decree

#endif  // DECREE_CORE_AUDIT_WITNESS_H_
