#include "core/query/thread/stated_change.h"

#include "gtest/gtest.h"

namespace decree {
namespace {

Decimal Of(absl::string_view text) {
  const auto value = ParseDecimal(text);
  EXPECT_TRUE(value.ok()) << value.status();
  return value.ok() ? *value : Decimal();
}

std::string Shown(const Divided& ratio, int scale, Rounding rounding = Rounding::kNearest) {
  const auto value = Rounded(ratio, scale, rounding);
  return value ? FormatDecimal(*value) : "none";
}

TEST(StatedChangeTest, AShareImpliesTheValueBefore) {
  const auto implied = ImpliedBefore(Of("420.5"), "-28.7%");
  ASSERT_TRUE(implied);
  EXPECT_EQ(Shown(implied->middle, 1), "589.8");
  EXPECT_EQ(Shown(implied->middle, 6), "589.761571");
  // 420.45 / 0.7135 and 420.55 / 0.7125
  EXPECT_EQ(Shown(implied->low, 4, Rounding::kDown), "589.2782");
  EXPECT_EQ(Shown(implied->high, 4, Rounding::kUp), "590.2457");
}

TEST(StatedChangeTest, RoundingIsAllowedForExactlyAndNoFurther) {
  const auto implied = ImpliedBefore(Of("420.5"), "-28.7%");
  ASSERT_TRUE(implied);
  // The recorded value has half a unit of its own: 589.27 + 0.005 stays below 589.2782….
  EXPECT_TRUE(*Meets(*implied, Of("589.8")));
  EXPECT_TRUE(*Meets(*implied, Of("589.28")));
  EXPECT_FALSE(*Meets(*implied, Of("589.27")));
  EXPECT_TRUE(*Meets(*implied, Of("589.3")));
  EXPECT_FALSE(*Meets(*implied, Of("589.2")));
  EXPECT_TRUE(*Meets(*implied, Of("590.25")));
  EXPECT_FALSE(*Meets(*implied, Of("590.26")));
  EXPECT_TRUE(*Meets(*implied, Of("590")));
  EXPECT_FALSE(*Meets(*implied, Of("591")));
  const auto edge = ImpliedBefore(Of("1"), "+0%");  // 0.5 / 1.005 to 1.5 / 0.995
  ASSERT_TRUE(edge);
  EXPECT_TRUE(*Meets(*edge, Of("2")));               // 1.5 to 2.5 meets 1.507…
  const auto plain = ImpliedBefore(Of("12"), "+2");  // 9 to 11
  ASSERT_TRUE(plain);
  EXPECT_EQ(Shown(plain->low, 1), "9.0");
  EXPECT_EQ(Shown(plain->high, 1), "11.0");
  EXPECT_TRUE(*Meets(*plain, Of("11.0")));
  EXPECT_FALSE(*Meets(*plain, Of("11.1")));
  EXPECT_FALSE(*Meets(*plain, Of("8.94")));
  EXPECT_TRUE(*Meets(*plain, Of("9")));
}

TEST(StatedChangeTest, NegativeValuesAndChangesBeyondAllAreTakenAsTheyAre) {
  const auto negative = ImpliedBefore(Of("-10.0"), "-50%");
  ASSERT_TRUE(negative);
  EXPECT_EQ(Shown(negative->middle, 1), "-20.0");
  EXPECT_TRUE(*Meets(*negative, Of("-20")));
  EXPECT_FALSE(*Meets(*negative, Of("20")));
  EXPECT_EQ(Shown(ImpliedBefore(Of("300"), "+200%")->middle, 0), "100");
  EXPECT_FALSE(ImpliedBefore(Of("0"), "-100%"));
  EXPECT_FALSE(ImpliedBefore(Of("5"), "-120%"));
  EXPECT_FALSE(ImpliedBefore(Of("1"), "a third"));
  EXPECT_FALSE(ImpliedBefore(Of("1"), ""));
}

TEST(StatedChangeTest, TooManyDigitsAreSaidNotGuessed) {
  EXPECT_FALSE(ImpliedBefore(Of("9223372036854775807"), "0.000000000000000001%"));
  const auto implied = ImpliedBefore(Of("123456789.123456"), "-1.2345%");
  ASSERT_TRUE(implied);
  EXPECT_EQ(Shown(implied->middle, 6), "124999913.050059");
  EXPECT_TRUE(*Meets(*implied, Of("124999913.1")));
  EXPECT_FALSE(Rounded(Divided{{1, 0}, {3, 0}}, 60, Rounding::kNearest));
  EXPECT_EQ(Shown(Divided{{-5, 0}, {2, 0}}, 0), "-3");
  EXPECT_EQ(Shown(Divided{{-5, 0}, {2, 0}}, 0, Rounding::kDown), "-3");
  EXPECT_EQ(Shown(Divided{{-5, 0}, {2, 0}}, 0, Rounding::kUp), "-2");
  EXPECT_EQ(Shown(Divided{{7, 0}, {3, 0}}, 0, Rounding::kUp), "3");
}

}  // namespace
}  // namespace decree
