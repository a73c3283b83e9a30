// Countries that are no more, by their ISO 3166-3 code: "SUHH". That code alone is taken as a
// place; the former alpha-2 and alpha-3 codes ("" where another country has them now) and names are
// suggestions only. Sorted by code.
//
// Source: ISO 3166-3 as the Debian package iso-codes 4.15.0 (2023-05) has it.
#ifndef DECREE_CORE_MODEL_PLACE_FORMER_COUNTRY_TABLE_H_
#define DECREE_CORE_MODEL_PLACE_FORMER_COUNTRY_TABLE_H_

#include <array>

#include "absl/strings/string_view.h"

namespace decree {

struct FormerCountryRow {
  absl::string_view code;    // ISO 3166-3, four letters
  absl::string_view alpha2;  // formerly
  absl::string_view alpha3;
  absl::string_view names;  // with "|" between
};

// clang-format off
inline constexpr std::array<FormerCountryRow, 31> kFormerCountryTable = {{
    {"AIDJ", "", "AFI", "French Afars and Issas"},
    {"ANHH", "AN", "ANT", "Netherlands Antilles"},
    {"BQAQ", "", "ATB", "British Antarctic Territory"},
    {"BUMM", "BU", "BUR", "Burma, Socialist Republic of the Union of"},
    {"BYAA", "", "BYS", "Byelorussian SSR Soviet Socialist Republic"},
    {"CSHH", "CS", "CSK", "Czechoslovakia, Czechoslovak Socialist Republic|Czechoslovakia"},
    {"CSXX", "CS", "SCG", "Serbia and Montenegro"},
    {"CTKI", "CT", "CTE", "Canton and Enderbury Islands"},
    {"DDDE", "DD", "DDR", "German Democratic Republic|East Germany"},
    {"DYBJ", "DY", "DHY", "Dahomey"},
    {"FQHH", "FQ", "", "French Southern and Antarctic Territories"},
    {"FXFR", "FX", "FXX", "France, Metropolitan"},
    {"GEHH", "", "GEL", "Gilbert and Ellice Islands"},
    {"HVBF", "HV", "HVO", "Upper Volta, Republic of"},
    {"JTUM", "JT", "JTN", "Johnston Island"},
    {"MIUM", "MI", "MID", "Midway Islands"},
    {"NHVU", "NH", "NHB", "New Hebrides"},
    {"NQAQ", "NQ", "ATN", "Dronning Maud Land"},
    {"NTHH", "NT", "NTZ", "Neutral Zone"},
    {"PCHH", "PC", "PCI", "Pacific Islands (trust territory)"},
    {"PUUM", "PU", "PUS", "US Miscellaneous Pacific Islands"},
    {"PZPA", "PZ", "PCZ", "Panama Canal Zone"},
    {"RHZW", "RH", "RHO", "Southern Rhodesia"},
    {"SKIN", "", "SKM", "Sikkim"},
    {"SUHH", "SU", "SUN", "USSR, Union of Soviet Socialist Republics|USSR|Soviet Union"},
    {"TPTL", "TP", "TMP", "East Timor"},
    {"VDVN", "VD", "VDR", "Viet-Nam, Democratic Republic of"},
    {"WKUM", "WK", "WAK", "Wake Island"},
    {"YDYE", "YD", "YMD", "Yemen, Democratic, People's Democratic Republic of"},
    {"YUCS", "YU", "YUG", "Yugoslavia, (Socialist) Federal Republic of|Yugoslavia"},
    {"ZRCD", "ZR", "ZAR", "Zaire, Republic of|Zaire"},
}};
// clang-format on

}  // namespace decree

#endif  // DECREE_CORE_MODEL_PLACE_FORMER_COUNTRY_TABLE_H_
