#include "tests/model/ownership_oracle.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"

namespace decree::oracle {
namespace {

using testing::ElementsAre;

class OwnershipOracleTest : public testing::Test {
 protected:
  Event& Add(EventKind kind) {
    Event& event = world_.emplace_back();
    event.id = absl::StrCat("e", world_.size());
    event.kind = kind;
    event.stated = event.published = ParseMoment("2020-01-01", "Etc/UTC").value();
    return event;
  }
  static EffectiveInterval From(const std::string& text) {
    EffectiveInterval interval;
    interval.from = ParseBound(text, BoundRole::kFrom, "Etc/UTC").value();
    return interval;
  }
  Event& Owns(const std::string& owner, int64_t share_ppm, const std::string& owned,
              const std::string& from) {
    Event& event = Add(EventKind::kMembershipStarted);
    event.membership = Membership{owned, owner, "owns", share_ppm};
    event.effective = From(from);
    return event;
  }
  std::vector<OwnershipTable> On(const std::string& day) const {
    return OwnershipTables(world_, ParseWindow(day, "Etc/UTC")->first_civil_us);
  }
  std::vector<Event> world_;
};

TEST_F(OwnershipOracleTest, TheNewestCounts) {
  Owns("A", 600'000, "sub", "2025-02-01");
  Owns("a", 400'000, "Sub", "2025-03-01");
  Event& end = Add(EventKind::kMembershipEnded);
  end.membership = Membership{"sub", "a", "owns", {}};
  end.effective = From("2025-04-01");
  EXPECT_THAT(On("2025-01-01"), ElementsAre(OwnershipTable{}));
  EXPECT_THAT(On("2025-02-01"), ElementsAre(OwnershipTable{{{"a", "sub"}, 600'000}}));
  EXPECT_THAT(On("2025-03-01"), ElementsAre(OwnershipTable{{{"a", "sub"}, 400'000}}));
  EXPECT_THAT(On("2025-04-01"), ElementsAre(OwnershipTable{}));
}

TEST_F(OwnershipOracleTest, WhatIsOpenIsReadBothWays) {
  Owns("a", 600'000, "sub", "2025-03");
  const OwnershipTable owned = {{{"a", "sub"}, 600'000}};
  EXPECT_THAT(On("2025-03-15"), ElementsAre(OwnershipTable{}, owned));
  EXPECT_THAT(On("2025-04-01"), ElementsAre(owned));
  Event& dispute = Add(EventKind::kDisputed);
  dispute.target = "e1";
  EXPECT_THAT(On("2025-04-01"), ElementsAre(OwnershipTable{}, owned));
  Add(EventKind::kConfirmed).target = "e1";
  EXPECT_THAT(On("2025-04-01"), ElementsAre(owned));
}

TEST_F(OwnershipOracleTest, TheLastRepairCounts) {
  Owns("a", 600'000, "sub", "2025-03-01");
  Event words;
  words.membership = Membership{"sub", "a", "owns", 100'000};
  Event& repair = Add(EventKind::kCorrected);
  repair.target = "e1";
  repair.replacement = std::make_shared<const Event>(words);
  EXPECT_THAT(On("2025-04-01"), ElementsAre(OwnershipTable{{{"a", "sub"}, 100'000}}));
  Add(EventKind::kRetracted).target = "e1";
  EXPECT_THAT(On("2025-04-01"), ElementsAre(OwnershipTable{}));
}

TEST(IsOwnedNaively, FollowsOwnersToTheLeastSet) {
  const OwnershipTable table = {{{"acme", "mid"}, 500'000},
                                {{"mid", "sub"}, 500'000},
                                {{"b", "c"}, 900'000},
                                {{"c", "b"}, 900'000}};
  const auto is_listed = [](const std::string& who) { return who == "acme"; };
  const auto is_owned = [&](const std::string& who, const GivenShares& given) {
    return IsOwnedNaively(table, given, who, 500'000, is_listed);
  };
  EXPECT_TRUE(is_owned("sub", {}));
  EXPECT_FALSE(is_owned("b", {}));
  EXPECT_FALSE(is_owned("sub", {{"sub"}, {{"mid", 400'000}}}));
  EXPECT_TRUE(is_owned("sub", {{"sub"}, {{"mid", 400'000}, {"acme", 100'000}}}));
  EXPECT_TRUE(is_owned("b", {{"b"}, {{"sub", 500'000}}}));
}

}  // namespace
}  // namespace decree::oracle
