// A TailCache remembers the open chunks of the streams used last, so that a busy stream is not read
// from the database at each append. It holds two generations of at most 16,384 streams: when the
// younger is full, it becomes the older and the older is forgotten.
//
// Only what the database holds may be kept. Not safe for concurrent use; no errors.
#ifndef DECREE_CORE_LOG_TAIL_CACHE_H_
#define DECREE_CORE_LOG_TAIL_CACHE_H_

#include <cstddef>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "core/log/key_layout.h"
#include "core/log/stream_index.h"

namespace decree {

class TailCache {
 public:
  static constexpr size_t kGenerationMax = 16'384;

  // Moves the stream's tail out of the cache; false when it is not there.
  bool Take(const Key16& key, StreamTail& tail) {
    for (Generation* generation : {&young_, &old_}) {
      const auto it = generation->find(key);
      if (it == generation->end()) continue;
      tail = std::move(it->second);
      generation->erase(it);
      return true;
    }
    return false;
  }

  void Keep(const Key16& key, StreamTail tail) {
    if (young_.size() >= kGenerationMax) {
      old_ = std::move(young_);
      young_ = Generation();
    }
    young_.insert_or_assign(key, std::move(tail));
  }

 private:
  using Generation = absl::flat_hash_map<Key16, StreamTail>;
  Generation young_;
  Generation old_;
};

}  // namespace decree

#endif  // DECREE_CORE_LOG_TAIL_CACHE_H_
