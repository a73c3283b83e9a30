// CRC-32C (Castagnoli), for few bytes: a head slot, the tail of a manifest. Byte by byte: about 2
// ns a byte.
#ifndef DECREE_CORE_BASE_CRC32C_H_
#define DECREE_CORE_BASE_CRC32C_H_

#include <array>
#include <cstdint>

#include "absl/strings/string_view.h"

namespace decree {

constexpr std::array<uint32_t, 256> MakeCrc32cTable() {
  std::array<uint32_t, 256> table{};
  for (uint32_t i = 0; i < 256; ++i) {
    uint32_t crc = i;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0x82F63B78u : 0u);
    table[i] = crc;
  }
  return table;
}

inline uint32_t Crc32c(absl::string_view bytes) {
  static constexpr std::array<uint32_t, 256> kTable = MakeCrc32cTable();
  uint32_t crc = 0xFFFFFFFFu;
  for (const char byte : bytes) crc = (crc >> 8) ^ kTable[(crc ^ static_cast<uint8_t>(byte)) & 255];
  return ~crc;
}

}  // namespace decree

#endif  // DECREE_CORE_BASE_CRC32C_H_
