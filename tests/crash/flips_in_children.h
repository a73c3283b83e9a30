// Flips of bits tried out in child processes. The database of Debian checks its own expectations
// and ends the process where a bit of a table's properties breaks one (the properties are looked
// into before their checksum is verified): that is a way to say so, and the work goes on behind it.
#ifndef DECREE_TESTS_CRASH_FLIPS_IN_CHILDREN_H_
#define DECREE_TESTS_CRASH_FLIPS_IN_CHILDREN_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>

#include "tests/crash/child_process.h"

namespace decree {

inline constexpr int kAbortsMax = 8;  // of one child: some bits of one byte

// What a child says: a dot before each flip, then one of these; "wrong" for another answer.
inline constexpr char kShown[] = "+";
inline constexpr char kHarmless[] = "-";

struct FlipCounts {
  int shown = 0, harmless = 0, aborted = 0;
  int flips() const { return shown + harmless + aborted; }
  void Add(const FlipCounts& other) {
    shown += other.shown;
    harmless += other.harmless;
    aborted += other.aborted;
  }
};

// `flip` does the flips of `child` without the first `skipped`.
inline FlipCounts WaitForFlips(Running child,
                               const std::function<int(int skipped, int output)>& flip,
                               unsigned seconds_max) {
  FlipCounts counts;
  for (int done = 0;;) {
    const Ended ended = WaitFor(child);
    EXPECT_THAT(ended.text, testing::Not(testing::HasSubstr("wrong")));
    const auto count = [&](char c) {
      return static_cast<int>(std::count(ended.text.begin(), ended.text.end(), c));
    };
    counts.shown += count(kShown[0]);
    counts.harmless += count(kHarmless[0]);
    if (ended.answered()) return counts;
    done += count('.');
    ++counts.aborted;
    if (!ended.aborted() || counts.aborted > kAbortsMax) {
      ADD_FAILURE() << "the process ended with status " << ended.status << " at flip " << done;
      return counts;
    }
    child = StartChild([&](int output) { return flip(done, output); }, seconds_max);
  }
}

}  // namespace decree

#endif  // DECREE_TESTS_CRASH_FLIPS_IN_CHILDREN_H_
