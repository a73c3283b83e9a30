#include "core/model/zone.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/model/edtf_date.h"
#include "core/model/subdivision_zones.h"
#include "core/model/zone_table.h"

namespace decree {
namespace {

TEST(Zone, OfACapital) {
  EXPECT_EQ(ZoneOfJurisdiction("US"), "America/New_York");
  EXPECT_EQ(ZoneOfJurisdiction("EU"), "Europe/Brussels");
  EXPECT_EQ(ZoneOfJurisdiction("EU:customs"), "Europe/Brussels");
  EXPECT_EQ(ZoneOfJurisdiction("CN"), "Asia/Shanghai");
  EXPECT_EQ(ZoneOfJurisdiction("GB"), "Europe/London");
  EXPECT_EQ(ZoneOfJurisdiction("RU"), "Europe/Moscow");
  EXPECT_EQ(ZoneOfJurisdiction("AU"), "Australia/Sydney");
  EXPECT_EQ(ZoneOfJurisdiction("SUHH"), "Europe/Moscow");
  EXPECT_EQ(ZoneOfJurisdiction("YUCS"), "Europe/Belgrade");
  EXPECT_EQ(ZoneOfJurisdiction("G7"), "Etc/UTC");
  EXPECT_EQ(ZoneOfJurisdiction(""), "Etc/UTC");
}

TEST(Zone, TableIsSortedAndEveryZoneLoads) {
  EXPECT_TRUE(std::is_sorted(kZoneTable.begin(), kZoneTable.end(),
                             [](const ZoneRow& a, const ZoneRow& b) { return a.code < b.code; }));
  for (const ZoneRow& row : kZoneTable) {
    EXPECT_TRUE(CivilFromUtc(0, row.zone).ok()) << row.code << " " << row.zone;
    EXPECT_TRUE(IsJurisdictionCode(row.code)) << row.code;
  }
}

TEST(Zone, OfASubdivisionItsOwnOrItsCountrys) {
  EXPECT_EQ(ZoneOfJurisdiction("US-CA"), "America/Los_Angeles");
  EXPECT_EQ(ZoneOfJurisdiction("GB-SCT"), "Europe/London");
  EXPECT_EQ(ZoneOfJurisdiction("FR-75"), "Europe/Paris") << "of no zone of its own";
  EXPECT_TRUE(IsKnownJurisdiction("US-CA"));
  EXPECT_FALSE(IsKnownJurisdiction("QQ-CA"));
  EXPECT_FALSE(IsKnownJurisdiction("US-a"));
  EXPECT_FALSE(IsKnownJurisdiction("Five-Eyes"));
  EXPECT_TRUE(std::is_sorted(kSubdivisionZones.begin(), kSubdivisionZones.end(),
                             [](const ZoneRow& a, const ZoneRow& b) { return a.code < b.code; }));
  for (const ZoneRow& row : kSubdivisionZones) {
    EXPECT_TRUE(CivilFromUtc(0, row.zone).ok()) << row.code << " " << row.zone;
  }
}

// On 2025-11-02 New York shows 01:00 to 02:00 twice.
TEST(Zone, InstantsKeepTheirOrderInAnHourThatIsShownTwice) {
  const int64_t first = ParseMoment("2025-11-02T04:30:00Z", "Etc/UTC")->latest_utc_us;
  int64_t before = *CivilFromUtc(first, "America/New_York");
  EXPECT_EQ(FormatCivil(before), "2025-11-02T00:30:00");
  for (int64_t second = 1; second <= 3 * 3600; ++second) {
    const int64_t at = *CivilFromUtc(first + second * kMicrosPerSecond, "America/New_York");
    ASSERT_GT(at, before) << second;
    before = at;
  }
  EXPECT_EQ(FormatCivil(before), "2025-11-02T02:30:00");
  // An instant given with its offset stands in the same order.
  const auto bound = [](const char* text) {
    return ParseBound(text, BoundRole::kFrom, "America/New_York")->earliest_civil_us;
  };
  EXPECT_LT(bound("2025-11-02T01:30:00-04:00"), bound("2025-11-02T01:10:00-05:00"));
  EXPECT_LT(bound("2025-11-02T01:59:59-05:00"), bound("2025-11-02T02:00:00-05:00"));
}

TEST(JurisdictionCode, KnowsCountriesHistoryAndGroups) {
  for (const char* code :
       {"US", "XK", "EU", "SUHH", "G7", "APEC", "EU:customs", "Five-Eyes", "XA", "ZZ"}) {
    EXPECT_TRUE(IsJurisdictionCode(code)) << code;
  }
  for (const char* code : {"", "U", "us", "UK", "ZQ", "g7", "EU:", "EU:a1", "A B", "7G",
                           "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFG"}) {
    EXPECT_FALSE(IsJurisdictionCode(code)) << code;
  }
  EXPECT_TRUE(IsKnownJurisdiction("EU:customs"));
  EXPECT_FALSE(IsKnownJurisdiction("G7"));
}

TEST(Zone, ConvertsBothWays) {
  const int64_t utc = ParseMoment("2025-11-10T14:00:00Z", "Etc/UTC")->latest_utc_us;
  const int64_t civil = *CivilFromUtc(utc, "America/New_York");
  EXPECT_EQ(FormatCivil(civil), "2025-11-10T09:00:00");
  EXPECT_EQ(*UtcFromCivil(civil, "America/New_York"), utc);
  EXPECT_EQ(*CivilFromUtc(-1, "Etc/UTC"), -1);
  EXPECT_EQ(UtcFromCivil(0, "No/Zone").status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace decree
