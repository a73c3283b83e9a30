#include "core/model/currency.h"

#include <array>

namespace decree {
namespace {

struct Currencies {
  int digits;
  absl::string_view codes;  // each of three letters, and a space
};
constexpr std::array<Currencies, 4> kCurrencies = {{
    {2,
     "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP "
     "BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD "
     "FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD "
     "KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD "
     "NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP "
     "SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED "
     "VES WST XCD YER ZAR ZMW ZWG "},
    {0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF "},
    {3, "BHD IQD JOD KWD LYD OMR TND "},
    {4, "CLF UYW "},
}};

}  // namespace

std::optional<int> MinorUnitDigitsOf(absl::string_view currency) {
  constexpr size_t kCodeBytes = 3;
  if (currency.size() != kCodeBytes) return std::nullopt;
  for (const Currencies& some : kCurrencies) {
    for (size_t at = 0; at < some.codes.size(); at += kCodeBytes + 1) {
      if (some.codes.substr(at, kCodeBytes) == currency) return some.digits;
    }
  }
  return std::nullopt;
}

}  // namespace decree
