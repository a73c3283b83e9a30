#include "core/merkle/note_keys.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>
#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/status_macros.h"
#include "core/merkle/sha256.h"
#include "core/merkle/strict_base64.h"

namespace decree {
namespace {

constexpr size_t kKeyBytes = 32;  // of a seed as of a public key
constexpr size_t kSignatureBytes = 64;
constexpr size_t kIdDigits = 8;
constexpr size_t kKeyTextBytesMax = 1'024;
constexpr absl::string_view kSecretPrefix = "PRIVATE+KEY+";

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using KeyHandle = std::unique_ptr<EVP_PKEY, FreeKey>;
using ContextHandle = std::unique_ptr<EVP_MD_CTX, FreeContext>;

const uint8_t* Bytes(absl::string_view text) {
  return reinterpret_cast<const uint8_t*>(text.data());
}

uint32_t KeyId(absl::string_view name, NoteAlgorithm algorithm, absl::string_view public_key) {
  const char number = static_cast<char>(algorithm);
  const Hash256 hash =
      Sha256().Plain(absl::StrCat(name, "\n", absl::string_view(&number, 1), public_key));
  return uint32_t{hash[0]} << 24 | uint32_t{hash[1]} << 16 | uint32_t{hash[2]} << 8 | hash[3];
}

std::string IdText(uint32_t id) { return absl::StrCat(absl::Hex(id, absl::kZeroPad8)); }

// "name+hash+base64" taken apart; the rest is algorithm and key.
struct KeyText {
  absl::string_view name, id;
  std::string key;
};

absl::StatusOr<KeyText> SplitKeyText(absl::string_view text) {
  const auto refused = [](absl::string_view why) {
    return absl::InvalidArgumentError(
        absl::StrCat("the key is not written as name+hash+base64: ", why));
  };
  if (text.size() > kKeyTextBytesMax) return refused("it is too long");
  KeyText parts;
  const size_t first = text.find('+');
  const size_t second = first == absl::string_view::npos ? first : text.find('+', first + 1);
  if (second == absl::string_view::npos) return refused("a `+` is missing");
  parts.name = text.substr(0, first);
  parts.id = text.substr(first + 1, second - first - 1);
  if (!CheckNoteName(parts.name).ok()) return refused("its name is empty or has spaces");
  const absl::StatusOr<std::string> key = FromBase64(text.substr(second + 1));
  if (!key.ok() || key->empty()) return refused("its last part is no canonical base64");
  parts.key = *key;
  if (parts.key[0] != static_cast<char>(NoteAlgorithm::kEd25519)) {
    return absl::InvalidArgumentError(absl::StrCat("the key's algorithm is number ",
                                                   static_cast<uint8_t>(parts.key[0]),
                                                   "; this version knows Ed25519 (1)"));
  }
  parts.key.erase(0, 1);
  if (parts.key.size() != kKeyBytes) return refused("an Ed25519 key has 32 bytes");
  return parts;
}

absl::Status CheckId(const KeyText& parts, const VerifierKey& key) {
  if (parts.id.size() == kIdDigits && parts.id == IdText(key.id())) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("the key's hash is not that of its name and bytes; it should be ",
                   IdText(key.id()), " (was the key mistyped?)"));
}

absl::Status OpenSslFailed(absl::string_view what) {
  return absl::InternalError(absl::StrCat("OpenSSL cannot ", what));
}

}  // namespace

absl::StatusOr<VerifierKey> VerifierKey::Make(absl::string_view name, NoteAlgorithm algorithm,
                                              absl::string_view public_key) {
  DECREE_RETURN_IF_ERROR(CheckNoteName(name));
  VerifierKey key;
  key.name_ = std::string(name);
  key.algorithm_ = algorithm;
  key.public_key_ = std::string(public_key);
  key.id_ = KeyId(name, algorithm, public_key);
  return key;
}

absl::StatusOr<VerifierKey> VerifierKey::Parse(absl::string_view text) {
  if (absl::StartsWith(text, kSecretPrefix)) {
    return absl::InvalidArgumentError(
        "this is a signing key, which is secret; give the verifier key (name+hash+base64)");
  }
  DECREE_ASSIGN_OR_RETURN(const KeyText parts, SplitKeyText(text));
  DECREE_ASSIGN_OR_RETURN(VerifierKey key, Make(parts.name, NoteAlgorithm::kEd25519, parts.key));
  DECREE_RETURN_IF_ERROR(CheckId(parts, key));
  return key;
}

std::string VerifierKey::Format() const {
  const char number = static_cast<char>(algorithm_);
  return absl::StrCat(name_, "+", IdText(id_), "+",
                      ToBase64(absl::StrCat(absl::string_view(&number, 1), public_key_)));
}

bool VerifierKey::Verifies(absl::string_view text, absl::string_view signature) const {
  if (signature.size() != kSignatureBytes) return false;
  const KeyHandle key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, Bytes(public_key_),
                                                  public_key_.size()));
  const ContextHandle context(EVP_MD_CTX_new());
  return key != nullptr && context != nullptr &&
         EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), Bytes(signature), signature.size(), Bytes(text),
                          text.size()) == 1;
}

absl::StatusOr<SigningKey> SigningKey::FromSeed(absl::string_view name, std::string seed) {
  const KeyHandle key(
      EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, Bytes(seed), seed.size()));
  std::array<uint8_t, kKeyBytes> public_key{};
  size_t bytes = public_key.size();
  if (key == nullptr || EVP_PKEY_get_raw_public_key(key.get(), public_key.data(), &bytes) != 1 ||
      bytes != kKeyBytes) {
    return OpenSslFailed("make an Ed25519 key");
  }
  DECREE_ASSIGN_OR_RETURN(
      VerifierKey verifier,
      VerifierKey::Make(name, NoteAlgorithm::kEd25519,
                        {reinterpret_cast<const char*>(public_key.data()), kKeyBytes}));
  return SigningKey(std::move(seed), std::move(verifier));
}

absl::StatusOr<SigningKey> SigningKey::Generate(absl::string_view name) {
  DECREE_RETURN_IF_ERROR(CheckNoteName(name));
  std::string seed(kKeyBytes, '\0');
  if (RAND_priv_bytes(reinterpret_cast<uint8_t*>(seed.data()), static_cast<int>(seed.size())) !=
      1) {
    return OpenSslFailed("give random numbers");
  }
  return FromSeed(name, std::move(seed));
}

absl::StatusOr<SigningKey> SigningKey::Parse(absl::string_view text) {
  if (!absl::ConsumePrefix(&text, kSecretPrefix)) {
    return absl::InvalidArgumentError("a signing key starts with PRIVATE+KEY+");
  }
  DECREE_ASSIGN_OR_RETURN(KeyText parts, SplitKeyText(text));
  DECREE_ASSIGN_OR_RETURN(SigningKey key, FromSeed(parts.name, std::move(parts.key)));
  DECREE_RETURN_IF_ERROR(CheckId(parts, key.verifier()));
  return key;
}

std::string SigningKey::Format() const {
  const char number = static_cast<char>(NoteAlgorithm::kEd25519);
  return absl::StrCat(kSecretPrefix, verifier_.name(), "+", IdText(verifier_.id()), "+",
                      ToBase64(absl::StrCat(absl::string_view(&number, 1), seed_)));
}

absl::StatusOr<NoteSignature> SigningKey::Sign(absl::string_view text) const {
  const KeyHandle key(
      EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, Bytes(seed_), seed_.size()));
  const ContextHandle context(EVP_MD_CTX_new());
  std::string signature(kSignatureBytes, '\0');
  size_t bytes = signature.size();
  if (key == nullptr || context == nullptr ||
      EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) != 1 ||
      EVP_DigestSign(context.get(), reinterpret_cast<uint8_t*>(signature.data()), &bytes,
                     Bytes(text), text.size()) != 1 ||
      bytes != kSignatureBytes) {
    return OpenSslFailed("sign");
  }
  return NoteSignature{verifier_.name(), verifier_.id(), std::move(signature)};
}

absl::Status VerifyNote(const SignedNote& note, const VerifierKey& key) {
  bool verified = false;
  for (const NoteSignature& signature : note.signatures) {
    if (signature.name != key.name() || signature.key_id != key.id()) continue;
    if (!key.Verifies(note.text, signature.signature)) {
      return absl::InvalidArgumentError(
          absl::StrCat("the signature of ", key.name(), " does not fit the text of the note"));
    }
    verified = true;
  }
  if (verified) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("the note is not signed by ", key.name(), " with the key ", IdText(key.id())));
}

}  // namespace decree
