#include "core/image/kept_entries.h"

#include <vector>

#include "gtest/gtest.h"

namespace decree {
namespace {

// Lists of every length around the lanes, each entry with days and values of its own.
std::vector<PointEntry> Entries(size_t count) {
  std::vector<PointEntry> entries(count);
  for (size_t i = 0; i < count; ++i) {
    const auto n = static_cast<uint16_t>(i);
    PointEntry& entry = entries[i];
    entry.code = 1'000u + n;
    entry.measure = 2'000u + n;
    entry.destination = 3'000u + n;
    entry.rate_ppm = -static_cast<int32_t>(n) - 1;
    entry.from = static_cast<EntryDay>(n % 5 == 0 ? 0 : 10 * (n % 7));
    entry.until = static_cast<EntryDay>(n % 3 == 0 ? kEntryDayMax : 40 + n % 11);
    entry.known_from = static_cast<EntryDay>(30'000 + 1'000 * (n % 4));
    entry.known_until = static_cast<EntryDay>(n % 2 == 0 ? kEntryDayMax : 40'000 + n);
    entry.applies = n % 2 == 0 ? Answer::kYes : Answer::kUndetermined;
    entry.force_bits = static_cast<uint8_t>(n % 200);
    entry.flags = static_cast<uint8_t>(n % 4);
  }
  return entries;
}

TEST(KeptEntriesTest, GivesBackWhatItTook) {
  for (size_t count = 0; count <= 40; ++count) {
    const std::vector<PointEntry> entries = Entries(count);
    const KeptEntries kept(entries);
    ASSERT_EQ(kept.size(), count);
    for (size_t i = 0; i < count; ++i) ASSERT_EQ(kept.At(i), entries[i]) << i << " of " << count;
  }
}

TEST(KeptEntriesTest, VisitsWhatCoversTheDaysInOrder) {
  size_t visited = 0;
  for (size_t count = 0; count <= 40; ++count) {
    const std::vector<PointEntry> entries = Entries(count);
    const KeptEntries kept(entries);
    for (const int day : {0, 9, 10, 39, 40, 41, 50, 51, 32'768, 65'534}) {
      for (const int known : {0, 29'999, 30'000, 33'000, 40'001, 40'007, 65'534}) {
        const auto at = static_cast<EntryDay>(day), known_at = static_cast<EntryDay>(known);
        std::vector<PointEntry> expected, found;
        for (const PointEntry& entry : entries) {
          if (entry.Covers(at, known_at)) expected.push_back(entry);
        }
        kept.ForEachCovering(at, known_at, [&](const PointEntry& entry) {
          found.push_back(entry);
          return true;
        });
        ASSERT_EQ(found, expected) << count << " entries, " << day << " known " << known;
        visited += found.size();
      }
    }
  }
  EXPECT_GT(visited, 1'000u);
}

TEST(KeptEntriesTest, StopsWhereItIsTold) {
  std::vector<PointEntry> entries(20);  // open on every side
  const KeptEntries kept(entries);
  for (const size_t wanted : {1u, 8u, 17u}) {
    size_t visited = 0;
    kept.ForEachCovering(100, 100, [&](const PointEntry&) { return ++visited < wanted; });
    EXPECT_EQ(visited, wanted);
  }
}

}  // namespace
}  // namespace decree
