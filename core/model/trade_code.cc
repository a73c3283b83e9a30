#include "core/model/trade_code.h"

#include <string>

#include "absl/strings/str_cat.h"

namespace decree {
namespace {

constexpr int kChapterLast = 99, kChapterReserved = 77;

bool IsHarmonized(ProductSystem system) {
  return system == ProductSystem::kHs || system == ProductSystem::kHts ||
         system == ProductSystem::kCn;
}

bool IsInAChapter(const std::string& digits) {
  const int chapter = (digits[0] - '0') * 10 + (digits[1] - '0');
  return chapter >= 1 && chapter <= kChapterLast && chapter != kChapterReserved;
}

}  // namespace

absl::Status CheckTradeCode(const ProductCode& product) {
  if (!IsHarmonized(product.system)) return absl::OkStatus();
  const std::string text = FormatProductCode(product);
  if (product.code.size() % 2 != 0) {
    ProductCode with_zero = product;
    with_zero.code = absl::StrCat("0", product.code);
    std::string why = absl::StrCat("\"", text, "\" has ", product.code.size(),
                                   " digits; codes of goods have 2, 4, 6, 8 or 10");
    if (IsInAChapter(with_zero.code)) {
      absl::StrAppend(&why, ": was a leading zero lost (", FormatProductCode(with_zero), ")?");
    }
    return absl::InvalidArgumentError(why);
  }
  if (IsInAChapter(product.code)) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      "\"", text, "\" lies in chapter ", product.code.substr(0, 2),
      ", which the Harmonized System does not have (01 to 97 without 77; 98 and 99 national)"));
}

}  // namespace decree
