#include "core/model/trade_code.h"

#include <string>

#include "gtest/gtest.h"

namespace decree {
namespace {

std::string Said(const std::string& text) {
  const absl::StatusOr<ProductCode> product = ParseProductCode(text);
  EXPECT_TRUE(product.ok()) << product.status();
  return product.ok() ? std::string(CheckTradeCode(*product).message()) : "";
}

TEST(TradeCodeTest, EvenLengthsInChaptersThatExist) {
  for (const char* const text :
       {"HS:01", "HS:0101", "HS:850110", "HTS:8501.10.40", "HTS:0101.21.00.10", "CN:8541 42 00",
        "HTS:9903.88.03", "HS:97", "ECCN:3A090", "CNCTRL:1C902", "tag:rare-earths", "*"}) {
    EXPECT_EQ(Said(text), "") << text;
  }
}

TEST(TradeCodeTest, AnOddLengthTellsOfALostZero) {
  for (const char* const text : {"HTS:101210010", "HTS:101.21.00.10", "HTS:1012100", "HS:101"}) {
    EXPECT_NE(Said(text).find("was a leading zero lost (H"), std::string::npos) << Said(text);
  }
  EXPECT_NE(Said("HTS:101210010").find("has 9 digits"), std::string::npos);
  EXPECT_NE(Said("HTS:101210010").find("(HTS:0101210010)"), std::string::npos);
}

TEST(TradeCodeTest, AChapterThatDoesNotExistIsNamed) {
  for (const char* const text : {"HS:00", "HS:7701", "HTS:0012.34"}) {
    EXPECT_NE(Said(text).find("lies in chapter"), std::string::npos) << Said(text);
  }
}

}  // namespace
}  // namespace decree
