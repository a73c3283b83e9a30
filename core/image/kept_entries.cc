#include "core/image/kept_entries.h"

namespace decree {

KeptEntries::KeptEntries(absl::Span<const PointEntry> entries)
    : bytes_(std::make_unique<char[]>(entries.size() * kPointEntryBytes)), size_(entries.size()) {
  const size_t packed = size_ / kLanes * kLanes;
  for (size_t first = 0; first < packed; first += kLanes) {
    Lanes lanes;
    for (size_t i = 0; i < kLanes; ++i) {
      const PointEntry& entry = entries[first + i];
      lanes.from[i] = entry.from;
      lanes.until[i] = entry.until;
      lanes.known_from[i] = entry.known_from;
      lanes.known_until[i] = entry.known_until;
    }
    std::memcpy(bytes_.get() + first * kDaysBytes, &lanes, sizeof(lanes));
  }
  for (size_t i = packed; i < size_; ++i) {
    const Days days = {entries[i].from, entries[i].until, entries[i].known_from,
                       entries[i].known_until};
    std::memcpy(bytes_.get() + i * kDaysBytes, &days, sizeof(days));
  }
  char* const rests = bytes_.get() + size_ * kDaysBytes;
  for (size_t i = 0; i < size_; ++i) {
    const PointEntry& entry = entries[i];
    const Rest rest = {entry.code,    entry.measure,    entry.destination, entry.rate_ppm,
                       entry.applies, entry.force_bits, entry.flags,       entry.reserved};
    std::memcpy(rests + i * kRestBytes, &rest, sizeof(rest));
  }
}

PointEntry KeptEntries::At(size_t index) const {
  PointEntry entry;
  const size_t lane = index % kLanes;
  const char* const days = bytes_.get() + (index - lane) * kDaysBytes;
  if (index - lane + kLanes <= size_) {
    const auto day = [days, lane](size_t which) {
      EntryDay value;
      std::memcpy(&value, days + (which * kLanes + lane) * sizeof(value), sizeof(value));
      return value;
    };
    entry.from = day(0);
    entry.until = day(1);
    entry.known_from = day(2);
    entry.known_until = day(3);
  } else {
    Days one;
    std::memcpy(&one, days + lane * kDaysBytes, sizeof(one));
    entry.from = one.from;
    entry.until = one.until;
    entry.known_from = one.known_from;
    entry.known_until = one.known_until;
  }
  Rest rest;
  std::memcpy(&rest, bytes_.get() + size_ * kDaysBytes + index * kRestBytes, sizeof(rest));
  entry.code = rest.code;
  entry.measure = rest.measure;
  entry.destination = rest.destination;
  entry.rate_ppm = rest.rate_ppm;
  entry.applies = rest.applies;
  entry.force_bits = rest.force_bits;
  entry.flags = rest.flags;
  entry.reserved = rest.reserved;
  return entry;
}

}  // namespace decree
