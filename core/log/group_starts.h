// Remembers where groups begin, of those that were read. RocksDB finds the last key that is not
// above a position by looking into the block behind it as well, and a block of the log is a group:
// with the key known, half as much is unpacked.
#ifndef DECREE_CORE_LOG_GROUP_STARTS_H_
#define DECREE_CORE_LOG_GROUP_STARTS_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "core/log/event_log.h"

namespace decree {

// A fixed size, whatever the length of the log: groups share slots, and the last one learned stays.
// Safe for concurrent use.
class GroupStarts {
 public:
  // The first position of the group that holds `position`; 0: not known.
  Position FirstFor(Position position) const {
    const uint64_t slot = SlotOf(position).load(std::memory_order_relaxed);
    const Position first = slot >> kCountBits;
    return first <= position && position - first < (slot & kCountMask) ? first : 0;
  }

  void Learn(Position first, Position last) {
    const uint64_t count = last - first + 1;
    if (count > kCountMask) return;
    for (uint64_t window = first / kWindow; window <= last / kWindow; ++window) {
      SlotOf(window * kWindow).store(first << kCountBits | count, std::memory_order_relaxed);
    }
  }

 private:
  static constexpr int kCountBits = 12;
  static constexpr uint64_t kCountMask = (1u << kCountBits) - 1;
  static constexpr uint64_t kWindow = 32;    // of positions that share a slot
  static constexpr size_t kSlots = 1 << 16;  // 512 KiB: two million positions

  std::atomic<uint64_t>& SlotOf(Position position) { return slots_[IndexOf(position)]; }
  const std::atomic<uint64_t>& SlotOf(Position position) const { return slots_[IndexOf(position)]; }
  static size_t IndexOf(Position position) { return position / kWindow % kSlots; }

  std::array<std::atomic<uint64_t>, kSlots> slots_{};
};

}  // namespace decree

#endif  // DECREE_CORE_LOG_GROUP_STARTS_H_
