// Time zones of subdivisions that keep another one than their country's capital, or that issue
// rules of their own; codes by ISO 3166-2, zones by the IANA time zone database. Of a subdivision
// of several zones that of its capital. Any other has its country's.
#ifndef DECREE_CORE_MODEL_SUBDIVISION_ZONES_H_
#define DECREE_CORE_MODEL_SUBDIVISION_ZONES_H_

#include <array>

#include "core/model/zone_table.h"

namespace decree {

// Ascending by code.
inline constexpr std::array<ZoneRow, 130> kSubdivisionZones = {{
    {"AU-ACT", "Australia/Sydney"},    {"AU-NSW", "Australia/Sydney"},
    {"AU-NT", "Australia/Darwin"},     {"AU-QLD", "Australia/Brisbane"},
    {"AU-SA", "Australia/Adelaide"},   {"AU-TAS", "Australia/Hobart"},
    {"AU-VIC", "Australia/Melbourne"}, {"AU-WA", "Australia/Perth"},
    {"BR-AC", "America/Rio_Branco"},   {"BR-AM", "America/Manaus"},
    {"BR-MS", "America/Campo_Grande"}, {"BR-MT", "America/Cuiaba"},
    {"BR-RO", "America/Porto_Velho"},  {"BR-RR", "America/Boa_Vista"},
    {"CA-AB", "America/Edmonton"},     {"CA-BC", "America/Vancouver"},
    {"CA-MB", "America/Winnipeg"},     {"CA-NB", "America/Moncton"},
    {"CA-NL", "America/St_Johns"},     {"CA-NS", "America/Halifax"},
    {"CA-NT", "America/Yellowknife"},  {"CA-NU", "America/Iqaluit"},
    {"CA-ON", "America/Toronto"},      {"CA-PE", "America/Halifax"},
    {"CA-QC", "America/Toronto"},      {"CA-SK", "America/Regina"},
    {"CA-YT", "America/Whitehorse"},   {"CL-MA", "America/Punta_Arenas"},
    {"CN-HK", "Asia/Hong_Kong"},       {"CN-MO", "Asia/Macau"},
    {"CN-TW", "Asia/Taipei"},          {"CN-XJ", "Asia/Shanghai"},
    {"EC-W", "Pacific/Galapagos"},     {"ES-CN", "Atlantic/Canary"},
    {"GB-ENG", "Europe/London"},       {"GB-NIR", "Europe/London"},
    {"GB-SCT", "Europe/London"},       {"GB-WLS", "Europe/London"},
    {"ID-BA", "Asia/Makassar"},        {"ID-PA", "Asia/Jayapura"},
    {"ID-SN", "Asia/Makassar"},        {"MX-BCN", "America/Tijuana"},
    {"MX-BCS", "America/Mazatlan"},    {"MX-CHH", "America/Chihuahua"},
    {"MX-NAY", "America/Mazatlan"},    {"MX-ROO", "America/Cancun"},
    {"MX-SIN", "America/Mazatlan"},    {"MX-SON", "America/Hermosillo"},
    {"PT-20", "Atlantic/Azores"},      {"PT-30", "Atlantic/Madeira"},
    {"RU-ALT", "Asia/Barnaul"},        {"RU-AMU", "Asia/Yakutsk"},
    {"RU-BA", "Asia/Yekaterinburg"},   {"RU-CHE", "Asia/Yekaterinburg"},
    {"RU-CHU", "Asia/Anadyr"},         {"RU-IRK", "Asia/Irkutsk"},
    {"RU-KAM", "Asia/Kamchatka"},      {"RU-KEM", "Asia/Novokuznetsk"},
    {"RU-KGD", "Europe/Kaliningrad"},  {"RU-KHA", "Asia/Vladivostok"},
    {"RU-KYA", "Asia/Krasnoyarsk"},    {"RU-MAG", "Asia/Magadan"},
    {"RU-NVS", "Asia/Novosibirsk"},    {"RU-OMS", "Asia/Omsk"},
    {"RU-PER", "Asia/Yekaterinburg"},  {"RU-PRI", "Asia/Vladivostok"},
    {"RU-SA", "Asia/Yakutsk"},         {"RU-SAK", "Asia/Sakhalin"},
    {"RU-SAM", "Europe/Samara"},       {"RU-SVE", "Asia/Yekaterinburg"},
    {"RU-TOM", "Asia/Tomsk"},          {"RU-TYU", "Asia/Yekaterinburg"},
    {"RU-UD", "Europe/Samara"},        {"RU-ZAB", "Asia/Chita"},
    {"US-AK", "America/Juneau"},       {"US-AL", "America/Chicago"},
    {"US-AR", "America/Chicago"},      {"US-AS", "Pacific/Pago_Pago"},
    {"US-AZ", "America/Phoenix"},      {"US-CA", "America/Los_Angeles"},
    {"US-CO", "America/Denver"},       {"US-CT", "America/New_York"},
    {"US-DC", "America/New_York"},     {"US-DE", "America/New_York"},
    {"US-FL", "America/New_York"},     {"US-GA", "America/New_York"},
    {"US-GU", "Pacific/Guam"},         {"US-HI", "Pacific/Honolulu"},
    {"US-IA", "America/Chicago"},      {"US-ID", "America/Boise"},
    {"US-IL", "America/Chicago"},      {"US-IN", "America/Indiana/Indianapolis"},
    {"US-KS", "America/Chicago"},      {"US-KY", "America/New_York"},
    {"US-LA", "America/Chicago"},      {"US-MA", "America/New_York"},
    {"US-MD", "America/New_York"},     {"US-ME", "America/New_York"},
    {"US-MI", "America/Detroit"},      {"US-MN", "America/Chicago"},
    {"US-MO", "America/Chicago"},      {"US-MP", "Pacific/Saipan"},
    {"US-MS", "America/Chicago"},      {"US-MT", "America/Denver"},
    {"US-NC", "America/New_York"},     {"US-ND", "America/Chicago"},
    {"US-NE", "America/Chicago"},      {"US-NH", "America/New_York"},
    {"US-NJ", "America/New_York"},     {"US-NM", "America/Denver"},
    {"US-NV", "America/Los_Angeles"},  {"US-NY", "America/New_York"},
    {"US-OH", "America/New_York"},     {"US-OK", "America/Chicago"},
    {"US-OR", "America/Los_Angeles"},  {"US-PA", "America/New_York"},
    {"US-PR", "America/Puerto_Rico"},  {"US-RI", "America/New_York"},
    {"US-SC", "America/New_York"},     {"US-SD", "America/Chicago"},
    {"US-TN", "America/Chicago"},      {"US-TX", "America/Chicago"},
    {"US-UT", "America/Denver"},       {"US-VA", "America/New_York"},
    {"US-VI", "America/St_Thomas"},    {"US-VT", "America/New_York"},
    {"US-WA", "America/Los_Angeles"},  {"US-WI", "America/Chicago"},
    {"US-WV", "America/New_York"},     {"US-WY", "America/Denver"},
}};

}  // namespace decree

#endif  // DECREE_CORE_MODEL_SUBDIVISION_ZONES_H_
