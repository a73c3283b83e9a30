// The keys of signed notes. A verifier key is a text that may be published, "name+hash+base64", of
// the signer's name, the key's id (8 hexadecimal digits) and the algorithm's number with the public
// key; the signing key is its secret counterpart, "PRIVATE+KEY+name+hash+base64".
//
// Ed25519 (algorithm 1) through OpenSSL is the only algorithm so far; the number keeps the place
// for others. The key's id covers name, algorithm and key, so none of them can be exchanged.
#ifndef DECREE_CORE_MERKLE_NOTE_KEYS_H_
#define DECREE_CORE_MERKLE_NOTE_KEYS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/merkle/signed_note.h"

namespace decree {

enum class NoteAlgorithm : uint8_t { kEd25519 = 1 };

class VerifierKey {
 public:
  // Errors: InvalidArgument, also for an algorithm that this version does not know.
  static absl::StatusOr<VerifierKey> Parse(absl::string_view text);
  static absl::StatusOr<VerifierKey> Make(absl::string_view name, NoteAlgorithm algorithm,
                                          absl::string_view public_key);

  const std::string& name() const { return name_; }
  uint32_t id() const { return id_; }
  std::string Format() const;

  bool Verifies(absl::string_view text, absl::string_view signature) const;

  friend bool operator==(const VerifierKey&, const VerifierKey&) = default;

 private:
  std::string name_;
  NoteAlgorithm algorithm_ = NoteAlgorithm::kEd25519;
  std::string public_key_;
  uint32_t id_ = 0;
};

class SigningKey {
 public:
  // A new key from the system's random numbers. Errors: InvalidArgument (the name), Internal.
  static absl::StatusOr<SigningKey> Generate(absl::string_view name);
  // Errors: InvalidArgument; no text of an error holds any part of the key.
  static absl::StatusOr<SigningKey> Parse(absl::string_view text);

  // Secret: for a file that nobody else may read.
  std::string Format() const;
  const VerifierKey& verifier() const { return verifier_; }

  // Errors: Internal.
  absl::StatusOr<NoteSignature> Sign(absl::string_view text) const;

 private:
  SigningKey(std::string seed, VerifierKey verifier)
      : seed_(std::move(seed)), verifier_(std::move(verifier)) {}
  static absl::StatusOr<SigningKey> FromSeed(absl::string_view name, std::string seed);

  std::string seed_;  // 32 bytes
  VerifierKey verifier_;
};

// OK when one signature of the note is of `key` and every one that claims to be is sound.
// Errors: InvalidArgument.
absl::Status VerifyNote(const SignedNote& note, const VerifierKey& key);

}  // namespace decree

#endif  // DECREE_CORE_MERKLE_NOTE_KEYS_H_
