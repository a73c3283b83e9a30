// A signed note (C2SP signed-note): a text, a blank line, and one line for each signature:
// an em dash, the signer's name, and base64 of the key's id (4 bytes) and the signature. Signatures
// of unknown keys are kept and ignored, so that witnesses may add theirs.
//
// Limits: 64 KiB, 64 signatures of at most 4 KiB each, names of at most 255 bytes.
#ifndef DECREE_CORE_MERKLE_SIGNED_NOTE_H_
#define DECREE_CORE_MERKLE_SIGNED_NOTE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace decree {

inline constexpr size_t kNoteBytesMax = 64 << 10;
inline constexpr size_t kNoteSignaturesMax = 64;
inline constexpr size_t kNoteSignatureBytesMax = 4 << 10;
inline constexpr size_t kNoteNameBytesMax = 255;

struct NoteSignature {
  std::string name;
  uint32_t key_id = 0;    // the first four bytes of a hash, as a big-endian number
  std::string signature;  // bytes
};

struct SignedNote {
  std::string text;  // what is signed; ends in a line feed
  std::vector<NoteSignature> signatures;
};

// Errors: InvalidArgument naming what is wrong. A note that parses is formatted to the same bytes.
absl::StatusOr<SignedNote> ParseSignedNote(absl::string_view bytes);
std::string FormatSignedNote(const SignedNote& note);

// Of keys and origins: 1 to 255 bytes of valid UTF-8 without spaces, control characters or `+`.
// Errors: InvalidArgument.
absl::Status CheckNoteName(absl::string_view name);

}  // namespace decree

#endif  // DECREE_CORE_MERKLE_SIGNED_NOTE_H_
