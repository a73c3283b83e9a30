#include "core/model/amount_text.h"

#include <algorithm>

#include "core/model/decimal.h"

namespace decree {
namespace {

using Operation = std::optional<Decimal> (*)(const Decimal& a, const Decimal& b);

std::optional<std::string> Combined(absl::string_view a, absl::string_view b, Operation operation) {
  const std::optional<Decimal> left = ParseLongDecimal(a), right = ParseLongDecimal(b);
  if (!left || !right) return std::nullopt;
  const std::optional<Decimal> result = operation(*left, *right);
  if (!result) return std::nullopt;
  return FormatDecimal(*result, std::min(left->scale, right->scale));
}

}  // namespace

std::optional<std::string> AmountSum(absl::string_view a, absl::string_view b) {
  return Combined(a, b, Sum);
}

std::optional<std::string> AmountDifference(absl::string_view after, absl::string_view before) {
  return Combined(after, before, Difference);
}

}  // namespace decree
