#include "core/query/duty/duty_charge.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "core/model/currency.h"
#include "core/model/parts_per_million.h"
#include "core/model/unit_count.h"

namespace decree {
namespace {

constexpr uint8_t kPercentScale = kShareScale - 2;
constexpr char kContentShare[] = "contentShare";

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
std::optional<Decimal> AsShare(const Decimal& amount, const Decimal& quantity, int64_t count,
                               const Decimal& value) {
  if (value.unscaled == 0) return std::nullopt;
  const std::optional<Decimal> top = Product(amount, quantity);
  const std::optional<Decimal> bottom = Product(value, {count, 0});
  if (!top || !bottom) return std::nullopt;
  return Quotient(*top, *bottom, kShareScale, Rounding::kDown);
}

void AssessSpecific(const Transaction& transaction, AssessedTariff& assessed) {
  const Tariff& tariff = assessed.tariff;
  const UnitCount per = UnitCountOf(tariff.specific->per);
  const std::optional<Decimal> quantity = QuantityOf(per.unit, transaction);
  if (!quantity) NoteUnread(per.unit, "a quantity, e.g. \"120.5\"", transaction, assessed);
  const bool same_currency = transaction.currency == tariff.specific->currency;
  if (quantity && transaction.value && same_currency) {
    assessed.specific_rate =
        AsShare(tariff.specific->amount, *quantity, per.count, *transaction.value);
  }
  if (assessed.specific_rate) return;
  if (!quantity) assessed.missing_for_share.insert(per.unit);
  if (!transaction.value) {
    assessed.missing_for_share.insert("value");
  } else if (!same_currency) {
    assessed.missing_for_share.insert(absl::StrCat("value in ", tariff.specific->currency));
  }
  // Only where it meets an end that is a share of the value does the rate hang on these.
  if (tariff.minimum_ppm || tariff.maximum_ppm) {
    assessed.missing.insert(assessed.missing_for_share.begin(), assessed.missing_for_share.end());
  }
}

}  // namespace

bool AddWithin(const Decimal& more, Decimal& to) {
  const std::optional<Decimal> sum = Sum(to, more);
  to = sum.value_or(Decimal{absl::Int128Max(), to.scale});
  return sum.has_value();
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
    if (assessed.share_ppm && tariff.is_rest_of_share) {
      assessed.share_ppm = kWholePpm - *assessed.share_ppm;
    }
  }
  if (tariff.specific) AssessSpecific(transaction, assessed);
  return assessed;
}

Charge ChargeOf(const AssessedTariff& assessed, const BaseShare& base, bool upper) {
  const Tariff& tariff = assessed.tariff;
  Charge charge;
  charge.rate = ShareOfPpm(tariff.ad_valorem_ppm.value_or(0));
  if (tariff.floor_total_ppm) {
    const std::optional<Decimal> lift = Difference(ShareOfPpm(*tariff.floor_total_ppm), base.share);
    if (lift && lift->unscaled > 0 && (base.is_known || upper)) AddWithin(*lift, charge.rate);
  }
  charge.is_unbounded = tariff.unknown && upper;
  const bool has_ends = tariff.minimum_ppm || tariff.maximum_ppm;
  if (tariff.specific && has_ends) {
    const bool fits = AddWithin(assessed.specific_rate.value_or(Decimal()), charge.rate);
    if (!fits || (!assessed.specific_rate && upper)) charge.is_unbounded = true;
  } else if (tariff.specific && tariff.specific->amount.unscaled != 0) {
    // The largest amount that is recorded fits.
    charge.specific[{tariff.specific->currency, tariff.specific->per}] =
        WithScale(tariff.specific->amount, kSpecificScale).value();
  }
  if (tariff.maximum_ppm) {
    const Decimal maximum = ShareOfPpm(*tariff.maximum_ppm);
    if (charge.is_unbounded || IsLess(maximum, charge.rate)) charge.rate = maximum;
    charge.is_unbounded = false;
  }
  if (tariff.minimum_ppm) {
    charge.rate = std::max(charge.rate, ShareOfPpm(*tariff.minimum_ppm), IsLess);
  }
  if (!tariff.value_share.empty()) {
    const int64_t share = assessed.share_ppm.value_or(upper ? kWholePpm : 0);
    // In two parts, so that no product is larger than the rate.
    absl::int128& rate = charge.rate.unscaled;
    rate = rate / kWholePpm * share + rate % kWholePpm * share / kWholePpm;
    if (share == 0) charge.is_unbounded = false;
  }
  return charge;
}

void AddToBase(const Charge& charge, const std::optional<Decimal>& specific_rate, BaseShare& to) {
  const bool is_whole = charge.specific.empty() || specific_rate.has_value();
  bool fits = AddWithin(charge.rate, to.share);
  if (!charge.specific.empty() && specific_rate) {
    fits = AddWithin(*specific_rate, to.share) && fits;
  }
  to.is_known = to.is_known && is_whole && fits && !charge.is_unbounded;
}

void Add(const Charge& more, Charge& to) {
  bool fits = AddWithin(more.rate, to.rate);
  for (const auto& [unit, amount] : more.specific) {
    fits = AddWithin(amount, to.specific[unit]) && fits;
  }
  to.is_unbounded = to.is_unbounded || more.is_unbounded || !fits;
}

Charge LowerOf(const Charge& a, const Charge& b) {
  Charge lower{std::min(a.rate, b.rate, IsLess), a.is_unbounded && b.is_unbounded, {}};
  for (const auto& [unit, amount] : a.specific) {
    const auto other = b.specific.find(unit);
    if (other != b.specific.end()) lower.specific[unit] = std::min(amount, other->second, IsLess);
  }
  return lower;
}

Charge UpperOf(const Charge& a, const Charge& b) {
  Charge upper{std::max(a.rate, b.rate, IsLess), a.is_unbounded || b.is_unbounded, a.specific};
  for (const auto& [unit, amount] : b.specific) {
    Decimal& most = upper.specific[unit];
    most = std::max(most, amount, IsLess);
  }
  return upper;
}

std::string FormatCharge(const Charge& charge) {
  std::string text;
  if (charge.rate.unscaled != 0 || charge.specific.empty()) {
    text = FormatDecimal({charge.rate.unscaled, kPercentScale}, 0) + "%";
  }
  for (const auto& [unit, amount] : charge.specific) {
    absl::StrAppend(&text, text.empty() ? "" : " + ", FormatDecimal(amount, 0), " ", unit.currency,
                    "/", unit.per);
  }
  return text;
}

std::string AmountOf(const Charge& charge, const Transaction& transaction) {
  if (!transaction.value || charge.is_unbounded) return std::string();
  std::optional<Decimal> total = Product(*transaction.value, charge.rate);
  for (const auto& [unit, amount] : charge.specific) {
    const UnitCount per = UnitCountOf(unit.per);
    const std::optional<Decimal> quantity = QuantityOf(per.unit, transaction);
    if (!quantity || unit.currency != transaction.currency || !total) return std::string();
    std::optional<Decimal> part = Product(amount, *quantity);
    if (part) part = WithScale(*part, std::max(part->scale, total->scale));
    if (!part || part->unscaled % per.count != 0) return std::string();
    part->unscaled /= per.count;
    total = Sum(*total, *part);
  }
  return total ? FormatDecimal(*total, transaction.value->scale) : std::string();
}

std::string RoundedAmount(const std::string& amount, const std::string& currency) {
  const std::optional<int> digits = MinorUnitDigitsOf(currency);
  const std::optional<Decimal> exact = ParseLongDecimal(amount);
  if (!digits || !exact) return std::string();
  const std::optional<Decimal> rounded = Quotient(*exact, {1, 0}, *digits, Rounding::kNearest);
  return rounded ? FormatDecimal(*rounded, *digits) : std::string();
}

std::optional<Decimal> RateFromText(const std::string& text) {
  if (text.empty() || text.back() != '%') return std::nullopt;
  const absl::StatusOr<Decimal> percent = ParseDecimal(text.substr(0, text.size() - 1));
  if (!percent.ok() || percent->unscaled < 0 || percent->scale > kPercentScale) return std::nullopt;
  const std::optional<Decimal> rate = WithScale(*percent, kPercentScale);
  return rate ? std::optional(Decimal{rate->unscaled, kShareScale}) : std::nullopt;
}

}  // namespace decree
