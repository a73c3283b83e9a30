#include "core/model/product_code.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "core/model/limits.h"

namespace decree {
namespace {

TEST(ProductCode, Normalises) {
  const std::pair<const char*, const char*> rows[] = {
      {"HTS:8541.42.00", "HTS:85414200"},
      {"HTS:8541.42.00.10", "HTS:8541420010"},
      {"CN:8541 42 00", "CN:85414200"},
      {"HS:85", "HS:85"},
      {"HTS@2025:8541.42", "HTS@2025:854142"},
      {"ECCN:3a090.a", "ECCN:3A090.A"},
      {"ECCN:3A090.a.1", "ECCN:3A090.A1"},
      {"ECCN:3A090A", "ECCN:3A090.A"},
      {"ECCN:ear99", "ECCN:EAR99"},
      {"CNCTRL:1c902.d", "CNCTRL:1C902.D"},
      {"tag:rare-earths", "tag:rare-earths"},
      {"*", "*"},
  };
  for (const auto& [text, normal] : rows) {
    const absl::StatusOr<ProductCode> product = ParseProductCode(text);
    ASSERT_TRUE(product.ok()) << product.status();
    EXPECT_EQ(FormatProductCode(*product), normal);
    EXPECT_EQ(*ParseProductCode(normal), *product);
  }
}

TEST(ProductCode, RefusesWhatIsNotOne) {
  for (const char* text : {"", "8541", "HS:", "HS:8", "HS:8541420", "CN:854142001", "hts:8541",
                           "HTS:85414200101", "HTS:85-41", "HTS@:8541", "HTS@a b:8541",
                           "tag:", "tag:a b", "ECCN:", "ECCN:3A*", "XX:1", "**"}) {
    EXPECT_EQ(ParseProductCode(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
  EXPECT_EQ(ParseProductCode("HS:8541420").status().message(),
            "\"HS:8541420\" is not a product (HS codes have 2 to 6 digits)");
}

PrefixRelation Relation(const char* clause, const char* product) {
  return RelationOf(*ParseProductCode(clause), *ParseProductCode(product));
}

TEST(ProductCode, WhatANormalTextReadsBackToIsTakenUpToTheLongest) {
  const std::string longest = absl::StrCat("ECCN:3a090", std::string(kIdBytesMax - 10, 'b'));
  const absl::StatusOr<ProductCode> product = ParseProductCode(longest);
  ASSERT_TRUE(product.ok()) << product.status();
  const std::string normal = FormatProductCode(*product);
  EXPECT_EQ(normal.size(), kIdBytesMax + 1);  // with the dot after the entry
  const absl::StatusOr<ProductCode> again = ParseProductCode(normal);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(*again, *product);
  EXPECT_FALSE(ParseProductCode(absl::StrCat(longest, "b")).ok());
  EXPECT_FALSE(ParseProductCode(absl::StrCat(normal, "b")).ok());
}

TEST(ProductCode, MatchesByPrefixWithinItsSystem) {
  EXPECT_EQ(Relation("*", "HTS:85414200"), PrefixRelation::kCovers);
  EXPECT_EQ(Relation("HTS:8541", "HTS:85414200"), PrefixRelation::kCovers);
  EXPECT_EQ(Relation("HTS:8541", "HTS:85424200"), PrefixRelation::kOutside);
  EXPECT_EQ(Relation("HTS:85414200", "HTS:8541"), PrefixRelation::kOpen);
  EXPECT_EQ(Relation("ECCN:3A090", "ECCN:3A090.a"), PrefixRelation::kCovers);
  EXPECT_EQ(Relation("tag:rare", "tag:rare-earths"), PrefixRelation::kOutside);
  EXPECT_EQ(Relation("HTS:8541", "*"), PrefixRelation::kOpen);
}

TEST(ProductCode, HsReadsTheFirstSixDigits) {
  EXPECT_EQ(Relation("HS:854142", "HTS:8541420010"), PrefixRelation::kCovers);
  EXPECT_EQ(Relation("HS:854143", "CN:85414200"), PrefixRelation::kOutside);
  EXPECT_EQ(Relation("HS:854142", "CN:8541"), PrefixRelation::kOpen);
  EXPECT_EQ(Relation("HTS:85414200", "HS:854142"), PrefixRelation::kOpen);
  EXPECT_EQ(Relation("HTS:85414200", "HS:8542"), PrefixRelation::kOutside);
}

TEST(ProductCode, OtherSystemsAndEditionsStayOpen) {
  EXPECT_EQ(Relation("HTS:8541", "CN:8541"), PrefixRelation::kOpen);
  EXPECT_EQ(Relation("ECCN:3A090", "HTS:8541"), PrefixRelation::kOpen);
  EXPECT_EQ(Relation("tag:software", "HTS:8541"), PrefixRelation::kOpen);
  EXPECT_EQ(Relation("HTS@2024:8541", "HTS@2025:85414200"), PrefixRelation::kOpen);
  EXPECT_EQ(Relation("HTS@2024:8541", "HTS:85414200"), PrefixRelation::kCovers);
}

}  // namespace
}  // namespace decree
