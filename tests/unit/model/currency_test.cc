#include "core/model/currency.h"

#include <gtest/gtest.h>

namespace decree {
namespace {

TEST(MinorUnitDigitsOf, AreThoseOfIso4217) {
  const std::pair<const char*, int> rows[] = {{"USD", 2}, {"AED", 2}, {"ZWG", 2}, {"CNY", 2},
                                              {"JPY", 0}, {"XPF", 0}, {"BIF", 0}, {"KWD", 3},
                                              {"TND", 3}, {"CLF", 4}, {"UYW", 4}};
  for (const auto& [currency, digits] : rows) {
    EXPECT_EQ(MinorUnitDigitsOf(currency), digits) << currency;
  }
  for (const char* text : {"", "XAU", "XXX", "usd", "US", "USDX", "SD ", "D U"}) {
    EXPECT_FALSE(MinorUnitDigitsOf(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace decree
