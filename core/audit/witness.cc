#include "core/audit/witness.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/status_macros.h"
#include "core/merkle/proof.h"
#include "core/merkle/proof_text.h"

namespace decree {
namespace {

constexpr absl::string_view kHeader = "decree-witness/v1\n";

absl::Status Refused(absl::string_view why) { return absl::InvalidArgumentError(why); }

absl::StatusOr<SignedCheckpoint> Open(const std::string& note, const VerifierKey& key,
                                      const WitnessChecks& checks) {
  if (checks.signature) return OpenCheckpoint(note, key);
  DECREE_ASSIGN_OR_RETURN(const SignedNote parsed, ParseSignedNote(note));
  DECREE_ASSIGN_OR_RETURN(const LogCheckpoint checkpoint, ParseLogCheckpoint(parsed.text));
  return SignedCheckpoint{checkpoint, note};
}

// Whether `next` is, or extends, `before`.
absl::Status CheckFollows(const LogCheckpoint& before, const LogCheckpoint& next,
                          const std::optional<GrowthProof>& growth, const WitnessChecks& checks) {
  if (checks.size && next.size < before.size) {
    return Refused(absl::StrCat("the checkpoint is of size ", next.size, ", one of size ",
                                before.size, " was seen: the log was cut, or this one is old"));
  }
  if (checks.size && next.size == before.size && !(next == before)) {
    return Refused(absl::StrCat("another log: two checkpoints of size ", next.size,
                                " are signed and differ, so the log has forked; keep both"));
  }
  if (!checks.consistency || next.size <= before.size) return absl::OkStatus();
  if (!growth || growth->old_size != before.size) {
    return Refused(absl::StrCat("a proof that the log of size ", before.size, " grew to ",
                                next.size, " is needed: decree audit checkpoint --since ",
                                before.size));
  }
  const absl::Status consistent =
      VerifyConsistency(before.size, next.size, growth->hashes, before.root, next.root);
  if (consistent.ok()) return absl::OkStatus();
  return Refused(absl::StrCat(
      "the log of size ", next.size, " is not shown to extend the one of size ", before.size, ": ",
      consistent.message(), "; if the proof is the log's own, the log was rewritten"));
}

}  // namespace

absl::StatusOr<WitnessState> ParseWitnessState(absl::string_view text) {
  absl::string_view rest = text;
  const size_t end = absl::ConsumePrefix(&rest, kHeader) && absl::ConsumePrefix(&rest, "vkey ")
                         ? rest.find("\n\n")
                         : absl::string_view::npos;
  if (end == absl::string_view::npos) return Refused("the text is no witness's file");
  DECREE_ASSIGN_OR_RETURN(VerifierKey key, VerifierKey::Parse(rest.substr(0, end)));
  WitnessState state{std::move(key), std::nullopt};
  const absl::string_view note = rest.substr(end + 2);
  if (note.empty()) return state;
  DECREE_ASSIGN_OR_RETURN(SignedCheckpoint newest, OpenCheckpoint(note, state.key));
  state.newest = std::move(newest);
  return state;
}

std::string FormatWitnessState(const WitnessState& state) {
  return absl::StrCat(kHeader, "vkey ", state.key.Format(), "\n\n",
                      state.newest ? state.newest->note : "");
}

absl::StatusOr<Seen> Witness(absl::string_view offered, WitnessState& state,
                             const WitnessChecks& checks) {
  std::optional<GrowthProof> growth;
  std::string note(offered);
  if (IsGrowthProof(offered)) {
    DECREE_ASSIGN_OR_RETURN(growth, ParseGrowthProof(offered));
    note = growth->note;
  }
  DECREE_ASSIGN_OR_RETURN(SignedCheckpoint next, Open(note, state.key, checks));
  Seen seen = Seen::kFirst;
  if (state.newest) {
    const LogCheckpoint& before = state.newest->checkpoint;
    DECREE_RETURN_IF_ERROR(CheckFollows(before, next.checkpoint, growth, checks));
    seen = next.checkpoint == before ? Seen::kSame : Seen::kNewer;
  }
  if (seen != Seen::kSame) state.newest = std::move(next);
  return seen;
}

}  // namespace decree
