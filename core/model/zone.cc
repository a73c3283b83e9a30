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
#include "core/model/zone_table.h"

namespace decree {
namespace {

constexpr absl::string_view kUtcName = "Etc/UTC";
constexpr size_t kGroupBytesMax = 32;

const ZoneRow* FindRow(absl::string_view code) {
  const auto* row =
      std::lower_bound(kZoneTable.begin(), kZoneTable.end(), code,
                       [](const ZoneRow& a, absl::string_view b) { return a.code < b; });
  return row != kZoneTable.end() && row->code == code ? row : nullptr;
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
  const ZoneRow* row = FindRow(jurisdiction.substr(0, jurisdiction.find(':')));
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
  return FindRow(code.substr(0, code.find(':'))) != nullptr;
}

absl::StatusOr<int64_t> CivilFromUtc(int64_t utc_us, absl::string_view zone) {
  DECREE_ASSIGN_OR_RETURN(const absl::TimeZone loaded, LoadZone(zone));
  int64_t rest = 0;
  const int64_t seconds = SecondsOf(utc_us, rest);
  const absl::TimeZone::CivilInfo info = loaded.At(absl::FromUnixSeconds(seconds));
  return (info.cs - absl::CivilSecond(1970, 1, 1)) * kMicrosPerSecond + rest;
}

absl::StatusOr<int64_t> UtcFromCivil(int64_t civil_us, absl::string_view zone) {
  return Utc(civil_us, zone, /*last=*/false);
}

absl::StatusOr<int64_t> LastUtcFromCivil(int64_t civil_us, absl::string_view zone) {
  return Utc(civil_us, zone, /*last=*/true);
}

}  // namespace decree
