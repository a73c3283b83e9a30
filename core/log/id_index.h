// The value of the id index: where an event is and which streams it joins, so that an event which
// targets it can inherit them without reading it.
//
//   OFFSET SIZE DESCRIPTION
//        0    8 position, little-endian
//        8  16n SHA-256 prefixes of the names of its n streams, in the order of the record
#ifndef DECREE_CORE_LOG_ID_INDEX_H_
#define DECREE_CORE_LOG_ID_INDEX_H_

#include <cstring>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/log/event_log.h"
#include "core/log/key_layout.h"
#include "core/log/little_endian.h"

namespace decree {

inline bool IsIdValue(absl::string_view value) {
  return value.size() >= 8 && (value.size() - 8) % 16 == 0;
}

// For values that IsIdValue holds for.
inline Position IdPosition(absl::string_view value) { return GetLe<uint64_t>(value.data()); }

inline std::vector<Key16> IdStreams(absl::string_view value) {
  std::vector<Key16> streams((value.size() - 8) / 16);
  for (size_t i = 0; i < streams.size(); ++i) {
    std::memcpy(streams[i].bytes.data(), value.data() + 8 + 16 * i, 16);
  }
  return streams;
}

}  // namespace decree

#endif  // DECREE_CORE_LOG_ID_INDEX_H_
