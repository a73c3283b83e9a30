// Progress of work that is measured in bytes.
#ifndef DECREE_CORE_BACKUP_BYTE_PROGRESS_H_
#define DECREE_CORE_BACKUP_BYTE_PROGRESS_H_

#include <algorithm>
#include <cstdint>
#include <utility>

#include "core/log/event_log.h"

namespace decree {

// Not safe for concurrent use.
class ByteProgress {
 public:
  ByteProgress(Progress progress, uint64_t total)
      : progress_(std::move(progress)), total_(std::max<uint64_t>(total, 1)) {}

  void Add(uint64_t bytes) {
    done_ = std::min(total_, done_ + bytes);
    if (progress_) progress_(done_, total_);
  }

  // For work that counts steps of its own and is worth `bytes` as a whole.
  Progress Scaled(uint64_t bytes) {
    return [this, bytes, begin = done_](uint64_t done, uint64_t total) {
      const uint64_t at =
          begin + static_cast<uint64_t>(static_cast<double>(bytes) * static_cast<double>(done) /
                                        static_cast<double>(std::max<uint64_t>(total, 1)));
      if (at > done_) Add(at - done_);
    };
  }

 private:
  const Progress progress_;
  const uint64_t total_;
  uint64_t done_ = 0;
};

}  // namespace decree

#endif  // DECREE_CORE_BACKUP_BYTE_PROGRESS_H_
