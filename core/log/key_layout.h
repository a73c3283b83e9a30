// Every key of the log's database. Numbers in keys are big-endian, so that they sort by value.
//
//   TABLE    KEY                                       VALUE
//   meta     'f'                                       format (4), store id (16)
//   meta     'c'                                       core/log/commit_mark.h
//   meta     'n', level (1), index (8)                 hash of a complete Merkle node, level >= 8
//   groups   first position (8)                        core/log/group_format.h
//   ids      SHA-256 prefix of the id (16)             core/log/id_index.h
//   streams  SHA-256 prefix of the name (16), chunk (4)  core/log/stream_index.h
#ifndef DECREE_CORE_LOG_KEY_LAYOUT_H_
#define DECREE_CORE_LOG_KEY_LAYOUT_H_

#include <array>
#include <cstdint>
#include <cstring>
#include <string>

#include "absl/strings/string_view.h"
#include "core/merkle/sha256.h"

namespace decree {

// The first 16 bytes of a SHA-256: a stand-in for an id or a stream's name. The full text is in the
// records and is compared on every hit.
struct Key16 {
  std::array<char, 16> bytes{};

  absl::string_view view() const { return {bytes.data(), bytes.size()}; }
  friend bool operator==(const Key16&, const Key16&) = default;
  friend auto operator<=>(const Key16& a, const Key16& b) {
    return std::memcmp(a.bytes.data(), b.bytes.data(), a.bytes.size()) <=> 0;
  }
  template <typename H>
  friend H AbslHashValue(H state, const Key16& key) {
    uint64_t prefix;  // already uniform
    std::memcpy(&prefix, key.bytes.data(), sizeof(prefix));
    return H::combine(std::move(state), prefix);
  }
};

inline Key16 Key16Of(Sha256& sha, absl::string_view text) {
  Key16 key;
  std::memcpy(key.bytes.data(), sha.Plain(text).data(), key.bytes.size());
  return key;
}

inline void AppendBigEndian(std::string& out, uint64_t value, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>(value >> shift));
  }
}

inline uint64_t ReadBigEndian(absl::string_view bytes) {
  uint64_t value = 0;
  for (const char byte : bytes) value = (value << 8) | static_cast<uint8_t>(byte);
  return value;
}

inline constexpr absl::string_view kFormatKey("f", 1);
inline constexpr absl::string_view kCommitKey("c", 1);

inline std::string NodeKey(uint32_t level, uint64_t index) {
  std::string key("n");
  AppendBigEndian(key, level, 1);
  AppendBigEndian(key, index, 8);
  return key;
}

inline std::string GroupKey(uint64_t first_position) {
  std::string key;
  AppendBigEndian(key, first_position, 8);
  return key;
}

inline constexpr uint32_t kOpenChunk = 0xFFFFFFFFu;  // sorts after all sealed chunks

inline std::string StreamKey(const Key16& stream, uint32_t chunk) {
  std::string key(stream.view());
  AppendBigEndian(key, chunk, 4);
  return key;
}

}  // namespace decree

#endif  // DECREE_CORE_LOG_KEY_LAYOUT_H_
