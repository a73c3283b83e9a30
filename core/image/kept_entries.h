// The entries of one key as the image keeps them in memory: the days of eight entries lie together,
// so that a long list is looked through eight at a time and costs a cache line a step, and what
// else an entry says is touched only where its days cover what is asked.
//
// Do not confuse it with the stored form, which is the entries one after the other.
#ifndef DECREE_CORE_IMAGE_KEPT_ENTRIES_H_
#define DECREE_CORE_IMAGE_KEPT_ENTRIES_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>

#include "absl/types/span.h"
#include "core/image/point_entry.h"

namespace decree {

// Immutable; safe for concurrent use. Takes as many bytes as the entries themselves.
class KeptEntries {
 public:
  KeptEntries() = default;
  explicit KeptEntries(absl::Span<const PointEntry> entries);

  size_t size() const { return size_; }
  PointEntry At(size_t index) const;

  // Calls `visit` with each entry that covers the days, in their order, until it returns false.
  template <typename Visit>
  void ForEachCovering(EntryDay day, EntryDay known_day, const Visit& visit) const {
    FindCovering(day, known_day, [&](size_t index) { return visit(At(index)); });
  }

  // The same with the index alone.
  template <typename Visit>
  void FindCovering(EntryDay day, EntryDay known_day, const Visit& visit) const {
    const size_t packed = size_ / kLanes * kLanes;
    for (size_t first = 0; first < packed; first += kLanes) {
      Lanes lanes;
      std::memcpy(&lanes, bytes_.get() + first * kDaysBytes, sizeof(lanes));
      const auto covers = (lanes.from <= day) & (day < lanes.until) &
                          (lanes.known_from <= known_day) & (known_day < lanes.known_until);
      uint64_t halves[2];
      static_assert(sizeof(halves) == sizeof(covers));
      std::memcpy(halves, &covers, sizeof(covers));
      if ((halves[0] | halves[1]) == 0) continue;
      for (size_t i = 0; i < kLanes; ++i) {
        if (covers[i] != 0 && !visit(first + i)) return;
      }
    }
    for (size_t i = packed; i < size_; ++i) {
      Days one;
      std::memcpy(&one, bytes_.get() + i * kDaysBytes, sizeof(one));
      const bool is_covered = one.from <= day && day < one.until && one.known_from <= known_day &&
                              known_day < one.known_until;
      if (is_covered && !visit(i)) return;
    }
  }

  // Asks for the first bytes to be brought near.
  void Prefetch() const { __builtin_prefetch(bytes_.get()); }
  // The same for what an entry says besides its days.
  void PrefetchRest(size_t index) const {
    __builtin_prefetch(bytes_.get() + size_ * kDaysBytes + index * kRestBytes);
  }

 private:
  static constexpr size_t kLanes = 8;
  // A vector of the compiler's: eight comparisons are one instruction or two.
  using Lane = EntryDay __attribute__((vector_size(kLanes * sizeof(EntryDay))));
  struct Lanes {
    Lane from, until, known_from, known_until;
  };
  struct Days {  // of an entry that fills no lane
    EntryDay from, until, known_from, known_until;
  };
  struct Rest {
    uint32_t code, measure, destination;
    int32_t rate_ppm;
    Answer applies;
    uint8_t force_bits, flags, reserved;
  };
  static constexpr size_t kDaysBytes = sizeof(Days), kRestBytes = sizeof(Rest);
  static_assert(sizeof(Lanes) == kLanes * kDaysBytes);
  static_assert(kDaysBytes + kRestBytes == kPointEntryBytes);

  // Lanes and days, then the rest of each entry.
  std::unique_ptr<char[]> bytes_;
  size_t size_ = 0;
};

}  // namespace decree

#endif  // DECREE_CORE_IMAGE_KEPT_ENTRIES_H_
