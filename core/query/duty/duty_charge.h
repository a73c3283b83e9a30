// What a tariff's terms come to for one transaction: an exact share of the value, and what is due
// by the unit. Pure arithmetic; nothing here knows of dates or scopes.
#ifndef DECREE_CORE_QUERY_DUTY_DUTY_CHARGE_H_
#define DECREE_CORE_QUERY_DUTY_DUTY_CHARGE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "core/model/decimal.h"
#include "core/model/terms.h"
#include "core/model/transaction.h"

namespace decree {

// A share of the value has this many digits after the point, a part per million of a part per
// million, so that a rate on a share of the value stays exact; what is due by the unit has as many
// as two recorded amounts need.
inline constexpr uint8_t kShareScale = 12, kSpecificScale = 18;
inline Decimal ShareOfPpm(int64_t ppm) { return {absl::int128(ppm) * 1'000'000, kShareScale}; }

struct DutyUnit {  // "USD" per "kg"
  std::string currency, per;
  friend bool operator==(const DutyUnit&, const DutyUnit&) = default;
  friend bool operator<(const DutyUnit& a, const DutyUnit& b) {
    return std::tie(a.currency, a.per) < std::tie(b.currency, b.per);
  }
};

struct Charge {
  Decimal rate = {0, kShareScale};
  bool is_unbounded = false;             // no upper end is known, or it is beyond all numbers
  std::map<DutyUnit, Decimal> specific;  // of the currency by the unit, kSpecificScale; never zero
  friend bool operator==(const Charge&, const Charge&) = default;
};

// What the base duties come to, as a share of the value; the least where it is not known.
struct BaseShare {
  Decimal share = {0, kShareScale};
  bool is_known = true;
};

// A tariff with what the transaction tells of it.
struct AssessedTariff {
  Tariff tariff;
  std::optional<int64_t> share_ppm;      // of the value, by valueShare; nullopt: not given
  std::optional<Decimal> specific_rate;  // the specific duty as a share of the value; nullopt:
                                         // value or quantity is not given, or in other units
  std::set<std::string> missing;         // facts that the rate hangs on
  std::set<std::string>
      missing_for_share;  // that would make the specific duty a share of the value
  // Facts that are given, but not as what the tariff takes them for; they count as not given, since
  // another measure may take the same name for something else. `kg is given as "9%", not as …`.
  std::vector<std::string> unread;

  // Whether its charge has two ends (an unknown duty, a share that is not given …).
  bool is_range() const;
};

AssessedTariff AssessTariff(const Tariff& tariff, const Transaction& transaction);

// The charge beside `base` (what the base duties come to), at its lower or upper end.
Charge ChargeOf(const AssessedTariff& assessed, const BaseShare& base, bool upper);

// Of numbers that are not negative. False: the sum does not fit, and `to` is the most that does.
bool AddWithin(const Decimal& more, Decimal& to);

// Adds a base duty, whose specific part is `specific_rate` of the value where that is known.
void AddToBase(const Charge& charge, const std::optional<Decimal>& specific_rate, BaseShare& to);

// A part that grows beyond all numbers stays at the largest, and the sum is unbounded.
void Add(const Charge& more, Charge& to);
// The lower (upper) of two, part by part.
Charge LowerOf(const Charge& a, const Charge& b);
Charge UpperOf(const Charge& a, const Charge& b);

// "25%", "2.5% + 0.5 USD/kg", "0%"; of an unbounded one only what is certain of it.
std::string FormatCharge(const Charge& charge);
// The rate of a text that is one share alone, "8.75%"; nullopt: it is not, or has more than ten
// digits after the point.
std::optional<Decimal> RateFromText(const std::string& text);

// In the value's currency, exact; "" without a value, where it is unbounded, or where a part is due
// in another currency or by a unit whose quantity is not given.
std::string AmountOf(const Charge& charge, const Transaction& transaction);
// That amount to the currency's minor unit (core/model/currency.h), the half away from zero: "3.00"
// of "2.995". "" of "", and where the currency has no minor unit on record.
std::string RoundedAmount(const std::string& amount, const std::string& currency);

}  // namespace decree

#endif  // DECREE_CORE_QUERY_DUTY_DUTY_CHARGE_H_
