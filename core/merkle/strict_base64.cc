#include "core/merkle/strict_base64.h"

#include <cstring>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"

namespace decree {

std::string ToBase64(absl::string_view bytes) { return absl::Base64Escape(bytes); }

std::string ToBase64(const Hash256& hash) { return ToBase64(AsBytes(hash)); }

absl::StatusOr<std::string> FromBase64(absl::string_view text) {
  std::string bytes;
  if (text.size() % 4 != 0 || !absl::Base64Unescape(text, &bytes) ||
      absl::Base64Escape(bytes) != text) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", text.substr(0, 48), "\" is no canonical base64"));
  }
  return bytes;
}

absl::StatusOr<Hash256> HashFromBase64(absl::string_view text) {
  DECREE_ASSIGN_OR_RETURN(const std::vector<Hash256> hashes, HashesFromBase64(text, 1));
  if (hashes.size() != 1) return absl::InvalidArgumentError("a hash of 32 bytes is missing");
  return hashes.front();
}

std::string HashesToBase64(absl::Span<const Hash256> hashes) {
  std::string bytes;
  bytes.reserve(hashes.size() * sizeof(Hash256));
  for (const Hash256& hash : hashes) {
    const absl::string_view view = AsBytes(hash);
    bytes.append(view.data(), view.size());
  }
  return ToBase64(bytes);
}

absl::StatusOr<std::vector<Hash256>> HashesFromBase64(absl::string_view text, size_t count_max) {
  if (text.size() / 4 > (count_max * sizeof(Hash256)) / 3 + 1) {
    return absl::InvalidArgumentError(absl::StrCat("more than ", count_max, " hashes"));
  }
  DECREE_ASSIGN_OR_RETURN(const std::string bytes, FromBase64(text));
  if (bytes.size() % sizeof(Hash256) != 0 || bytes.size() / sizeof(Hash256) > count_max) {
    return absl::InvalidArgumentError(
        absl::StrCat(bytes.size(), " bytes are not 0 to ", count_max, " hashes of 32 bytes"));
  }
  std::vector<Hash256> hashes(bytes.size() / sizeof(Hash256));
  if (!bytes.empty()) std::memcpy(hashes.data(), bytes.data(), bytes.size());
  return hashes;
}

}  // namespace decree
