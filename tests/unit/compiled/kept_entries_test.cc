#include "core/compiled/kept_entries.h"

#include <vector>

#include "gtest/gtest.h"

namespace decree {
namespace {

// Lists of every length around a step, in runs of codes, each entry with days and values of its
// own.
std::vector<PointEntry> Entries(size_t count, size_t run) {
  std::vector<PointEntry> entries(count);
  for (size_t i = 0; i < count; ++i) {
    const auto n = static_cast<uint16_t>(i);
    PointEntry& entry = entries[i];
    entry.code = static_cast<uint32_t>(1'000 + i / run);
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

TEST(KeptEntriesTest, VisitsWhatCoversTheDaysInOrder) {
  size_t visited = 0;
  for (size_t count = 0; count <= 40; ++count) {
    for (const size_t run : {1u, 3u, 8u, 21u, 64u}) {
      const std::vector<PointEntry> entries = Entries(count, run);
      const KeptEntries kept(entries);
      ASSERT_EQ(kept.size(), count);
      for (const int day : {0, 9, 10, 39, 40, 41, 50, 51, 32'768, 65'534}) {
        for (const int known : {0, 29'999, 30'000, 33'000, 40'001, 40'007, 65'534}) {
          const auto at = static_cast<EntryDay>(day), known_at = static_cast<EntryDay>(known);
          const auto wants = [](uint32_t code) { return code % 4 != 1; };
          std::vector<PointEntry> expected, found;
          for (const PointEntry& entry : entries) {
            if (wants(entry.code) && entry.Covers(at, known_at)) expected.push_back(entry);
          }
          kept.ForEachCovering(at, known_at, wants,
                               [&](const PointEntry& entry) { found.push_back(entry); });
          ASSERT_EQ(found, expected)
              << count << " in runs of " << run << ", " << day << " known " << known;
          visited += found.size();
        }
      }
    }
  }
  EXPECT_GT(visited, 1'000u);
}

TEST(KeptEntriesTest, CodesMayComeAgain) {
  std::vector<PointEntry> entries(3);  // open on every side
  entries[1].code = 7;
  std::vector<uint32_t> codes;
  KeptEntries(entries).ForEachCovering(
      100, 100, [](uint32_t code) { return code == 0; },
      [&](const PointEntry& entry) { codes.push_back(entry.code); });
  EXPECT_EQ(codes, std::vector<uint32_t>({0, 0}));
}

}  // namespace
}  // namespace decree
