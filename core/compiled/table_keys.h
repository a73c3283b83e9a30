// Numbers in the keys of the point table: big-endian, so that keys sort as their numbers do.
#ifndef DECREE_CORE_COMPILED_TABLE_KEYS_H_
#define DECREE_CORE_COMPILED_TABLE_KEYS_H_

#include <cstdint>
#include <string>

namespace decree {

inline void AppendBigEndian(uint32_t value, std::string& out) {
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<char>(value >> shift));
}

}  // namespace decree

#endif  // DECREE_CORE_COMPILED_TABLE_KEYS_H_
