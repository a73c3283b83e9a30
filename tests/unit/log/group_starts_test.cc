#include "core/log/group_starts.h"

#include <gtest/gtest.h>

#include <memory>

namespace decree {
namespace {

TEST(GroupStarts, KnowsAGroupOnceItWasRead) {
  const auto starts = std::make_unique<GroupStarts>();
  EXPECT_EQ(starts->FirstFor(300), 0u);
  starts->Learn(257, 500, 300);
  EXPECT_EQ(starts->FirstFor(300), 257u);
  EXPECT_EQ(starts->FirstFor(257), 257u);
  EXPECT_EQ(starts->FirstFor(500), 257u);
}

TEST(GroupStarts, SaysNothingOfPositionsOutsideTheGroup) {
  const auto starts = std::make_unique<GroupStarts>();
  starts->Learn(260, 270, 265);
  EXPECT_EQ(starts->FirstFor(259), 0u);
  EXPECT_EQ(starts->FirstFor(271), 0u);
  EXPECT_EQ(starts->FirstFor(265 + (uint64_t{256} << 14)), 0u);  // shares the slot
}

TEST(GroupStarts, TheNewestOfThoseThatShareASlotStays) {
  const auto starts = std::make_unique<GroupStarts>();
  starts->Learn(260, 260, 260);
  starts->Learn(261, 261, 261);
  EXPECT_EQ(starts->FirstFor(260), 0u);
  EXPECT_EQ(starts->FirstFor(261), 261u);
  const Position far = 265 + (uint64_t{256} << 14);
  starts->Learn(far, far + 3, far);
  EXPECT_EQ(starts->FirstFor(261), 0u);
  EXPECT_EQ(starts->FirstFor(far + 3), far);
}

}  // namespace
}  // namespace decree
