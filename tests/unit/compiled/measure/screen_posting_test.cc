#include "core/compiled/measure/screen_posting.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "core/compiled/measure/point_entry.h"

namespace decree {
namespace {

constexpr uint64_t kAllKinds = ~uint64_t{0};

std::vector<std::string> GroupsOf(const std::string& name) {
  if (name == "DE") return {"EU", "EU:customsTerritory"};
  return {};
}

Transaction Asked(const std::string& origin, const std::string& destination,
                  const std::vector<std::string>& products) {
  Transaction transaction;
  transaction.origin = origin;
  transaction.destination = destination;
  for (const std::string& text : products) {
    transaction.products.push_back(*ParseProductCode(text));
  }
  return transaction;
}

// As the table reads keys and ranges.
bool Finds(const PostingProbes& probes, const PostingKey& key) {
  if (probes.everywhere) return true;
  if (std::find(probes.keys.begin(), probes.keys.end(), key) != probes.keys.end()) return true;
  return std::any_of(probes.ranges.begin(), probes.ranges.end(), [&](const auto& range) {
    if (range.first.origin != key.origin) return false;
    return !range.of_kind || (range.first.destination == key.destination &&
                              KindOf(range.first.part) == KindOf(key.part));
  });
}

bool Finds(const Transaction& transaction, const ScopeClause& clause) {
  const PostingProbes probes = ProbesFor(transaction, kAllKinds, GroupsOf, GroupsOf);
  const std::vector<PostingKey> keys = PostingsOf({clause});
  return std::any_of(keys.begin(), keys.end(),
                     [&](const PostingKey& key) { return Finds(probes, key); });
}

ScopeClause Clause(const std::string& origin, const std::string& destination,
                   const std::string& product) {
  ScopeClause clause;
  if (!origin.empty()) clause.origin = {origin};
  if (!destination.empty()) clause.destination = {destination};
  if (!product.empty()) clause.product = {product};
  return clause;
}

TEST(ScreenPostingTest, PlacesGroupsAndHeadingsLeadToTheScope) {
  const Transaction chips = Asked("DE", "US", {"HTS:8541420010"});
  EXPECT_TRUE(Finds(chips, Clause("", "", "")));
  EXPECT_TRUE(Finds(chips, Clause("DE", "US", "HS:8541")));
  EXPECT_TRUE(Finds(chips, Clause("EU", "", "HTS:85414200")));
  EXPECT_TRUE(Finds(chips, Clause("EU:customsTerritory", "US", "HS:85")));
  EXPECT_FALSE(Finds(chips, Clause("CN", "US", "HS:8541")));
  EXPECT_FALSE(Finds(chips, Clause("DE", "CN", "HS:8541")));
  EXPECT_FALSE(Finds(chips, Clause("DE", "US", "HS:7208")));
}

TEST(ScreenPostingTest, WhatTheProductLeavesOpenIsFound) {
  const Transaction chips = Asked("DE", "US", {"HTS:8541420010"});
  EXPECT_TRUE(Finds(chips, Clause("DE", "US", "CN:7208")));
  EXPECT_TRUE(Finds(chips, Clause("DE", "US", "ECCN:3A090")));
  EXPECT_TRUE(Finds(chips, Clause("DE", "US", "tag:steel")));
  EXPECT_TRUE(Finds(Asked("DE", "US", {"HTS:85"}), Clause("DE", "US", "HTS:8541")));
  EXPECT_TRUE(Finds(Asked("DE", "US", {}), Clause("DE", "US", "HTS:8541")));
  EXPECT_TRUE(Finds(Asked("DE", "", {"HTS:8541420010"}), Clause("DE", "CN", "HS:8541")));
  EXPECT_FALSE(Finds(Asked("DE", "US", {"ECCN:3A090"}), Clause("DE", "US", "ECCN:5A992")));
}

TEST(ScreenPostingTest, PartiesLeadToTheirListings) {
  ScopeClause listing;
  listing.party = {"acme", "zeta"};
  Transaction deal = Asked("DE", "US", {"HTS:8541420010"});
  EXPECT_TRUE(Finds(deal, listing)) << "whoever it is may be listed";
  deal.parties = {"other"};
  EXPECT_FALSE(Finds(deal, listing));
  deal.end_user = "zeta";
  EXPECT_TRUE(Finds(deal, listing));
  listing.ownership_at_least_ppm = 500'000;
  deal.end_user = "other";
  EXPECT_TRUE(Finds(deal, listing)) << "its owner may be listed";
}

TEST(ScreenPostingTest, AScopeOfAHundredThousandCodesHasAKeyAHeading) {
  ScopeClause clause = Clause("CN", "US", "");
  for (int i = 0; i < 100'000; ++i) {
    clause.product.push_back(absl::StrCat("HTS:", 1'000'000'000 + 7 * i));
  }
  const size_t keys = PostingsOf({clause}).size();
  EXPECT_GE(keys, 1u);
  EXPECT_LE(keys, 9'000u);
}

TEST(ScreenPostingTest, TooManyPlacesAreFiledUnderAny) {
  ScopeClause clause;
  for (int i = 0; i < 2'000; ++i) {
    clause.origin.push_back(absl::StrCat("o", i));
    clause.destination.push_back(absl::StrCat("d", i));
  }
  const std::vector<PostingKey> keys = PostingsOf({clause});
  EXPECT_EQ(keys.size(), 2'000u);
  EXPECT_EQ(keys.front().destination, 0u);
}

TEST(ScreenPostingTest, PartiesAreFiledByTheirFoldedNames) {
  ScopeClause clause;
  clause.party = {"Société d’Exemple S.A."};
  Transaction asked = Asked("CN", "US", {"HTS:8541420010"});
  asked.parties = {"other; SOCIÉTÉ  d’exemple s.a."};
  EXPECT_TRUE(Finds(asked, clause));
  asked.parties = {"Société d'Exemple S.A."};
  EXPECT_FALSE(Finds(asked, clause));
  // That nearly listed name is found among the names.
  const std::vector<PostingKey> filed = NamePostingsOf({clause});
  const auto is_filed = [&](const PostingKey& key) {
    return std::find(filed.begin(), filed.end(), key) != filed.end();
  };
  const std::vector<PostingKey> near = NearPostingsFor("x; Société d'Exemple S.A.");
  EXPECT_TRUE(std::any_of(near.begin(), near.end(), is_filed));
  EXPECT_TRUE(is_filed(PostingOfName("SOCIÉTÉ d’exemple S.A.")));
  const std::vector<PostingKey> far = NearPostingsFor("Pearl Bakery");
  EXPECT_FALSE(std::any_of(far.begin(), far.end(), is_filed));
}

}  // namespace
}  // namespace decree
