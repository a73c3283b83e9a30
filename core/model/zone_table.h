// Capital zone of every jurisdiction code: ISO 3166-1 alpha-2 (with XK), ISO 3166-3 historic codes
// (the zone of the last capital) and a few blocs (the seat of their institutions). Sorted by code.
#ifndef DECREE_CORE_MODEL_ZONE_TABLE_H_
#define DECREE_CORE_MODEL_ZONE_TABLE_H_

#include <array>

#include "absl/strings/string_view.h"

namespace decree {

struct ZoneRow {
  absl::string_view code;
  absl::string_view zone;
};

// clang-format off
inline constexpr std::array<ZoneRow, 295> kZoneTable = {{
    {"AD", "Europe/Andorra"}, {"AE", "Asia/Dubai"}, {"AF", "Asia/Kabul"}, {"AG", "America/Antigua"},
    {"AI", "America/Anguilla"}, {"AIDJ", "Africa/Djibouti"}, {"AL", "Europe/Tirane"},
    {"AM", "Asia/Yerevan"}, {"ANHH", "America/Curacao"}, {"AO", "Africa/Luanda"}, {"AQ", "Etc/UTC"},
    {"AR", "America/Argentina/Buenos_Aires"}, {"AS", "Pacific/Pago_Pago"},
    {"ASEAN", "Asia/Jakarta"}, {"AT", "Europe/Vienna"}, {"AU", "Australia/Sydney"},
    {"AW", "America/Aruba"}, {"AX", "Europe/Mariehamn"}, {"AZ", "Asia/Baku"},
    {"BA", "Europe/Sarajevo"}, {"BB", "America/Barbados"}, {"BD", "Asia/Dhaka"},
    {"BE", "Europe/Brussels"}, {"BF", "Africa/Ouagadougou"}, {"BG", "Europe/Sofia"},
    {"BH", "Asia/Bahrain"}, {"BI", "Africa/Bujumbura"}, {"BJ", "Africa/Porto-Novo"},
    {"BL", "America/St_Barthelemy"}, {"BM", "Atlantic/Bermuda"}, {"BN", "Asia/Brunei"},
    {"BO", "America/La_Paz"}, {"BQ", "America/Kralendijk"}, {"BQAQ", "Etc/UTC"},
    {"BR", "America/Sao_Paulo"}, {"BS", "America/Nassau"}, {"BT", "Asia/Thimphu"},
    {"BUMM", "Asia/Yangon"}, {"BV", "Etc/UTC"}, {"BW", "Africa/Gaborone"}, {"BY", "Europe/Minsk"},
    {"BYAA", "Europe/Minsk"}, {"BZ", "America/Belize"}, {"CA", "America/Toronto"},
    {"CC", "Indian/Cocos"}, {"CD", "Africa/Kinshasa"}, {"CF", "Africa/Bangui"},
    {"CG", "Africa/Brazzaville"}, {"CH", "Europe/Zurich"}, {"CI", "Africa/Abidjan"},
    {"CK", "Pacific/Rarotonga"}, {"CL", "America/Santiago"}, {"CM", "Africa/Douala"},
    {"CN", "Asia/Shanghai"}, {"CO", "America/Bogota"}, {"CR", "America/Costa_Rica"},
    {"CSHH", "Europe/Prague"}, {"CSXX", "Europe/Belgrade"}, {"CTKI", "Pacific/Tarawa"},
    {"CU", "America/Havana"}, {"CV", "Atlantic/Cape_Verde"}, {"CW", "America/Curacao"},
    {"CX", "Indian/Christmas"}, {"CY", "Asia/Nicosia"}, {"CZ", "Europe/Prague"},
    {"DDDE", "Europe/Berlin"}, {"DE", "Europe/Berlin"}, {"DJ", "Africa/Djibouti"},
    {"DK", "Europe/Copenhagen"}, {"DM", "America/Dominica"}, {"DO", "America/Santo_Domingo"},
    {"DYBJ", "Africa/Porto-Novo"}, {"DZ", "Africa/Algiers"}, {"EA", "Europe/Madrid"},
    {"EAEU", "Europe/Moscow"}, {"EC", "America/Guayaquil"}, {"EE", "Europe/Tallinn"},
    {"EEA", "Europe/Brussels"}, {"EFTA", "Europe/Zurich"}, {"EG", "Africa/Cairo"},
    {"EH", "Africa/El_Aaiun"}, {"ER", "Africa/Asmara"}, {"ES", "Europe/Madrid"},
    {"ET", "Africa/Addis_Ababa"}, {"EU", "Europe/Brussels"}, {"EZ", "Europe/Brussels"},
    {"FI", "Europe/Helsinki"}, {"FJ", "Pacific/Fiji"}, {"FK", "Atlantic/Stanley"},
    {"FM", "Pacific/Pohnpei"}, {"FO", "Atlantic/Faroe"}, {"FQHH", "Etc/UTC"},
    {"FR", "Europe/Paris"}, {"FXFR", "Europe/Paris"}, {"GA", "Africa/Libreville"},
    {"GB", "Europe/London"}, {"GCC", "Asia/Riyadh"}, {"GD", "America/Grenada"},
    {"GE", "Asia/Tbilisi"}, {"GEHH", "Pacific/Tarawa"}, {"GF", "America/Cayenne"},
    {"GG", "Europe/Guernsey"}, {"GH", "Africa/Accra"}, {"GI", "Europe/Gibraltar"},
    {"GL", "America/Nuuk"}, {"GM", "Africa/Banjul"}, {"GN", "Africa/Conakry"},
    {"GP", "America/Guadeloupe"}, {"GQ", "Africa/Malabo"}, {"GR", "Europe/Athens"},
    {"GS", "Atlantic/South_Georgia"}, {"GT", "America/Guatemala"}, {"GU", "Pacific/Guam"},
    {"GW", "Africa/Bissau"}, {"GY", "America/Guyana"}, {"HK", "Asia/Hong_Kong"},
    {"HM", "Indian/Kerguelen"}, {"HN", "America/Tegucigalpa"}, {"HR", "Europe/Zagreb"},
    {"HT", "America/Port-au-Prince"}, {"HU", "Europe/Budapest"}, {"HVBF", "Africa/Ouagadougou"},
    {"ID", "Asia/Jakarta"}, {"IE", "Europe/Dublin"}, {"IL", "Asia/Jerusalem"},
    {"IM", "Europe/Isle_of_Man"}, {"IN", "Asia/Kolkata"}, {"IO", "Indian/Chagos"},
    {"IQ", "Asia/Baghdad"}, {"IR", "Asia/Tehran"}, {"IS", "Atlantic/Reykjavik"},
    {"IT", "Europe/Rome"}, {"JE", "Europe/Jersey"}, {"JM", "America/Jamaica"}, {"JO", "Asia/Amman"},
    {"JP", "Asia/Tokyo"}, {"JTUM", "Pacific/Wake"}, {"KE", "Africa/Nairobi"},
    {"KG", "Asia/Bishkek"}, {"KH", "Asia/Phnom_Penh"}, {"KI", "Pacific/Tarawa"},
    {"KM", "Indian/Comoro"}, {"KN", "America/St_Kitts"}, {"KP", "Asia/Pyongyang"},
    {"KR", "Asia/Seoul"}, {"KW", "Asia/Kuwait"}, {"KY", "America/Cayman"}, {"KZ", "Asia/Almaty"},
    {"LA", "Asia/Vientiane"}, {"LB", "Asia/Beirut"}, {"LC", "America/St_Lucia"},
    {"LI", "Europe/Vaduz"}, {"LK", "Asia/Colombo"}, {"LR", "Africa/Monrovia"},
    {"LS", "Africa/Maseru"}, {"LT", "Europe/Vilnius"}, {"LU", "Europe/Luxembourg"},
    {"LV", "Europe/Riga"}, {"LY", "Africa/Tripoli"}, {"MA", "Africa/Casablanca"},
    {"MC", "Europe/Monaco"}, {"MD", "Europe/Chisinau"}, {"ME", "Europe/Podgorica"},
    {"MERCOSUR", "America/Montevideo"}, {"MF", "America/Marigot"}, {"MG", "Indian/Antananarivo"},
    {"MH", "Pacific/Majuro"}, {"MIUM", "Pacific/Midway"}, {"MK", "Europe/Skopje"},
    {"ML", "Africa/Bamako"}, {"MM", "Asia/Yangon"}, {"MN", "Asia/Ulaanbaatar"},
    {"MO", "Asia/Macau"}, {"MP", "Pacific/Saipan"}, {"MQ", "America/Martinique"},
    {"MR", "Africa/Nouakchott"}, {"MS", "America/Montserrat"}, {"MT", "Europe/Malta"},
    {"MU", "Indian/Mauritius"}, {"MV", "Indian/Maldives"}, {"MW", "Africa/Blantyre"},
    {"MX", "America/Mexico_City"}, {"MY", "Asia/Kuala_Lumpur"}, {"MZ", "Africa/Maputo"},
    {"NA", "Africa/Windhoek"}, {"NATO", "Europe/Brussels"}, {"NC", "Pacific/Noumea"},
    {"NE", "Africa/Niamey"}, {"NF", "Pacific/Norfolk"}, {"NG", "Africa/Lagos"},
    {"NHVU", "Pacific/Efate"}, {"NI", "America/Managua"}, {"NL", "Europe/Amsterdam"},
    {"NO", "Europe/Oslo"}, {"NP", "Asia/Kathmandu"}, {"NQAQ", "Etc/UTC"}, {"NR", "Pacific/Nauru"},
    {"NTHH", "Asia/Riyadh"}, {"NU", "Pacific/Niue"}, {"NZ", "Pacific/Auckland"},
    {"OECD", "Europe/Paris"}, {"OM", "Asia/Muscat"}, {"PA", "America/Panama"},
    {"PCHH", "Pacific/Pohnpei"}, {"PE", "America/Lima"}, {"PF", "Pacific/Tahiti"},
    {"PG", "Pacific/Port_Moresby"}, {"PH", "Asia/Manila"}, {"PK", "Asia/Karachi"},
    {"PL", "Europe/Warsaw"}, {"PM", "America/Miquelon"}, {"PN", "Pacific/Pitcairn"},
    {"PR", "America/Puerto_Rico"}, {"PS", "Asia/Hebron"}, {"PT", "Europe/Lisbon"},
    {"PUUM", "Pacific/Wake"}, {"PW", "Pacific/Palau"}, {"PY", "America/Asuncion"},
    {"PZPA", "America/Panama"}, {"QA", "Asia/Qatar"}, {"RE", "Indian/Reunion"},
    {"RHZW", "Africa/Harare"}, {"RO", "Europe/Bucharest"}, {"RS", "Europe/Belgrade"},
    {"RU", "Europe/Moscow"}, {"RW", "Africa/Kigali"}, {"SA", "Asia/Riyadh"},
    {"SACU", "Africa/Windhoek"}, {"SB", "Pacific/Guadalcanal"}, {"SC", "Indian/Mahe"},
    {"SD", "Africa/Khartoum"}, {"SE", "Europe/Stockholm"}, {"SG", "Asia/Singapore"},
    {"SH", "Atlantic/St_Helena"}, {"SI", "Europe/Ljubljana"}, {"SJ", "Arctic/Longyearbyen"},
    {"SK", "Europe/Bratislava"}, {"SKIN", "Asia/Kolkata"}, {"SL", "Africa/Freetown"},
    {"SM", "Europe/San_Marino"}, {"SN", "Africa/Dakar"}, {"SO", "Africa/Mogadishu"},
    {"SR", "America/Paramaribo"}, {"SS", "Africa/Juba"}, {"ST", "Africa/Sao_Tome"},
    {"SUHH", "Europe/Moscow"}, {"SV", "America/El_Salvador"}, {"SX", "America/Lower_Princes"},
    {"SY", "Asia/Damascus"}, {"SZ", "Africa/Mbabane"}, {"TC", "America/Grand_Turk"},
    {"TD", "Africa/Ndjamena"}, {"TF", "Indian/Kerguelen"}, {"TG", "Africa/Lome"},
    {"TH", "Asia/Bangkok"}, {"TJ", "Asia/Dushanbe"}, {"TK", "Pacific/Fakaofo"}, {"TL", "Asia/Dili"},
    {"TM", "Asia/Ashgabat"}, {"TN", "Africa/Tunis"}, {"TO", "Pacific/Tongatapu"},
    {"TPTL", "Asia/Dili"}, {"TR", "Europe/Istanbul"}, {"TT", "America/Port_of_Spain"},
    {"TV", "Pacific/Funafuti"}, {"TW", "Asia/Taipei"}, {"TZ", "Africa/Dar_es_Salaam"},
    {"UA", "Europe/Kyiv"}, {"UG", "Africa/Kampala"}, {"UM", "Pacific/Wake"},
    {"UN", "America/New_York"}, {"US", "America/New_York"}, {"UY", "America/Montevideo"},
    {"UZ", "Asia/Tashkent"}, {"VA", "Europe/Vatican"}, {"VC", "America/St_Vincent"},
    {"VDVN", "Asia/Ho_Chi_Minh"}, {"VE", "America/Caracas"}, {"VG", "America/Tortola"},
    {"VI", "America/St_Thomas"}, {"VN", "Asia/Ho_Chi_Minh"}, {"VU", "Pacific/Efate"},
    {"WF", "Pacific/Wallis"}, {"WKUM", "Pacific/Wake"}, {"WS", "Pacific/Apia"},
    {"WTO", "Europe/Zurich"}, {"XK", "Europe/Belgrade"}, {"YDYE", "Asia/Aden"}, {"YE", "Asia/Aden"},
    {"YT", "Indian/Mayotte"}, {"YUCS", "Europe/Belgrade"}, {"ZA", "Africa/Johannesburg"},
    {"ZM", "Africa/Lusaka"}, {"ZRCD", "Africa/Kinshasa"}, {"ZW", "Africa/Harare"},
}};
// clang-format on

}  // namespace decree

#endif  // DECREE_CORE_MODEL_ZONE_TABLE_H_
