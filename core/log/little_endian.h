// Fixed-width little-endian numbers in stored bytes, whatever the machine's own order is.
// Readers check the size first: the caller guarantees that the bytes are there.
#ifndef DECREE_CORE_LOG_LITTLE_ENDIAN_H_
#define DECREE_CORE_LOG_LITTLE_ENDIAN_H_

#include <bit>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <string>

namespace decree {

static_assert(std::endian::native == std::endian::little,
              "stored numbers are little-endian: a big-endian machine needs a byte swap here");

template <std::integral T>
T GetLe(const char* bytes) {
  T value;
  std::memcpy(&value, bytes, sizeof(value));
  return value;
}

template <std::integral T>
void PutLe(char* bytes, T value) {
  std::memcpy(bytes, &value, sizeof(value));
}

template <std::integral T>
void AppendLe(std::string& out, T value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof(value));
}

}  // namespace decree

#endif  // DECREE_CORE_LOG_LITTLE_ENDIAN_H_
