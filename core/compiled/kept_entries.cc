#include "core/compiled/kept_entries.h"

namespace decree {
namespace {

void PutDay(EntryDay day, char* to) { std::memcpy(to, &day, sizeof(day)); }

EntryDay DayAt(const char* from) {
  EntryDay day;
  std::memcpy(&day, from, sizeof(day));
  return day;
}

}  // namespace

KeptEntries::KeptEntries(absl::Span<const PointEntry> entries)
    : size_(static_cast<uint32_t>(entries.size())) {
  for (size_t i = 0; i < entries.size(); ++i) {
    if (i == 0 || entries[i].code != entries[i - 1].code) ++runs_;
  }
  bytes_ = std::make_unique<char[]>(bytes());
  char* to_run = bytes_.get();
  for (uint32_t i = 0; i < size_; ++i) {
    const PointEntry& entry = entries[i];
    if (i + 1 == size_ || entries[i + 1].code != entry.code) {
      const Run run = {entry.code, i + 1};
      std::memcpy(to_run, &run, sizeof(run));
      to_run += sizeof(run);
    }
    PutDay(entry.from, DaysAt(kFrom, i));
    PutDay(entry.until, DaysAt(kUntil, i));
    PutDay(entry.known_from, DaysAt(kKnownFrom, i));
    PutDay(entry.known_until, DaysAt(kKnownUntil, i));
    const Rest rest = {entry.measure,    entry.destination, entry.rate_ppm, entry.applies,
                       entry.force_bits, entry.flags,       entry.reserved};
    std::memcpy(RestAt(i), &rest, sizeof(rest));
  }
}

PointEntry KeptEntries::At(uint32_t code, size_t index) const {
  Rest rest;
  std::memcpy(&rest, RestAt(index), sizeof(rest));
  PointEntry entry;
  entry.code = code;
  entry.measure = rest.measure;
  entry.destination = rest.destination;
  entry.rate_ppm = rest.rate_ppm;
  entry.known_from = DayAt(DaysAt(kKnownFrom, index));
  entry.known_until = DayAt(DaysAt(kKnownUntil, index));
  entry.from = DayAt(DaysAt(kFrom, index));
  entry.until = DayAt(DaysAt(kUntil, index));
  entry.applies = rest.applies;
  entry.force_bits = rest.force_bits;
  entry.flags = rest.flags;
  entry.reserved = rest.reserved;
  return entry;
}

}  // namespace decree
