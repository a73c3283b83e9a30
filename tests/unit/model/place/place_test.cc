#include "core/model/place/place.h"

#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "core/model/place/country_table.h"
#include "core/model/place/former_country_table.h"
#include "core/model/place/subdivision_table.h"
#include "gtest/gtest.h"

namespace decree {
namespace {

TEST(PlaceTest, WhatIsListed) {
  EXPECT_EQ(ListedPlace("CN"), PlaceKind::kCountry);
  EXPECT_EQ(ListedPlace("XK"), PlaceKind::kCountry);
  EXPECT_EQ(ListedPlace("SUHH"), PlaceKind::kFormer);
  EXPECT_EQ(ListedPlace("US-CA"), PlaceKind::kSubdivision);
  EXPECT_EQ(ListedPlace("EU"), PlaceKind::kBloc);
  EXPECT_EQ(ListedPlace("EU:customs"), PlaceKind::kBloc);
  for (const char* const text : {"", "*", "C", "cn", "CHN", "China", "UK", "XA", "ZZ", "SU",
                                 "US-ZZ", "US-", "club", "CN:customs", "Eu"}) {
    EXPECT_EQ(ListedPlace(text), PlaceKind::kUnlisted) << text;
  }
}

TEST(PlaceTest, SinglePlacesAndGroups) {
  for (const char* const text : {"CN", "XA", "SUHH", "US-CA"}) EXPECT_TRUE(IsSinglePlace(text));
  for (const char* const text : {"EU", "EU:customs", "G7", "club", "China"}) {
    EXPECT_FALSE(IsSinglePlace(text)) << text;
  }
}

TEST(PlaceTest, CodesOfUsers) {
  for (const char* const text : {"AA", "QM", "QZ", "XA", "XZ", "ZZ"}) {
    EXPECT_TRUE(IsUserAssignedCode(text)) << text;
  }
  for (const char* const text : {"XK", "QA", "QL", "ZA", "CN", "X", "XAA", "xa", "X1"}) {
    EXPECT_FALSE(IsUserAssignedCode(text)) << text;
  }
}

TEST(PlaceTest, WhatWasMeant) {
  EXPECT_EQ(PlaceMeantBy("China"), "CN");
  EXPECT_EQ(PlaceMeantBy("CHN"), "CN");
  EXPECT_EQ(PlaceMeantBy("cn"), "CN");
  EXPECT_EQ(PlaceMeantBy("USA"), "US");
  EXPECT_EQ(PlaceMeantBy("the  united states"), "US");
  EXPECT_EQ(PlaceMeantBy("UK"), "GB");
  EXPECT_EQ(PlaceMeantBy("Viet Nam"), "VN");
  EXPECT_EQ(PlaceMeantBy("vietnam"), "VN");
  EXPECT_EQ(PlaceMeantBy("Türkiye"), "TR");
  EXPECT_EQ(PlaceMeantBy("USSR"), "SUHH");
  EXPECT_EQ(PlaceMeantBy("eu"), "EU");
  for (const char* const text : {"", "CN", "EU", "club", "*", ";", "XA"}) {
    EXPECT_EQ(PlaceMeantBy(text), "") << text;
  }
  EXPECT_NE(NotAPlace("China").find("did you mean CN?"), std::string::npos);
  EXPECT_EQ(NotAPlace("club").find("did you mean"), std::string::npos);
}

TEST(PlaceTest, TablesAreSortedAndMeanOnePlaceEach) {
  for (size_t i = 0; i < kCountryTable.size(); ++i) {
    const CountryRow& row = kCountryTable[i];
    EXPECT_EQ(ListedPlace(row.code), PlaceKind::kCountry);
    EXPECT_LT(i == 0 ? "" : kCountryTable[i - 1].code, row.code);
    for (const absl::string_view name : absl::StrSplit(row.names, '|')) {
      EXPECT_EQ(PlaceMeantBy(name), row.code) << name;
    }
    if (!row.alpha3.empty()) {
      EXPECT_EQ(PlaceMeantBy(row.alpha3), row.code);
    }
  }
  for (size_t i = 0; i < kSubdivisionTable.size(); ++i) {
    const SubdivisionRow& row = kSubdivisionTable[i];
    EXPECT_LT(i == 0 ? "" : kSubdivisionTable[i - 1].country, row.country);
    EXPECT_EQ(ListedPlace(row.country), PlaceKind::kCountry);
    for (const absl::string_view part : absl::StrSplit(row.parts, ' ')) {
      EXPECT_EQ(ListedPlace(absl::StrCat(row.country, "-", part)), PlaceKind::kSubdivision)
          << row.country << part;
    }
  }
}

// Where the lists that the tables come from are installed, newer ones say what has changed.
std::set<std::string> InstalledCodes(const std::string& file, const std::string& field) {
  std::ifstream in("/usr/share/iso-codes/json/" + file);
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  std::set<std::string> codes;
  const std::regex code("\"" + field + "\": \"([^\"]+)\"");
  for (std::sregex_iterator at(text.begin(), text.end(), code), end; at != end; ++at) {
    codes.insert((*at)[1]);
  }
  return codes;
}

TEST(PlaceTest, TheListsInstalledAgree) {
  const std::set<std::string> countries = InstalledCodes("iso_3166-1.json", "alpha_2");
  if (countries.empty()) GTEST_SKIP() << "the package iso-codes is not installed";
  for (const std::string& code : countries) EXPECT_EQ(ListedPlace(code), PlaceKind::kCountry);
  EXPECT_EQ(countries.size() + 2, kCountryTable.size());  // XK, EA
  const std::set<std::string> former = InstalledCodes("iso_3166-3.json", "alpha_4");
  for (const std::string& code : former) EXPECT_EQ(ListedPlace(code), PlaceKind::kFormer) << code;
  size_t unknown = 0;
  for (const std::string& code : InstalledCodes("iso_3166-2.json", "code")) {
    unknown += IsListedPlace(code) ? 0 : 1;
  }
  EXPECT_LT(unknown, 200u);  // they change by the year
}

}  // namespace
}  // namespace decree
