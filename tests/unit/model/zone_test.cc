#include "core/model/zone.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/model/edtf_date.h"
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
