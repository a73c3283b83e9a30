// Any text is refused or is a bundle that comes back the same; what it asks is asked of what it
// holds, without a signature, with and without its proofs, so that the fuzzer gets to the fold.
#include <cstddef>
#include <cstdint>

#include "core/base/assert.h"
#include "core/proof/proven_answer.h"
#include "tools/cli/asked_words.h"

namespace decree {
namespace {

void TryBundle(const AnswerBundle& bundle) {
  const VerifierKey key = *VerifierKey::Make("x", NoteAlgorithm::kEd25519, std::string(32, 'k'));
  BundleChecks unsigned_;
  unsigned_.signature = false;
  BundleChecks unproven = unsigned_;
  unproven.inclusion = unproven.completeness = false;
  for (const BundleChecks& checks : {unsigned_, unproven}) {
    VerifyAnswer(bundle, key, tools::AskWithJson, checks).status().IgnoreError();
  }
}

}  // namespace
}  // namespace decree

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto bundle =
      decree::ParseBundle(absl::string_view(reinterpret_cast<const char*>(data), size));
  if (!bundle.ok()) {
    DECREE_ASSERT(bundle.status().code() == absl::StatusCode::kInvalidArgument);
    return 0;
  }
  const auto text = decree::FormatBundle(*bundle);
  DECREE_ASSERT(text.ok() && *decree::FormatBundle(*decree::ParseBundle(*text)) == *text);
  decree::TryBundle(*bundle);
  return 0;
}
