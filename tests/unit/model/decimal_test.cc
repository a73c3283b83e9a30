#include "core/model/decimal.h"

#include <gtest/gtest.h>

namespace decree {
namespace {

TEST(Decimal, KeepsTheDigitsGiven) {
  for (const char* text : {"0", "12", "-28.7", "420.50", "0.001", "-0.001", "9223372036854775807",
                           "-9223372036854775808", "0.000000000000000001"}) {
    const absl::StatusOr<Decimal> decimal = ParseDecimal(text);
    ASSERT_TRUE(decimal.ok()) << decimal.status();
    EXPECT_EQ(FormatDecimal(*decimal), text);
  }
  EXPECT_EQ(FormatDecimal(*ParseDecimal("+5")), "5");
  EXPECT_EQ(*ParseDecimal("-28.70"), (Decimal{-2870, 2}));
}

TEST(Decimal, RefusesWhatIsNotOne) {
  for (const char* text :
       {"", "-", "+", "+-1", ".", ".5", "5.", "1.2.3", "1e5", "0x10", " 1", "1 ", "1,5",
        "9223372036854775808", "-9223372036854775809", "0.0000000000000000001", "70%"}) {
    EXPECT_EQ(ParseDecimal(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
  EXPECT_EQ(ParseDecimal("1e5").status().message(),
            "\"1e5\" is not a decimal (digits and one point only); write e.g. -28.7");
}

TEST(Rate, IsPartsPerMillion) {
  EXPECT_EQ(*ParseRatePpm("25%"), 250'000);
  EXPECT_EQ(*ParseRatePpm("8.75%"), 87'500);
  EXPECT_EQ(*ParseRatePpm("0.0001%"), 1);
  EXPECT_EQ(*ParseRatePpm("-28.7%"), -287'000);
  EXPECT_EQ(*ParseRatePpm("0%"), 0);
}

TEST(Rate, IsShownShort) {
  EXPECT_EQ(FormatRatePpm(250'000), "25%");
  EXPECT_EQ(FormatRatePpm(87'500), "8.75%");
  EXPECT_EQ(FormatRatePpm(1), "0.0001%");
  EXPECT_EQ(FormatRatePpm(-287'000), "-28.7%");
  EXPECT_EQ(FormatRatePpm(0), "0%");
  EXPECT_EQ(FormatRatePpm(1'000'000), "100%");
}

TEST(Rate, RefusesWhatIsNotOne) {
  for (const char* text : {"25", "", "%", "0.00001%", "25 %", "25%%", "9223372036854775807%"}) {
    EXPECT_EQ(ParseRatePpm(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
  EXPECT_EQ(ParseRatePpm("25").status().message(),
            "\"25\" is not a rate (no % at its end); write e.g. \"25%\"");
}

}  // namespace
}  // namespace decree
