#include "core/model/decimal.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

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

Decimal Of(absl::string_view text) { return ParseLongDecimal(text).value_or(Decimal{-1, 99}); }
std::string Text(const std::optional<Decimal>& value) {
  return value ? FormatDecimal(*value) : "none";
}
const std::string kMost = "170141183460469231731687303715884105727";

TEST(Decimal, ComputesExactly) {
  EXPECT_EQ(Text(Sum(Of("1.25"), Of("-3"))), "-1.75");
  EXPECT_EQ(Text(Difference(Of("1.25"), Of("0.250"))), "1.000");
  EXPECT_EQ(Text(Product(Of("-1.5"), Of("0.10"))), "-0.150");
  EXPECT_EQ(Text(Quotient(Of("1"), Of("3"), 2, Rounding::kNearest)), "0.33");
  EXPECT_EQ(Text(Quotient(Of("2"), Of("0.03"), 1, Rounding::kUp)), "66.7");
  EXPECT_EQ(Text(Quotient(Of("-2.000"), Of("3"), 0, Rounding::kDown)), "-1");
  EXPECT_EQ(Text(Quotient(Of("-2.5"), Of("1"), 0, Rounding::kNearest)), "-3");
  EXPECT_EQ(Text(WithScale(Of("-0.5"), 3)), "-0.500");
  EXPECT_EQ(FormatDecimal(Of("1200.5000"), 2), "1200.50");
  EXPECT_EQ(FormatDecimal(Of("1200.0000"), 0), "1200");
}

TEST(Decimal, TellsWhatDoesNotFit) {
  EXPECT_EQ(Text(ParseLongDecimal(kMost)), kMost);
  EXPECT_EQ(ParseLongDecimal("170141183460469231731687303715884105728"), std::nullopt);
  EXPECT_EQ(ParseLongDecimal("999999999999999999999999999999999999999"), std::nullopt);
  EXPECT_EQ(Sum(Of(kMost), Of("1")), std::nullopt);
  EXPECT_EQ(Sum(Of(kMost), Of("0.1")), std::nullopt);
  EXPECT_EQ(Text(Difference(Of(kMost), Of(kMost))), "0");
  EXPECT_EQ(Product(Of(kMost), Of("2")), std::nullopt);
  EXPECT_EQ(Quotient(Of("1"), Of("3"), 60, Rounding::kNearest), std::nullopt);
  EXPECT_EQ(Quotient(Of("1"), Of("0.00"), 2, Rounding::kNearest), std::nullopt);
  EXPECT_EQ(WithScale(Of("2"), 38), std::nullopt);
  EXPECT_TRUE(IsRecordable(Of("-9223372036854775808")));
  EXPECT_FALSE(IsRecordable(Of("9223372036854775808")));
  EXPECT_FALSE(IsRecordable(Of("0.0000000000000000001")));
}

TEST(Decimal, ComparesNumbersAndNotDigits) {
  EXPECT_FALSE(IsLess(Of("1.50"), Of("1.5")) || IsLess(Of("1.5"), Of("1.50")));
  EXPECT_FALSE(Of("1.50") == Of("1.5"));
  EXPECT_TRUE(IsLess(Of("-1.51"), Of("-1.5")));
  // Made of one scale, the larger would not fit.
  EXPECT_TRUE(IsLess(Of("0.5"), Of(kMost)) && !IsLess(Of(kMost), Of("0.5")));
  EXPECT_TRUE(IsLess(Of("-" + kMost), Of("0.5")) && !IsLess(Of("0.5"), Of("-" + kMost)));
}

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
            "\"25\" is not a rate (no % at its end); write \"25%\"");
  EXPECT_EQ(ParseRatePpm("x").status().message(),
            "\"x\" is not a rate (no % at its end); write e.g. \"25%\"");
  EXPECT_EQ(RateMeantBy("0.84"), "\"0.84%\" or \"84%\"");
  EXPECT_EQ(RateMeantBy("0.5"), "\"0.5%\" or \"50%\"");
  EXPECT_EQ(RateMeantBy("1.5"), "\"1.5%\"");
  for (const char* none : {"-0.5", "2.5e1", "25.123456789", ""}) {
    EXPECT_EQ(RateMeantBy(none), "e.g. \"25%\"") << none;
  }
}

}  // namespace
}  // namespace decree
