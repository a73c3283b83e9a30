// A TailCache remembers the open chunks of the streams used last, so that a busy stream is not read
// from the database at each append. It holds two generations of about 12 MiB: when the younger is
// full, it becomes the older and the older is forgotten.
//
// Only what the database holds may be kept. Not safe for concurrent use; no errors.
#ifndef DECREE_CORE_LOG_TAIL_CACHE_H_
#define DECREE_CORE_LOG_TAIL_CACHE_H_

#include <cstddef>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "core/base/assert.h"
#include "core/log/key_layout.h"
#include "core/log/stream_index.h"

namespace decree {

class TailCache {
 public:
  static constexpr size_t kGenerationBytesMax = 12 << 20;

  // Moves the stream's tail out of the cache; false when it is not there.
  bool Take(const Key16& key, StreamTail& tail) {
    for (Generation* generation : {&young_, &old_}) {
      const auto it = generation->find(key);
      if (it == generation->end()) continue;
      if (generation == &young_) young_bytes_ -= BytesOf(it->second);
      tail = std::move(it->second);
      generation->erase(it);
      return true;
    }
    return false;
  }

  void Keep(const Key16& key, StreamTail tail) {
    if (young_bytes_ >= kGenerationBytesMax) {
      old_ = std::move(young_);
      young_ = Generation();
      young_bytes_ = 0;
    }
    const auto [it, added] = young_.insert_or_assign(key, std::move(tail));
    DECREE_ASSERT(added);  // a stream in use was taken out
    young_bytes_ += BytesOf(it->second);
  }

 private:
  using Generation = absl::flat_hash_map<Key16, StreamTail>;
  static constexpr size_t kEntryBytes = 160;  // table slot and allocations, about

  static size_t BytesOf(const StreamTail& tail) {
    return kEntryBytes + tail.name.capacity() + 8 * tail.positions.capacity();
  }

  size_t young_bytes_ = 0;
  Generation young_;
  Generation old_;
};

}  // namespace decree

#endif  // DECREE_CORE_LOG_TAIL_CACHE_H_
