// Base64 of RFC 4648, section 4, in its one canonical form: padded, without white space, with the
// unused bits zero. Every other spelling of the same bytes is refused, so that texts which are
// compared or signed have one form.
#ifndef DECREE_CORE_MERKLE_STRICT_BASE64_H_
#define DECREE_CORE_MERKLE_STRICT_BASE64_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/merkle/sha256.h"

namespace decree {

std::string ToBase64(absl::string_view bytes);
std::string ToBase64(const Hash256& hash);

// Errors: InvalidArgument.
absl::StatusOr<std::string> FromBase64(absl::string_view text);
absl::StatusOr<Hash256> HashFromBase64(absl::string_view text);

// Hashes one after the other as one text. Errors: InvalidArgument, also for more than `count_max`.
std::string HashesToBase64(absl::Span<const Hash256> hashes);
absl::StatusOr<std::vector<Hash256>> HashesFromBase64(absl::string_view text, size_t count_max);

}  // namespace decree

#endif  // DECREE_CORE_MERKLE_STRICT_BASE64_H_
