#include "core/model/amount_text.h"

#include <algorithm>

#include "absl/numeric/int128.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace decree {
namespace {

struct Amount {
  absl::int128 unscaled = 0;
  int scale = 0;  // digits after the point
};

// False where it does not fit; the magnitude stays below 10^37.
bool TimesTen(absl::int128& value) {
  static const absl::int128 kMax = absl::Int128Max() / 100;
  if (value > kMax || value < -kMax) return false;
  value *= 10;
  return true;
}

std::optional<Amount> Read(absl::string_view text) {
  Amount amount;
  const bool is_negative = !text.empty() && text.front() == '-';
  if (is_negative) text.remove_prefix(1);
  bool after_point = false, any = false;
  for (const char c : text) {
    if (c == '.' && !after_point) {
      after_point = true;
      continue;
    }
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c)) || !TimesTen(amount.unscaled)) {
      return std::nullopt;
    }
    amount.unscaled += c - '0';
    amount.scale += after_point ? 1 : 0;
    any = true;
  }
  if (!any) return std::nullopt;
  if (is_negative) amount.unscaled = -amount.unscaled;
  return amount;
}

bool Widen(int scale, Amount& amount) {
  for (; amount.scale < scale; ++amount.scale) {
    if (!TimesTen(amount.unscaled)) return false;
  }
  return true;
}

std::string Write(const Amount& amount, int digits_min) {
  const bool is_negative = amount.unscaled < 0;
  absl::int128 left = is_negative ? -amount.unscaled : amount.unscaled;
  std::string digits;
  for (; left > 0; left /= 10) {
    digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(left % 10)));
  }
  const auto scale = static_cast<size_t>(amount.scale);
  if (digits.size() <= scale) digits.insert(0, scale + 1 - digits.size(), '0');
  std::string fraction = digits.substr(digits.size() - scale);
  digits.resize(digits.size() - scale);
  while (fraction.size() > static_cast<size_t>(digits_min) && fraction.back() == '0') {
    fraction.pop_back();
  }
  return absl::StrCat(is_negative ? "-" : "", digits, fraction.empty() ? "" : ".", fraction);
}

std::optional<std::string> Combine(absl::string_view a, absl::string_view b, bool subtract) {
  std::optional<Amount> left = Read(a), right = Read(b);
  if (!left || !right) return std::nullopt;
  const int digits_min = std::min(left->scale, right->scale);
  const int scale = std::max(left->scale, right->scale);
  if (!Widen(scale, *left) || !Widen(scale, *right)) return std::nullopt;
  left->unscaled += subtract ? -right->unscaled : right->unscaled;
  return Write(*left, digits_min);
}

}  // namespace

std::optional<std::string> AmountSum(absl::string_view a, absl::string_view b) {
  return Combine(a, b, false);
}

std::optional<std::string> AmountDifference(absl::string_view after, absl::string_view before) {
  return Combine(after, before, true);
}

}  // namespace decree
