// How places and groups stand to what a clause names, worked out by hand from DOMAIN §7 and
// core/SEMANTICS.md, "Screening".
#include "tests/model/place_oracle.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "core/base/assert.h"
#include "core/model/asked_date.h"

namespace decree::oracle {
namespace {

constexpr char kZone[] = "Etc/UTC";

class PlaceOracleTest : public testing::Test {
 protected:
  void Member(const char* group, const char* member, const char* from, bool starts = true) {
    Event& event = world_.emplace_back();
    event.id = absl::StrCat("e", world_.size());
    event.kind = starts ? EventKind::kMembershipStarted : EventKind::kMembershipEnded;
    event.effective.emplace().from = ParseBound(from, BoundRole::kFrom, kZone).value();
    event.membership = Membership{group, member, "", {}};
  }
  Stands On(const char* day, const std::vector<std::string>& places, const char* given) const {
    return PlaceNaively(world_, places, given, ParseWindow(day, kZone)->first_civil_us);
  }

  std::vector<Event> world_;
};

TEST_F(PlaceOracleTest, ASinglePlaceIsNamedOrAMember) {
  Member("club", "DE", "2025-01-01");
  Member("club", "DE", "2025-03-01", false);
  EXPECT_EQ(On("2025-02-01", {"DE"}, "DE"), Stands::kWithin);
  EXPECT_EQ(On("2025-02-01", {"club"}, "DE"), Stands::kWithin);
  EXPECT_EQ(On("2025-03-01", {"club"}, "DE"), Stands::kOutside);
  EXPECT_EQ(On("2025-02-01", {"FR"}, "DE"), Stands::kOutside);
}

TEST_F(PlaceOracleTest, AGroupStandsAsAllItsMembersDo) {
  Member("club", "DE", "2025-01-01");
  Member("club", "FR", "2025-02-01");
  EXPECT_EQ(On("2025-01-15", {"club"}, "club"), Stands::kWithin);
  EXPECT_EQ(On("2025-01-15", {"DE"}, "club"), Stands::kWithin);
  EXPECT_EQ(On("2025-02-15", {"DE"}, "club"), Stands::kOpen);
  EXPECT_EQ(On("2025-02-15", {"DE", "FR"}, "club"), Stands::kWithin);
  EXPECT_EQ(On("2025-02-15", {"US", "CN"}, "club"), Stands::kOutside);
}

TEST_F(PlaceOracleTest, AGroupWithoutAMemberIsOpen) {
  Member("club", "DE", "2025-02-01");
  EXPECT_EQ(On("2025-01-15", {"US"}, "club"), Stands::kOpen);
  EXPECT_EQ(On("2025-01-15", {"club"}, "club"), Stands::kWithin);
  EXPECT_EQ(On("2025-01-15", {"US"}, "nobody"), Stands::kOpen);
}

TEST_F(PlaceOracleTest, WhoMayBeAMemberCounts) {
  Member("club", "DE", "2025-01-01");
  Member("club", "FR", "2025-02");  // some day of February
  EXPECT_EQ(On("2025-02-15", {"DE"}, "club"), Stands::kOpen);
  EXPECT_EQ(On("2025-02-15", {"DE", "FR"}, "club"), Stands::kWithin);
  EXPECT_EQ(On("2025-02-15", {"club"}, "FR"), Stands::kOpen);
  EXPECT_EQ(On("2025-01-15", {"FR"}, "club"), Stands::kOutside);
}

TEST_F(PlaceOracleTest, AGroupInAGroupIsThatMemberAlone) {
  Member("club", "DE", "2025-01-01");
  Member("world", "club", "2025-01-01");
  EXPECT_EQ(On("2025-02-01", {"world"}, "club"), Stands::kWithin);
  EXPECT_EQ(On("2025-02-01", {"world"}, "DE"), Stands::kOutside);
  EXPECT_EQ(On("2025-02-01", {"DE"}, "world"), Stands::kOutside);
}

TEST_F(PlaceOracleTest, APartOfACountryIsOpenWhereTheCountryIsNamed) {
  EXPECT_EQ(On("2025-02-01", {"US-CA"}, "US-CA"), Stands::kWithin);
  EXPECT_EQ(On("2025-02-01", {"US"}, "US-CA"), Stands::kOpen);
  EXPECT_EQ(On("2025-02-01", {"US-CA"}, "US"), Stands::kOutside);
  EXPECT_EQ(On("2025-02-01", {"MX"}, "US-CA"), Stands::kOutside);
}

}  // namespace
}  // namespace decree::oracle
