// What a measure demands: a tariff, an export-control policy, or words. Plain values; the JSON form
// is `terms` of an event. Rates are parts per million of the value: 25% is 250,000. nullopt and
// empty mean "not said", never zero.
#ifndef DECREE_CORE_MODEL_TERMS_H_
#define DECREE_CORE_MODEL_TERMS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/model/decimal.h"

namespace decree {

struct SpecificDuty {
  Decimal amount;        // in units of the currency, exact
  std::string currency;  // ISO 4217
  std::string per;       // the unit, e.g. "kg"
  friend bool operator==(const SpecificDuty&, const SpecificDuty&) = default;
};

struct Tariff {
  std::optional<int64_t> ad_valorem_ppm;  // added to the base duty
  std::optional<SpecificDuty> specific;
  std::optional<int64_t> floor_total_ppm;  // max(0, floor − base duty)
  std::optional<int64_t> minimum_ppm, maximum_ppm;
  std::string value_share;  // the fact that holds the share of the value borne on; "" = the whole
  bool is_rest_of_share = false;  // borne on what `value_share` leaves of the value
  bool unknown = false;           // a duty of unknown rate; not zero
  friend bool operator==(const Tariff&, const Tariff&) = default;
};

enum class LicencePolicy : uint8_t {
  kLicence = 1,
  kCaseByCase = 2,
  kPresumptionOfDenial = 3,
  kDenial = 4
};

struct ExportControl {
  std::optional<LicencePolicy> policy;
  std::vector<std::string> reasons;
  std::optional<int64_t> de_minimis_ppm;  // share of controlled content below which it is free
  std::vector<std::string> exceptions;
  std::string performance;  // a performance threshold in the source's words
  friend bool operator==(const ExportControl&, const ExportControl&) = default;
};

struct Terms {
  std::optional<Tariff> tariff;
  std::optional<ExportControl> export_control;
  std::string text;
  friend bool operator==(const Terms&, const Terms&) = default;
};

}  // namespace decree

#endif  // DECREE_CORE_MODEL_TERMS_H_
