#include "core/model/amount_text.h"

#include <gtest/gtest.h>

namespace decree {
namespace {

TEST(AmountText, AddsAndSubtractsExactly) {
  EXPECT_EQ(AmountDifference("0", "5000"), "-5000");
  EXPECT_EQ(AmountDifference("0.00", "249999999999.9975"), "-249999999999.9975");
  EXPECT_EQ(AmountDifference("1250.00", "1250.00"), "0.00");
  EXPECT_EQ(AmountDifference("0.1", "0.3"), "-0.2");
  EXPECT_EQ(AmountDifference("1250.005", "0.005"), "1250.000");
  EXPECT_EQ(AmountSum("0", "-5000"), "-5000");
  EXPECT_EQ(AmountSum("-0.75", "0.5"), "-0.25");
  EXPECT_EQ(AmountSum("-1", "-0.000000000000000000000000000001"),
            "-1.000000000000000000000000000001");
  EXPECT_EQ(AmountSum("99999999999999999999999999999999999", "1"),
            "100000000000000000000000000000000000");
}

TEST(AmountText, SaysWhereItCannot) {
  for (const char* text : {"", "-", ".", "1.2.3", "+1", "1e5", "unknown", " 1", "--1"}) {
    EXPECT_EQ(AmountSum(text, "1"), std::nullopt) << text;
    EXPECT_EQ(AmountDifference("1", text), std::nullopt) << text;
  }
  // More digits than 128 bits hold, before or after the scales are made equal.
  EXPECT_EQ(AmountSum(std::string(40, '9'), "1"), std::nullopt);
  EXPECT_EQ(AmountSum(std::string(30, '9'), "0." + std::string(15, '0') + "1"), std::nullopt);
}

}  // namespace
}  // namespace decree
