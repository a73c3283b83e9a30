// SHA-256 with a reused OpenSSL context, and the two domain-separated hashes of an RFC 6962 tree:
// leaf = SHA-256(0x00 || record), node = SHA-256(0x01 || left || right).
//
// Reusing the context saves more than half the time of a short hash. A Sha256 is not safe for
// concurrent use: each thread or owner has its own. Hashing has no errors: a failing OpenSSL is a
// broken invariant.
#ifndef DECREE_CORE_MERKLE_SHA256_H_
#define DECREE_CORE_MERKLE_SHA256_H_

#include <array>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"

struct evp_md_ctx_st;
struct evp_md_st;

namespace decree {

using Hash256 = std::array<uint8_t, 32>;

class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  Hash256 Plain(absl::string_view bytes);
  Hash256 Leaf(absl::string_view record);
  Hash256 Node(const Hash256& left, const Hash256& right);

 private:
  Hash256 Finish(absl::string_view prefix, absl::string_view bytes);

  evp_md_st* digest_;
  evp_md_ctx_st* context_;
};

// The root of a tree without leaves: SHA-256 of nothing.
Hash256 EmptyRoot();

// 64 lower-case hexadecimal digits.
std::string ToHex(const Hash256& hash);

inline absl::string_view AsBytes(const Hash256& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

}  // namespace decree

#endif  // DECREE_CORE_MERKLE_SHA256_H_
