#include "core/names/near_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace decree {
namespace {

std::vector<std::string> Near(const NearIndex& index, const std::string& given) {
  std::vector<std::string> texts;
  for (const NearIndex::Found& found : index.Near(given)) {
    texts.push_back(absl::StrCat(*found.name, "=", found.score));
  }
  return texts;
}

TEST(NearIndex, FindsTheNearestFirst) {
  NearIndex index;
  for (const char* name : {"Gulf Star Shipping", "Gulf Star Shipping LLC", "Golf Star Shipping",
                           "North Star Shipping", "Pearl Catering"}) {
    index.Add(name);
  }
  const std::vector<std::string> found = Near(index, "Gulf Star Shiping");
  ASSERT_EQ(found.size(), 2U) << testing::PrintToString(found);
  EXPECT_EQ(found[0].substr(0, 19), "Gulf Star Shipping=");
  EXPECT_EQ(found[1].substr(0, 23), "Gulf Star Shipping LLC=");
}

TEST(NearIndex, WhatMatchesIsNotNear) {
  NearIndex index;
  index.Add("Gulf Star Shipping");
  index.Add("Omega Carbon");
  EXPECT_TRUE(Near(index, "GULF STAR  SHIPPING").empty());
  EXPECT_TRUE(Near(index, "other; gulf star shipping").empty());
  EXPECT_EQ(Near(index, "other; Gulf-Star Shipping").size(), 1U);
  EXPECT_EQ(Near(index, "Omega-Carbon; Gulf-Star Shipping").size(), 2U);
}

TEST(NearIndex, ComparesOnlySoManyOfCommonWords) {
  NearIndex index;
  for (int i = 0; i < 50'000; ++i) index.Add(absl::StrCat("General Trading House ", i));
  index.Add("Zhonghai General Trading");
  // The rare word leads, whatever stands under the common ones.
  EXPECT_EQ(Near(index, "Zhonghai General Tradings").size(), 1U);
}

}  // namespace
}  // namespace decree
