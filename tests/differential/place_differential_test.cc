// Places and groups of places held against the naive place oracle: by the whole matcher, by the
// compiled scope, and by the match of a question about goods.
#include <iostream>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/assert.h"
#include "core/query/scope/compiled_scope.h"
#include "core/query/scope/transaction_match.h"
#include "gtest/gtest.h"
#include "tests/differential/projected_history.h"
#include "tests/model/draws.h"
#include "tests/model/place_oracle.h"

namespace decree {
namespace {

using oracle::Draws;
using oracle::Stands;
using Names = std::vector<std::string>;

constexpr char kZone[] = "Etc/UTC";

const Names& Groups() {
  static const Names& names = *new Names{"club", "league", "EU", "empty"};
  return names;
}
const Names& Singles() {
  static const Names& names = *new Names{"CN", "DE", "FR", "US", "US-CA", "XA"};
  return names;
}

Bound DrawBound(Draws& draws, BoundRole role) {
  static const auto& texts =
      *new Names{"2025-01-01", "2025-02-01", "2025-03-01",           "2025-04-01",
                 "2025-02",    "2025-03",    "2025-02-01/2025-04-01"};
  return ParseBound(draws.OneOf(texts), role, kZone).value();
}

std::vector<Event> DrawMemberships(Draws& draws) {
  std::vector<Event> world(draws.Below(7));
  for (size_t i = 0; i < world.size(); ++i) {
    Event& event = world[i];
    event.id = absl::StrCat("e", i);
    event.zone = kZone;
    event.kind = draws.Percent(75) ? EventKind::kMembershipStarted : EventKind::kMembershipEnded;
    event.stated = ParseMoment("2020-01-01", kZone).value();
    event.published = event.stated;
    event.effective.emplace().from = DrawBound(draws, BoundRole::kFrom);
    if (event.kind == EventKind::kMembershipStarted && draws.Percent(20)) {
      event.effective->to = DrawBound(draws, BoundRole::kTo);
    }
    const std::string member = draws.Percent(85) ? draws.OneOf(Singles()) : draws.OneOf(Groups());
    event.membership = Membership{draws.OneOf(Groups()), member, "", {}};
  }
  return world;
}

Stands StandsOf(Tri value) {
  if (value == Tri::kOpen) return Stands::kOpen;
  return value == Tri::kYes ? Stands::kWithin : Stands::kOutside;
}

Stands StandsOf(ClauseMatch match) {
  if (match == ClauseMatch::kOpen) return Stands::kOpen;
  return match == ClauseMatch::kNo ? Stands::kOutside : Stands::kWithin;
}

class PlaceWorld {
 public:
  explicit PlaceWorld(std::vector<Event> events)
      : events_(std::move(events)), history_(Recorded(events_)) {}

  void Compare(const Names& places, const std::string& given, const std::string& day,
               std::map<Stands, int>& counts) {
    const CivilWindow window = ParseWindow(day, kZone).value();
    const Stands expected = oracle::PlaceNaively(events_, places, given, window.first_civil_us);
    ++counts[expected];
    std::string what = absl::StrCat(given, " in ", absl::StrJoin(places, ","), " on ", day);
    for (const Event& event : events_) absl::StrAppend(&what, "\n", EventToJson(event));
    const ViewFilter filter{View(), {}};
    Memberships memberships(history_.strands(), filter);
    std::vector<ScopeClause> include(1);
    include[0].origin = places;
    Transaction transaction;
    transaction.on = day;
    transaction.origin = given;
    const std::vector<RelatedCode> related;
    const TransactionReading reading{transaction, related, window, AppliesBy::kEntry, kZone};
    ProductLists lists;
    const auto whole = TransactionMatcher(reading, memberships, lists).MatchClause(include[0]);
    ASSERT_TRUE(whole.ok()) << whole.status();
    EXPECT_EQ(StandsOf(whole->value), expected) << what;
    EXPECT_EQ(whole->is_open(), !whole->reasons.empty()) << what;
    CompiledScope scope(&include, nullptr, window, AppliesBy::kEntry, memberships, lists);
    NameNumbers numbers;
    const auto compiled = scope.Match(CompiledTransaction(transaction, numbers));
    ASSERT_TRUE(compiled.has_value());
    EXPECT_EQ(StandsOf(compiled->value), expected) << what;
    std::vector<std::string> notes;
    const auto goods = MatchClause(include[0], {given, "", {}}, window, memberships, notes);
    ASSERT_TRUE(goods.ok()) << goods.status();
    EXPECT_EQ(StandsOf(*goods), expected) << what;
  }

 private:
  static std::vector<oracle::Record> Recorded(const std::vector<Event>& events) {
    std::vector<oracle::Record> records;
    for (const Event& event : events) {
      records.push_back({records.size() + 1, static_cast<int64_t>(records.size()), event});
    }
    return records;
  }

  const std::vector<Event> events_;
  const ProjectedHistory history_;
};

TEST(Differential, PlacesStandAsInTheOracle) {
  const uint64_t seed = FromEnvironment("DECREE_SEED", 20251130);
  const uint64_t worlds = FromEnvironment("DECREE_WORLDS", 1'500);
  std::cout << "seed " << seed << ", " << worlds << " worlds\n";
  std::map<Stands, int> of_singles, of_groups;
  for (uint64_t w = 0; w < worlds && !testing::Test::HasFailure(); ++w) {
    SCOPED_TRACE(absl::StrCat("world seed ", seed + w));
    Draws draws(seed + w);
    PlaceWorld world(DrawMemberships(draws));
    for (int i = 0; i < 8; ++i) {
      Names places;
      do {
        places.push_back(draws.Percent(60) ? draws.OneOf(Singles()) : draws.OneOf(Groups()));
      } while (draws.Percent(50));
      const bool is_group = draws.Percent(60);
      const std::string given = draws.OneOf(is_group ? Groups() : Singles());
      const std::string day =
          draws.OneOf(Names{"2025-01-15", "2025-02-15", "2025-03-20", "2025-04-01"});
      world.Compare(places, given, day, is_group ? of_groups : of_singles);
    }
  }
  for (const Stands stands : {Stands::kOutside, Stands::kOpen, Stands::kWithin}) {
    EXPECT_GT(of_singles[stands], static_cast<int>(worlds / 50)) << static_cast<int>(stands);
    EXPECT_GT(of_groups[stands], static_cast<int>(worlds / 50)) << static_cast<int>(stands);
  }
}

}  // namespace
}  // namespace decree
