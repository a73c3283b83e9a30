#include "core/merkle/sha256.h"

#include <openssl/evp.h>

#include <cstring>

#include "absl/strings/escaping.h"
#include "core/base/assert.h"

namespace decree {

Sha256::Sha256() : digest_(EVP_MD_fetch(nullptr, "SHA256", nullptr)), context_(EVP_MD_CTX_new()) {
  DECREE_ASSERT(digest_ != nullptr && context_ != nullptr);
  DECREE_ASSERT(EVP_DigestInit_ex2(context_, digest_, nullptr) == 1);
}

Sha256::~Sha256() {
  EVP_MD_CTX_free(context_);
  EVP_MD_free(digest_);
}

Hash256 Sha256::Finish(absl::string_view prefix, absl::string_view bytes) {
  Hash256 out;
  unsigned size = 0;
  DECREE_ASSERT(EVP_DigestInit_ex2(context_, nullptr, nullptr) == 1);
  if (!prefix.empty()) {
    DECREE_ASSERT(EVP_DigestUpdate(context_, prefix.data(), prefix.size()) == 1);
  }
  DECREE_ASSERT(EVP_DigestUpdate(context_, bytes.data(), bytes.size()) == 1);
  DECREE_ASSERT(EVP_DigestFinal_ex(context_, out.data(), &size) == 1);
  DECREE_ASSERT(size == out.size());
  return out;
}

Hash256 Sha256::Plain(absl::string_view bytes) { return Finish({}, bytes); }

Hash256 Sha256::Leaf(absl::string_view record) {
  return Finish(absl::string_view("\x00", 1), record);
}

Hash256 Sha256::Node(const Hash256& left, const Hash256& right) {
  char bytes[65];
  bytes[0] = '\x01';
  std::memcpy(bytes + 1, left.data(), 32);
  std::memcpy(bytes + 33, right.data(), 32);
  return Finish({}, absl::string_view(bytes, sizeof(bytes)));
}

Hash256 EmptyRoot() { return Sha256().Plain({}); }

std::string ToHex(const Hash256& hash) { return absl::BytesToHexString(AsBytes(hash)); }

}  // namespace decree
