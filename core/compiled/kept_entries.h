// The entries of one key as the compiled answers keep them in memory: by code, and of each code the
// days side by side, so that of a long list only the codes that were asked are looked at, eight
// entries at a time, and what else an entry says is touched only where its days cover what is
// asked.
//
// Do not confuse it with the stored form, which is the entries one after the other.
#ifndef DECREE_CORE_COMPILED_KEPT_ENTRIES_H_
#define DECREE_CORE_COMPILED_KEPT_ENTRIES_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>

#include "absl/types/span.h"
#include "core/compiled/measure/point_entry.h"

namespace decree {

// Immutable; safe for concurrent use.
class KeptEntries {
 public:
  KeptEntries() = default;
  // Entries with one code that follow each other are looked at together; sorted ones all are.
  explicit KeptEntries(absl::Span<const PointEntry> entries);

  size_t size() const { return size_; }
  uint64_t bytes() const { return BytesOf(runs_, size_); }

  // Calls `visit` with each entry that covers the days and whose code `wants(code)` takes, in their
  // order.
  template <typename Wants, typename Visit>
  void ForEachCovering(EntryDay day, EntryDay known_day, const Wants& wants,
                       const Visit& visit) const {
    FindCovering(day, known_day, wants,
                 [&](uint32_t code, size_t index) { visit(At(code, index)); });
  }

  // The same with the code and the index alone.
  template <typename Wants, typename Visit>
  void FindCovering(EntryDay day, EntryDay known_day, const Wants& wants,
                    const Visit& visit) const {
    size_t begin = 0;
    for (size_t r = 0; r < runs_; ++r) {
      Run run;
      std::memcpy(&run, bytes_.get() + r * sizeof(Run), sizeof(run));
      if (wants(run.code)) FindInRun(run.code, begin, run.end, day, known_day, visit);
      begin = run.end;
    }
  }

  PointEntry At(uint32_t code, size_t index) const;

  // Asks for the first bytes to be brought near.
  void Prefetch() const { __builtin_prefetch(bytes_.get()); }
  // The same for what an entry says besides its days.
  void PrefetchRest(size_t index) const { __builtin_prefetch(RestAt(index)); }

 private:
  static constexpr size_t kLanes = 8;
  // A vector of the compiler's: eight comparisons are one instruction or two.
  using Lane = EntryDay __attribute__((vector_size(kLanes * sizeof(EntryDay))));
  struct Run {
    uint32_t code, end;  // entries up to `end`, exclusive, have the code
  };
  struct Rest {
    uint32_t measure, destination;
    int32_t rate_ppm;
    Answer applies;
    uint8_t force_bits, flags, reserved;
  };
  enum DayColumn { kFrom, kUntil, kKnownFrom, kKnownUntil, kDayColumns };

  static uint64_t BytesOf(size_t runs, size_t size) {
    return runs * sizeof(Run) + size * (kDayColumns * sizeof(EntryDay) + sizeof(Rest));
  }
  char* DaysAt(DayColumn column, size_t index) const {
    return bytes_.get() + runs_ * sizeof(Run) + (column * size_ + index) * sizeof(EntryDay);
  }
  char* RestAt(size_t index) const { return DaysAt(kDayColumns, 0) + index * sizeof(Rest); }

  template <typename Visit>
  void FindInRun(uint32_t code, size_t begin, size_t end, EntryDay day, EntryDay known_day,
                 const Visit& visit) const {
    for (size_t first = begin; first < end; first += kLanes) {
      const size_t count = std::min(kLanes, end - first);
      Lane days[kDayColumns] = {};  // what is not filled covers nothing
      for (const DayColumn column : {kFrom, kUntil, kKnownFrom, kKnownUntil}) {
        // A whole step copies a fixed number of bytes, which is one instruction.
        if (count == kLanes) {
          std::memcpy(&days[column], DaysAt(column, first), sizeof(Lane));
        } else {
          std::memcpy(&days[column], DaysAt(column, first), count * sizeof(EntryDay));
        }
      }
      const auto covers = (days[kFrom] <= day) & (day < days[kUntil]) &
                          (days[kKnownFrom] <= known_day) & (known_day < days[kKnownUntil]);
      uint64_t halves[2];
      static_assert(sizeof(halves) == sizeof(covers));
      std::memcpy(halves, &covers, sizeof(covers));
      if ((halves[0] | halves[1]) == 0) continue;
      for (size_t i = 0; i < count; ++i) {
        if (covers[i] != 0) visit(code, first + i);
      }
    }
  }

  // Runs, the four columns of days, then the rest of each entry.
  std::unique_ptr<char[]> bytes_;
  uint32_t size_ = 0, runs_ = 0;
};

}  // namespace decree

#endif  // DECREE_CORE_COMPILED_KEPT_ENTRIES_H_
