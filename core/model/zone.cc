#include "core/model/zone.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "core/base/status_macros.h"
#include "core/model/ascii.h"
#include "core/model/edtf_date.h"
#include "core/model/place/place.h"
#include "core/model/subdivision_zones.h"
#include "core/model/zone_table.h"

namespace decree {
namespace {

constexpr absl::string_view kUtcName = "Etc/UTC";
constexpr size_t kGroupBytesMax = 32;

template <typename Table>
const ZoneRow* FindIn(const Table& table, absl::string_view code) {
  const auto* row =
      std::lower_bound(table.begin(), table.end(), code,
                       [](const ZoneRow& a, absl::string_view b) { return a.code < b; });
  return row != table.end() && row->code == code ? row : nullptr;
}

const ZoneRow* FindRow(absl::string_view code) { return FindIn(kZoneTable, code); }

// "US-CA": of a country that is known; its own zone, else the country's. nullptr: no such code.
const ZoneRow* FindSubdivision(absl::string_view code) {
  constexpr size_t kCountryBytes = 2, kPartBytesMax = 3;
  if (code.size() <= kCountryBytes + 1 || code[kCountryBytes] != '-') return nullptr;
  const absl::string_view part = code.substr(kCountryBytes + 1);
  const bool is_part =
      part.size() <= kPartBytesMax && std::all_of(part.begin(), part.end(), [](char c) {
        return IsUpper(c) || absl::ascii_isdigit(static_cast<unsigned char>(c));
      });
  if (!is_part) return nullptr;
  const ZoneRow* const own = FindIn(kSubdivisionZones, code);
  return own != nullptr ? own : FindRow(code.substr(0, kCountryBytes));
}

bool IsAlpha(char c) { return absl::ascii_isalpha(static_cast<unsigned char>(c)); }

absl::StatusOr<absl::TimeZone> LoadZone(absl::string_view zone) {
  if (zone.empty() || zone == kUtcName) return absl::UTCTimeZone();
  absl::TimeZone loaded;
  if (!absl::LoadTimeZone(zone, &loaded)) {
    return absl::NotFoundError(
        absl::StrCat("time zone \"", zone, "\" is not installed; install the tzdata package"));
  }
  return loaded;
}

// Floor division of microseconds into seconds; `rest` is 0..999,999.
int64_t SecondsOf(int64_t micros, int64_t& rest) {
  int64_t seconds = micros / kMicrosPerSecond;
  rest = micros % kMicrosPerSecond;
  if (rest < 0) {
    rest += kMicrosPerSecond;
    --seconds;
  }
  return seconds;
}

absl::StatusOr<int64_t> Utc(int64_t civil_us, absl::string_view zone, bool last) {
  DECREE_ASSIGN_OR_RETURN(const absl::TimeZone loaded, LoadZone(zone));
  int64_t rest = 0;
  const absl::CivilSecond civil = absl::CivilSecond(1970, 1, 1) + SecondsOf(civil_us, rest);
  const absl::TimeZone::TimeInfo info = loaded.At(civil);
  if (info.kind == absl::TimeZone::TimeInfo::SKIPPED) return absl::ToUnixMicros(info.trans);
  return absl::ToUnixMicros(last ? info.post : info.pre) + rest;
}

}  // namespace

absl::string_view ZoneOfJurisdiction(absl::string_view jurisdiction) {
  const absl::string_view name = jurisdiction.substr(0, jurisdiction.find(':'));
  const ZoneRow* row = FindRow(name);
  if (row == nullptr) row = FindSubdivision(name);
  return row != nullptr ? row->zone : kUtcName;
}

bool IsJurisdictionCode(absl::string_view code) {
  const size_t colon = code.find(':');
  const absl::string_view name = code.substr(0, colon);
  if (name.size() < 2 || name.size() > kGroupBytesMax || !IsUpper(name.front())) return false;
  if (!std::all_of(name.begin(), name.end(), [](char c) { return IsAlnum(c) || c == '-'; })) {
    return false;
  }
  // Two letters are a country code, one of the blocs of the table or a private code, never a free
  // group name.
  const bool two_letters = name.size() == 2 && IsAlpha(name[1]);
  if (two_letters && FindRow(name) == nullptr && !IsUserAssignedCode(name)) return false;
  if (colon == absl::string_view::npos) return true;
  const absl::string_view part = code.substr(colon + 1);
  return !part.empty() && part.size() <= kGroupBytesMax &&
         std::all_of(part.begin(), part.end(), IsAlpha);
}

bool IsKnownJurisdiction(absl::string_view code) {
  const absl::string_view name = code.substr(0, code.find(':'));
  return FindRow(name) != nullptr || FindSubdivision(name) != nullptr;
}

absl::StatusOr<int64_t> CivilFromUtc(int64_t utc_us, absl::string_view zone) {
  DECREE_ASSIGN_OR_RETURN(const absl::TimeZone loaded, LoadZone(zone));
  int64_t rest = 0;
  const int64_t seconds = SecondsOf(utc_us, rest);
  const absl::Time at = absl::FromUnixSeconds(seconds);
  const absl::CivilSecond clock = loaded.At(at).cs;
  const int64_t civil = (clock - absl::CivilSecond(1970, 1, 1)) * kMicrosPerSecond + rest;
  const absl::TimeZone::TimeInfo info = loaded.At(clock);
  if (info.kind != absl::TimeZone::TimeInfo::REPEATED) return civil;
  // An instant for each second of the second time, at the end of the first one, keeps the order.
  const int64_t end =
      (loaded.At(info.trans - absl::Seconds(1)).cs - absl::CivilSecond(1970, 1, 1) + 1) *
      kMicrosPerSecond;
  const int64_t repeated_s = absl::ToInt64Seconds(info.post - info.pre);
  if (at < info.trans) return std::min(civil, end - repeated_s - 1);
  return end - repeated_s + absl::ToInt64Seconds(at - info.trans);
}

absl::StatusOr<int64_t> UtcFromCivil(int64_t civil_us, absl::string_view zone) {
  return Utc(civil_us, zone, /*last=*/false);
}

absl::StatusOr<int64_t> LastUtcFromCivil(int64_t civil_us, absl::string_view zone) {
  return Utc(civil_us, zone, /*last=*/true);
}

}  // namespace decree
