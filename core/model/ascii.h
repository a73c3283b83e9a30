// Characters of ASCII, whatever the locale and the sign of char.
#ifndef DECREE_CORE_MODEL_ASCII_H_
#define DECREE_CORE_MODEL_ASCII_H_

#include "absl/strings/ascii.h"

namespace decree {

inline bool IsDigit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }
inline bool IsUpper(char c) { return absl::ascii_isupper(static_cast<unsigned char>(c)); }
inline bool IsAlnum(char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)); }

}  // namespace decree

#endif  // DECREE_CORE_MODEL_ASCII_H_
