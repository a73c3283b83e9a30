#include "core/query/duty/duty_charge.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace decree {
namespace {

constexpr int64_t kWholePpm = 1'000'000;
constexpr int kRateScale = 12;
constexpr int kSpecificScale = 18;
constexpr char kContentShare[] = "contentShare";

absl::int128 PowerOfTen(int exponent) {
  absl::int128 power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

// Of numbers that are not negative; nullopt where the product does not fit.
std::optional<absl::int128> Product(absl::int128 a, absl::int128 b) {
  if (a != 0 && b > absl::Int128Max() / a) return std::nullopt;
  return a * b;
}

// value × 10^-scale without trailing zeros, but with at least `digits_min` after the point.
std::string FormatScaled(absl::int128 value, int scale, int digits_min) {
  std::string digits;
  for (; value > 0; value /= 10) {
    digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(value % 10)));
  }
  const size_t length = static_cast<size_t>(scale);
  if (digits.size() <= length) digits.insert(0, length + 1 - digits.size(), '0');
  std::string fraction = digits.substr(digits.size() - length);
  digits.resize(digits.size() - length);
  while (fraction.size() > static_cast<size_t>(digits_min) && fraction.back() == '0') {
    fraction.pop_back();
  }
  return fraction.empty() ? digits : absl::StrCat(digits, ".", fraction);
}

// "100 kg" is a hundred of "kg".
struct Per {
  absl::int128 count = 1;
  std::string unit;
};
Per PerOf(const std::string& per) {
  size_t digits = 0;
  absl::int128 count = 0;
  while (digits < per.size() && digits < 9 &&
         absl::ascii_isdigit(static_cast<unsigned char>(per[digits]))) {
    count = count * 10 + (per[digits++] - '0');
  }
  const bool counts = digits > 0 && digits + 1 < per.size() && per[digits] == ' ' && count > 0;
  return counts ? Per{count, per.substr(digits + 1)} : Per{1, per};
}

// The quantity given for a unit, as a fact of its name; nullopt: none is, or it is no quantity.
std::optional<Decimal> QuantityOf(const std::string& unit, const Transaction& transaction) {
  const auto fact = transaction.facts.find(unit);
  return fact == transaction.facts.end() ? std::nullopt : fact->second.quantity;
}

// Where `name` is given, but not as what a tariff takes it for.
void NoteUnread(const std::string& name, const char* wanted, const Transaction& transaction,
                AssessedTariff& assessed) {
  const auto fact = transaction.facts.find(name);
  if (fact == transaction.facts.end()) return;
  assessed.unread.push_back(
      absl::StrCat(name, " is given as \"", fact->second.text, "\", not as ", wanted));
}

// amount × quantity ÷ count, as a share of the value; rounded down where it does not end.
std::optional<ExactRate> AsRate(const Decimal& amount, const Decimal& quantity, absl::int128 count,
                                const Decimal& value) {
  if (value.unscaled == 0) return std::nullopt;
  auto top = Product(amount.unscaled, quantity.unscaled);
  const int scale = kRateScale + value.scale - amount.scale - quantity.scale;
  if (top && scale > 0) top = Product(*top, PowerOfTen(scale));
  auto bottom = Product(value.unscaled, count);
  if (bottom && scale < 0) bottom = Product(*bottom, PowerOfTen(-scale));
  if (!top || !bottom) return std::nullopt;
  return *top / *bottom;
}

void AssessSpecific(const Transaction& transaction, AssessedTariff& assessed) {
  const Tariff& tariff = assessed.tariff;
  const Per per = PerOf(tariff.specific->per);
  const std::optional<Decimal> quantity = QuantityOf(per.unit, transaction);
  if (!quantity) NoteUnread(per.unit, "a quantity, e.g. \"120.5\"", transaction, assessed);
  const bool same_currency = transaction.currency == tariff.specific->currency;
  if (quantity && transaction.value && same_currency) {
    assessed.specific_rate =
        AsRate(tariff.specific->amount, *quantity, per.count, *transaction.value);
  }
  if (assessed.specific_rate) return;
  if (!quantity) assessed.missing_for_share.insert(per.unit);
  if (!transaction.value || !same_currency) {
    assessed.missing_for_share.insert(absl::StrCat("value in ", tariff.specific->currency));
  }
  // Only where it meets an end that is a share of the value does the rate hang on these.
  if (tariff.minimum_ppm || tariff.maximum_ppm) {
    assessed.missing.insert(assessed.missing_for_share.begin(), assessed.missing_for_share.end());
  }
}

}  // namespace

bool AddWithin(const absl::int128& more, absl::int128& to) {
  const bool fits = more <= absl::Int128Max() - to;
  to = fits ? to + more : absl::Int128Max();
  return fits;
}

bool AssessedTariff::is_range() const {
  const bool has_ends = tariff.minimum_ppm || tariff.maximum_ppm;
  const bool lacks_share = tariff.specific && has_ends && !specific_rate;
  return tariff.unknown || !missing.empty() || lacks_share;
}

AssessedTariff AssessTariff(const Tariff& tariff, const Transaction& transaction) {
  AssessedTariff assessed;
  assessed.tariff = tariff;
  if (!tariff.value_share.empty()) {
    const auto fact = transaction.facts.find(tariff.value_share);
    if (tariff.value_share == kContentShare) {
      assessed.share_ppm = transaction.content_share_ppm;
    } else if (fact != transaction.facts.end()) {
      assessed.share_ppm = fact->second.share_ppm;
      if (!assessed.share_ppm) {
        NoteUnread(tariff.value_share, "a share, 0% to 100%", transaction, assessed);
      }
    }
    if (!assessed.share_ppm) assessed.missing.insert(tariff.value_share);
  }
  if (tariff.specific) AssessSpecific(transaction, assessed);
  return assessed;
}

Charge ChargeOf(const AssessedTariff& assessed, const Charge& base, bool upper) {
  const Tariff& tariff = assessed.tariff;
  Charge charge;
  charge.rate = ExactRate(tariff.ad_valorem_ppm.value_or(0)) * kExactPerPpm;
  if (tariff.floor_total_ppm) {
    const ExactRate lift = ExactRate(*tariff.floor_total_ppm) * kExactPerPpm - base.rate;
    const bool base_is_known = !base.is_unbounded && base.specific.empty();
    if (lift > 0 && (base_is_known || upper)) charge.rate += lift;
  }
  charge.is_unbounded = tariff.unknown && upper;
  const bool has_ends = tariff.minimum_ppm || tariff.maximum_ppm;
  if (tariff.specific && has_ends) {
    const bool fits = AddWithin(assessed.specific_rate.value_or(0), charge.rate);
    if (!fits || (!assessed.specific_rate && upper)) charge.is_unbounded = true;
  } else if (tariff.specific && tariff.specific->amount.unscaled != 0) {
    charge.specific[{tariff.specific->currency, tariff.specific->per}] =
        absl::int128(tariff.specific->amount.unscaled) *
        PowerOfTen(kSpecificScale - tariff.specific->amount.scale);
  }
  if (tariff.maximum_ppm) {
    const ExactRate maximum = ExactRate(*tariff.maximum_ppm) * kExactPerPpm;
    if (charge.is_unbounded || charge.rate > maximum) charge.rate = maximum;
    charge.is_unbounded = false;
  }
  if (tariff.minimum_ppm) {
    charge.rate = std::max(charge.rate, ExactRate(*tariff.minimum_ppm) * kExactPerPpm);
  }
  if (!tariff.value_share.empty()) {
    const int64_t share = assessed.share_ppm.value_or(upper ? kWholePpm : 0);
    // In two parts, so that no product is larger than the rate.
    charge.rate = charge.rate / kWholePpm * share + charge.rate % kWholePpm * share / kWholePpm;
    if (share == 0) charge.is_unbounded = false;
  }
  return charge;
}

void Add(const Charge& more, Charge& to) {
  bool fits = AddWithin(more.rate, to.rate);
  for (const auto& [unit, amount] : more.specific) {
    fits = AddWithin(amount, to.specific[unit]) && fits;
  }
  to.is_unbounded = to.is_unbounded || more.is_unbounded || !fits;
}

Charge LowerOf(const Charge& a, const Charge& b) {
  Charge lower{std::min(a.rate, b.rate), a.is_unbounded && b.is_unbounded, {}};
  for (const auto& [unit, amount] : a.specific) {
    const auto other = b.specific.find(unit);
    if (other != b.specific.end()) lower.specific[unit] = std::min(amount, other->second);
  }
  return lower;
}

Charge UpperOf(const Charge& a, const Charge& b) {
  Charge upper{std::max(a.rate, b.rate), a.is_unbounded || b.is_unbounded, a.specific};
  for (const auto& [unit, amount] : b.specific) {
    absl::int128& most = upper.specific[unit];
    most = std::max(most, amount);
  }
  return upper;
}

std::string FormatCharge(const Charge& charge) {
  std::string text;
  if (charge.rate != 0 || charge.specific.empty()) {
    text = FormatScaled(charge.rate, kRateScale - 2, 0) + "%";
  }
  for (const auto& [unit, amount] : charge.specific) {
    absl::StrAppend(&text, text.empty() ? "" : " + ", FormatScaled(amount, kSpecificScale, 0), " ",
                    unit.currency, "/", unit.per);
  }
  return text;
}

std::string AmountOf(const Charge& charge, const Transaction& transaction) {
  if (!transaction.value || charge.is_unbounded) return std::string();
  const Decimal& value = *transaction.value;
  auto total = Product(value.unscaled, charge.rate);
  int scale = value.scale + kRateScale;
  for (const auto& [unit, amount] : charge.specific) {
    const Per per = PerOf(unit.per);
    const std::optional<Decimal> quantity = QuantityOf(per.unit, transaction);
    if (!quantity || unit.currency != transaction.currency || !total) return std::string();
    auto part = Product(amount, quantity->unscaled);
    const int part_scale = kSpecificScale + quantity->scale;
    const int common = std::max(scale, part_scale);
    if (part) part = Product(*part, PowerOfTen(common - part_scale));
    total = Product(*total, PowerOfTen(common - scale));
    if (!part || !total || *part % per.count != 0 ||
        *total > absl::Int128Max() - *part / per.count) {
      return std::string();
    }
    total = *total + *part / per.count;
    scale = common;
  }
  if (!total) return std::string();
  return FormatScaled(*total, scale, value.scale);
}

std::optional<ExactRate> RateFromText(const std::string& text) {
  constexpr int kScale = kRateScale - 2;
  if (text.empty() || text.back() != '%') return std::nullopt;
  const absl::StatusOr<Decimal> decimal = ParseDecimal(text.substr(0, text.size() - 1));
  if (!decimal.ok() || decimal->unscaled < 0 || decimal->scale > kScale) return std::nullopt;
  return ExactRate(decimal->unscaled) * PowerOfTen(kScale - decimal->scale);
}

}  // namespace decree
