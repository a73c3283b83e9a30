#include "core/log/group_starts.h"

#include <gtest/gtest.h>

#include <memory>

namespace decree {
namespace {

constexpr Position kApart = uint64_t{32} << 16;  // positions this far apart share a slot

TEST(GroupStarts, KnowsAGroupOnceItWasRead) {
  const auto starts = std::make_unique<GroupStarts>();
  EXPECT_EQ(starts->FirstFor(300), 0u);
  starts->Learn(257, 500);
  for (Position position = 257; position <= 500; ++position) {
    EXPECT_EQ(starts->FirstFor(position), 257u);
  }
}

TEST(GroupStarts, SaysNothingOfPositionsOutsideTheGroup) {
  const auto starts = std::make_unique<GroupStarts>();
  starts->Learn(260, 270);
  EXPECT_EQ(starts->FirstFor(259), 0u);
  EXPECT_EQ(starts->FirstFor(271), 0u);
  EXPECT_EQ(starts->FirstFor(265 + kApart), 0u);
}

TEST(GroupStarts, TheNewestOfThoseThatShareASlotStays) {
  const auto starts = std::make_unique<GroupStarts>();
  starts->Learn(260, 260);
  starts->Learn(261, 261);
  EXPECT_EQ(starts->FirstFor(260), 0u);
  EXPECT_EQ(starts->FirstFor(261), 261u);
  starts->Learn(261 + kApart, 264 + kApart);
  EXPECT_EQ(starts->FirstFor(261), 0u);
  EXPECT_EQ(starts->FirstFor(264 + kApart), 261 + kApart);
}

}  // namespace
}  // namespace decree
