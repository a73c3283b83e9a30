#include "core/backup/file_hash.h"

#include <openssl/evp.h>

#include "absl/strings/escaping.h"
#include "core/base/assert.h"
#include "core/base/status_macros.h"

namespace decree {

FileHash::FileHash() : context_(EVP_MD_CTX_new()) {
  DECREE_ASSERT(context_ != nullptr);
  DECREE_ASSERT(EVP_DigestInit_ex(context_, EVP_sha256(), nullptr) == 1);
}

FileHash::~FileHash() { EVP_MD_CTX_free(context_); }

void FileHash::Add(absl::string_view piece) {
  DECREE_ASSERT(EVP_DigestUpdate(context_, piece.data(), piece.size()) == 1);
}

std::string FileHash::Hex() {
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  DECREE_ASSERT(EVP_DigestFinal_ex(context_, bytes, &size) == 1);
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(bytes), size));
}

absl::StatusOr<std::string> HashOf(const FileSource& source, const CountBytes& count) {
  FileHash hash;
  DECREE_RETURN_IF_ERROR(source.Read([&](absl::string_view piece) {
    hash.Add(piece);
    if (count) count(piece.size());
    return absl::OkStatus();
  }));
  return hash.Hex();
}

}  // namespace decree
