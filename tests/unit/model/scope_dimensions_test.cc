#include "core/model/scope_dimensions.h"

#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace decree {
namespace {

using testing::ElementsAre;

TEST(ScopeDimensions, EachSaysOneThingOfAClause) {
  std::set<std::string> names;
  for (const ScopeDimension& dimension : kScopeDimensions) {
    EXPECT_TRUE(names.insert(dimension.field).second) << dimension.field;
    EXPECT_EQ((dimension.list != nullptr) + (dimension.share_ppm != nullptr) +
                  (dimension.value != nullptr) + (dimension.before != nullptr),
              1)
        << dimension.field;
    EXPECT_EQ(dimension.before != nullptr, dimension.given_date != nullptr) << dimension.field;
    EXPECT_FALSE(dimension.IsIn(ScopeClause())) << dimension.field;
  }
  const std::set<const ScopeDimension*> as_facts(kDimensionsAsFacts.begin(),
                                                 kDimensionsAsFacts.end());
  EXPECT_EQ(as_facts.size(), kScopeDimensions.size());
  EXPECT_FALSE(as_facts.contains(nullptr));
}

TEST(ScopeDimensions, AStarIsSaidAndTestsNothing) {
  ScopeClause clause;
  clause.origin = {"CN", "*"};
  clause.value_below = "800 USD";
  EXPECT_TRUE(kScopeDimensions[0].IsIn(clause));
  EXPECT_FALSE(kScopeDimensions[0].Restricts(clause));
  ScopeClause copied;
  for (const ScopeDimension& dimension : kScopeDimensions) dimension.Copy(clause, copied);
  EXPECT_EQ(copied, clause);
}

TEST(ScopeDimensions, WhoTakesPartAndWhere) {
  Transaction transaction;
  transaction.parties = {"acme"};
  transaction.end_user = "lab";
  transaction.exporter = "maker";
  transaction.shipped_from = "HK";
  transaction.destination = "US";
  EXPECT_THAT(InvolvedIn(transaction), ElementsAre("acme", "maker", "lab"));
  EXPECT_THAT(PlacesOf(transaction), ElementsAre("US", "HK"));
}

}  // namespace
}  // namespace decree
