#include "core/query/scope/product_list.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace decree {
namespace {

ProductCode Code(const std::string& text) { return *ParseProductCode(text); }

ProductVerdict VerdictOf(const std::vector<std::string>& list,
                         const std::vector<std::string>& given) {
  const ProductList products(list);
  std::vector<ProductCode> codes;
  for (const std::string& text : given) codes.push_back(Code(text));
  const ProductVerdict verdict = products.VerdictOf(codes);
  if (codes.size() == 1) {
    // By its number alone it may be left unclear, never decided otherwise.
    if (const auto code = TradeCode::Of(codes.front())) {
      const ProductVerdict by_number = products.VerdictOf(*code);
      EXPECT_TRUE(by_number == verdict || by_number == ProductVerdict::kUnclear);
    }
  }
  return verdict;
}

TEST(ProductListTest, CodesAreMatchedByTheirBeginning) {
  EXPECT_EQ(VerdictOf({"HS:8541"}, {"HTS:8541420010"}), ProductVerdict::kCovered);
  EXPECT_EQ(VerdictOf({"HTS:85414200", "HTS:72"}, {"HTS:7208010050"}), ProductVerdict::kCovered);
  EXPECT_EQ(VerdictOf({"HTS:85414200"}, {"HTS:8541430010"}), ProductVerdict::kOutside);
  EXPECT_EQ(VerdictOf({"HS:01"}, {"HTS:1001990000"}), ProductVerdict::kOutside);
  EXPECT_EQ(VerdictOf({}, {"HTS:1001990000"}), ProductVerdict::kCovered);
  EXPECT_EQ(VerdictOf({"HS:01", "*"}, {"HTS:1001990000"}), ProductVerdict::kCovered);
}

TEST(ProductListTest, TellsTheLongestCodeThatCovers) {
  const auto digits = [](const std::vector<std::string>& list, const std::string& given) {
    const ProductList products(list);
    const auto covering = products.DigitsCovering(*TradeCode::Of(Code(given)));
    return covering ? static_cast<int>(*covering) : -1;
  };
  EXPECT_EQ(digits({"HTS:85", "HTS:8541"}, "HTS:8541420010"), 4);
  EXPECT_EQ(digits({"HTS:8541", "HS:854142"}, "HTS:8541420010"), 6);
  EXPECT_EQ(digits({"*", "HTS:85"}, "HTS:8541420010"), 2);
  EXPECT_EQ(digits({"*"}, "HTS:8541420010"), 0);
  EXPECT_EQ(digits({}, "HTS:8541420010"), 0);
  EXPECT_EQ(digits({"HTS:72"}, "HTS:8541420010"), -1);
  EXPECT_EQ(digits({"HTS:85", "HTS:85414200"}, "HTS:8541"), -1) << "a longer one may cover";
  EXPECT_EQ(digits({"HTS:85", "CN:85"}, "HTS:8541"), -1) << "of another system";
  EXPECT_EQ(digits({"HTS:85", "tag:chips"}, "HTS:8541"), -1);
}

TEST(ProductListTest, WhatTheCodesCannotTellIsOpen) {
  EXPECT_EQ(VerdictOf({"CN:85414290"}, {"HTS:8541420010"}), ProductVerdict::kOpen);
  EXPECT_EQ(VerdictOf({"tag:chips"}, {"HTS:8541420010"}), ProductVerdict::kOpen);
  EXPECT_EQ(VerdictOf({"HTS:8541420010"}, {"HTS:8541"}), ProductVerdict::kUnclear);
  EXPECT_EQ(VerdictOf({"HTS@2025:854142"}, {"HTS@2024:854142"}), ProductVerdict::kUnclear);
}

TEST(ProductListTest, OfSeveralCodesOneThatIsOutsideOutweighsOneThatDoesNotTell) {
  EXPECT_EQ(VerdictOf({"HTS:85414200"}, {"HTS:7208010050", "tag:steel"}), ProductVerdict::kOutside);
  EXPECT_EQ(VerdictOf({"tag:chips"}, {"HTS:7208010050", "tag:steel"}), ProductVerdict::kOutside);
  EXPECT_EQ(VerdictOf({"HTS:85414200", "ECCN:3A090"}, {"HTS:7208010050", "tag:steel"}),
            ProductVerdict::kOpen);
  EXPECT_EQ(VerdictOf({"HTS:85414200", "tag:steel"}, {"HTS:7208010050", "tag:steel"}),
            ProductVerdict::kCovered);
  // A scope without an edition covers every edition.
  EXPECT_EQ(VerdictOf({"HS:8541"}, {"HTS@2024:8541420010", "HTS:7208010050"}),
            ProductVerdict::kUnclear);
}

TEST(ProductListTest, AHundredThousandCodes) {
  std::vector<std::string> codes;
  for (int i = 0; i < 100'000; ++i) codes.push_back(absl::StrCat("HTS:", 1'000'000'000 + 7 * i));
  const ProductList list(codes);
  for (const int i : {0, 1, 50'000, 99'999}) {
    const auto code = TradeCode::Of(Code(codes[static_cast<size_t>(i)]));
    EXPECT_EQ(list.VerdictOf(*code), ProductVerdict::kCovered) << i;
  }
  EXPECT_EQ(list.VerdictOf(*TradeCode::Of(Code("HTS:1000000001"))), ProductVerdict::kOutside);
}

}  // namespace
}  // namespace decree
