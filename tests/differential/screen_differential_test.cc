// Screening held against the naive oracle: on whole transactions answer for answer; on transactions
// with facts left out through every way in which these can be filled in. What is said to be decided
// must come out of all of them, what is said to lie between two ends must lie there, and a fact
// that changes the outcome must have been named.
#include <algorithm>
#include <iostream>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/differential/screen_readings.h"
#include "tests/model/ownership_world.h"
#include "tests/model/screen_world.h"

namespace decree {
namespace {

ScreenResult ResultOf(const absl::StatusOr<ScreenAnswer>& answer) {
  ScreenResult result;
  EXPECT_TRUE(answer.ok()) << answer.status();
  if (!answer.ok()) return result;
  result.decision = std::string(NameOf(answer->decision));
  if (answer->policy) result.policy = std::string(NameOf(*answer->policy));
  if (!answer->trouble.empty()) {
    result.is_cycle = true;
    EXPECT_TRUE(absl::StrContains(answer->trouble, " a cycle (")) << answer->trouble;
    EXPECT_EQ(answer->duty.added.rate, "unknown");
    return result;
  }
  result.added = Shown(answer->duty.added.rate).share;
  if (answer->duty.base.rate.empty()) return result;
  const Shown base(answer->duty.base.rate);
  result.base = base.share;
  result.base_per_kg = base.per_kg;
  return result;
}

// A transaction with some facts left out, and all the ways to fill them in.
struct Partial {
  Fields given, asked;  // `asked`: with facts that do not read, which is as not to give them
  std::vector<std::string> left_out;
  std::vector<Fields> fillings;  // the i-th fact's choice is i-th in the order of `left_out`
};

Partial LeaveOut(oracle::Draws& draws, const Fields& whole) {
  Partial partial;
  std::set<std::string> out;
  while (out.size() < 1 + draws.Below(3)) out.insert(draws.OneOf(oracle::FactNames()));
  for (const TransactionField& field : whole) {
    if (!out.contains(field.name)) partial.given.push_back(field);
  }
  partial.asked = partial.given;
  if (out.contains("metalContent") && draws.Percent(50)) {
    partial.asked.push_back({"metalContent", draws.OneOf<std::string>({"12.5", "some", "-3"})});
  }
  partial.left_out.assign(out.begin(), out.end());
  partial.fillings = {{}};
  for (const std::string& fact : partial.left_out) {
    std::vector<Fields> longer;
    for (const Fields& shorter : partial.fillings) {
      for (const Fields& filling : oracle::FillingsOf(fact)) {
        longer.push_back(shorter);
        longer.back().insert(longer.back().end(), filling.begin(), filling.end());
      }
    }
    partial.fillings = std::move(longer);
  }
  return partial;
}

// The facts that alone make a difference between two fillings.
std::set<std::string> Telling(const Partial& partial, const std::vector<ScreenResult>& results) {
  std::set<std::string> telling;
  for (size_t a = 0; a < results.size(); ++a) {
    for (size_t b = a + 1; b < results.size(); ++b) {
      if (results[a] == results[b]) continue;
      std::vector<std::string> differing;
      for (size_t i = 0; i < partial.left_out.size(); ++i) {
        if (!(partial.fillings[a][i] == partial.fillings[b][i])) {
          differing.push_back(partial.left_out[i]);
        }
      }
      if (differing.size() == 1) telling.insert(differing[0]);
    }
  }
  return telling;
}

void CheckEnds(const DutySum& sum, int64_t ScreenResult::*share, int64_t ScreenResult::*per_kg,
               const std::vector<ScreenResult>& results, const std::string& what) {
  const bool is_known = sum.rate != "unknown";
  const Shown low(sum.rate.empty() ? "0%" : is_known ? sum.rate : sum.rate_min);
  const bool has_end = is_known || !sum.rate_max.empty();
  const Shown high(sum.rate.empty() || !has_end ? "0%" : is_known ? sum.rate : sum.rate_max);
  for (const ScreenResult& result : results) {
    const int64_t due = result.*share, due_per_kg = per_kg != nullptr ? result.*per_kg : 0;
    EXPECT_GE(due, low.share) << what;
    EXPECT_GE(due_per_kg, low.per_kg) << what;
    if (!has_end) continue;
    // Under a cap that may cut, the end is a share of the value for what is due by the kilogram
    // there, and what is due so beside it stays.
    if (per_kg == nullptr || due_per_kg <= high.per_kg) {
      EXPECT_LE(due, high.share) << what;
      continue;
    }
    const int64_t one_per_kg = (result.base_whole - due) / due_per_kg;  // as a share, rounded down
    EXPECT_LE(result.base_whole, high.share + (one_per_kg + 1) * high.per_kg) << what;
  }
}

void CheckPartial(const World& world, const Partial& partial,
                  const std::vector<ScreenResult>& results, const ScreenAnswer& answer) {
  const std::string what = absl::StrCat(
      world.Describe(partial.asked), "\nleft out: ", absl::StrJoin(partial.left_out, ", "), "\n",
      NameOf(answer.decision), ", missing: ", absl::StrJoin(answer.missing, ", "));
  if (answer.decision != ScreenDecision::kUndetermined) {
    for (const ScreenResult& result : results) {
      EXPECT_EQ(result.decision, NameOf(answer.decision)) << what;
    }
  }
  CheckEnds(answer.duty.added, &ScreenResult::added, nullptr, results, what);
  CheckEnds(answer.duty.base, &ScreenResult::base, &ScreenResult::base_per_kg, results, what);
  for (const std::string& fact : answer.missing) {
    EXPECT_TRUE(std::find(partial.left_out.begin(), partial.left_out.end(), fact) !=
                partial.left_out.end())
        << fact << " is given\n"
        << what;
  }
  // Only where each filling can be read in one way do two of them tell what a fact changes.
  if (partial.fillings.size() != results.size()) return;
  for (const std::string& fact : Telling(partial, results)) {
    EXPECT_TRUE(std::find(answer.missing.begin(), answer.missing.end(), fact) !=
                answer.missing.end())
        << fact << " changes the outcome\n"
        << what;
  }
}

struct Counts {
  uint64_t several = 0, by_the_record = 0, ways = 0, decided_ways = 0, moved = 0;
  uint64_t whole = 0, partial = 0, open = 0, needless = 0, cycles = 0, dutiable = 0;
  uint64_t groups = 0, decided_groups = 0;
};

// What is decided of goods of a group, or for one, is so for each of its members.
void CompareGroup(const World& world, oracle::Draws& draws, Counts& counts) {
  const Fields whole = oracle::DrawTransaction(draws);
  const std::string place = draws.Percent(60) ? "origin" : "destination";
  const auto with = [&](const std::string& name) {
    Fields fields = whole;
    for (TransactionField& field : fields) {
      if (field.name == place) field.value = name;
    }
    return fields;
  };
  const Fields asked = with("club");
  const auto answer = world.Screen(asked);
  ASSERT_TRUE(answer.ok()) << answer.status() << "\n" << world.Describe(asked);
  if (!answer->trouble.empty()) return;
  std::vector<ScreenResult> results;
  for (const std::string& member : world.MembersOf("club", asked)) {
    const NaiveReadings readings = world.Naive(with(member));
    results.insert(results.end(), readings.results.begin(), readings.results.end());
  }
  ASSERT_FALSE(results.empty());
  const std::string what = absl::StrCat(world.Describe(asked), "\n", NameOf(answer->decision));
  ++counts.groups;
  if (answer->decision != ScreenDecision::kUndetermined) {
    ++counts.decided_groups;
    for (const ScreenResult& result : results) {
      EXPECT_EQ(result.decision, NameOf(answer->decision)) << what;
    }
  }
  EXPECT_TRUE(answer->missing.empty()) << what;
  CheckEnds(answer->duty.added, &ScreenResult::added, nullptr, results, what);
  CheckEnds(answer->duty.base, &ScreenResult::base, &ScreenResult::base_per_kg, results, what);
}

// A transaction that leaves nothing out but, perhaps, owners that are not on record either.
void CompareWhole(const World& world, const Fields& whole, Counts& counts) {
  const NaiveReadings expected = world.Naive(whole);
  const auto answer = world.Screen(whole);
  counts.moved += expected.moves ? 1 : 0;
  if (expected.results.size() == 1) {
    EXPECT_EQ(Text(ResultOf(answer)), Text(expected.results.front())) << world.Describe(whole);
    if (!answer.ok()) return;
    EXPECT_TRUE(answer->missing.empty()) << world.Describe(whole);
    const bool is_given = !Read(whole).owners.empty();
    ++(is_given ? counts.whole : counts.by_the_record);
    counts.cycles += expected.results.front().is_cycle ? 1 : 0;
    counts.dutiable += expected.results.front().added > 0 ? 1 : 0;
    return;
  }
  ASSERT_TRUE(answer.ok()) << answer.status() << world.Describe(whole);
  ++(NamesSeveral(whole) ? counts.several : counts.ways);
  const bool is_cycle = std::any_of(expected.results.begin(), expected.results.end(),
                                    [](const ScreenResult& result) { return result.is_cycle; });
  if (is_cycle || !answer->trouble.empty()) return;
  const bool is_decided = answer->decision != ScreenDecision::kUndetermined;
  counts.decided_ways += is_decided && !NamesSeveral(whole) ? 1 : 0;
  const std::vector<std::string> left_out =
      expected.is_unknown ? std::vector<std::string>{"owner"} : std::vector<std::string>{};
  CheckPartial(world, {whole, whole, left_out, {}}, expected.results, *answer);
}

// Every way to fill in what is left out, with the results of the oracle. Owners that are recorded
// are not left out: there the only filling is to give none.
std::vector<ScreenResult> FillIn(const World& world, Partial& partial) {
  std::vector<ScreenResult> results;
  std::vector<Fields> fillings;
  const auto place = std::find(partial.left_out.begin(), partial.left_out.end(), "owner");
  const bool parties_are_all = std::find(partial.left_out.begin(), partial.left_out.end(),
                                         "endUser") != partial.left_out.end();
  for (const Fields& filling : partial.fillings) {
    Fields filled = partial.given;
    filled.insert(filled.end(), filling.begin(), filling.end());
    if (place != partial.left_out.end()) {
      const auto owner = static_cast<size_t>(place - partial.left_out.begin());
      if (!filling[owner].value.empty()) {
        Fields without = filled;
        without[partial.given.size() + owner].value.clear();
        if (!world.Naive(without, parties_are_all).is_party_unknown) continue;
      }
    }
    const NaiveReadings readings = world.Naive(filled, parties_are_all);
    for (size_t i = 0; i < readings.results.size(); ++i) {
      results.push_back(readings.results[i]);
      const bool is_owned = readings.is_unknown && i + 1 == readings.results.size();
      if (i == 0 || is_owned) fillings.push_back(filling);
      if (is_owned && place != partial.left_out.end()) {
        fillings.back()[static_cast<size_t>(place - partial.left_out.begin())].value = "unknown";
      }
    }
  }
  partial.fillings = std::move(fillings);
  return results;
}

void ComparePartial(const World& world, oracle::Draws& draws, const Fields& whole, Counts& counts) {
  Partial partial = LeaveOut(draws, whole);
  const std::vector<ScreenResult> results = FillIn(world, partial);
  const bool any_cycle = std::any_of(results.begin(), results.end(),
                                     [](const ScreenResult& result) { return result.is_cycle; });
  const bool one_way = partial.fillings.size() == results.size();
  const auto partly = world.Screen(partial.asked);
  ASSERT_TRUE(partly.ok()) << partly.status() << "\n" << world.Describe(partial.asked);
  if (any_cycle && one_way) {
    EXPECT_FALSE(partly->trouble.empty()) << world.Describe(partial.asked);
  }
  // Rules that contradict each other only where exclusive matches meet are told all the same.
  if (!partly->trouble.empty()) {
    EXPECT_TRUE(partly->decision == ScreenDecision::kUndetermined ||
                partly->decision == ScreenDecision::kProhibited);
    return;
  }
  if (any_cycle) return;
  ++counts.partial;
  const bool is_open = partly->decision == ScreenDecision::kUndetermined;
  counts.open += is_open ? 1 : 0;
  const bool all_agree = std::all_of(results.begin(), results.end(),
                                     [&](const ScreenResult& r) { return r == results.front(); });
  counts.needless += is_open && all_agree ? 1 : 0;
  CheckPartial(world, partial, results, *partly);
}

void Compare(const World& world, oracle::Draws& draws, Counts& counts) {
  const Fields whole = oracle::DrawTransaction(draws, true, true);
  CompareWhole(world, whole, counts);
  if (NamesSeveral(whole)) return;
  // Left out of a transaction without owners are these too, as far as they are not recorded.
  const bool has_owners = !Read(whole).owners.empty();
  if (has_owners) ComparePartial(world, draws, whole, counts);
}

TEST(ScreenDifferential, ScreensAsTheOracleInEveryFilling) {
  const uint64_t seed = FromEnvironment("DECREE_SEED", 20251109);
  const uint64_t worlds = FromEnvironment("DECREE_WORLDS", 1'500);
  constexpr int kTransactionsPerWorld = 6;
  std::cout << "seed " << seed << ", " << worlds << " worlds\n";
  Counts counts;
  for (uint64_t w = 0; w < worlds && !testing::Test::HasFailure(); ++w) {
    SCOPED_TRACE(absl::StrCat("world seed ", seed + w));
    oracle::Draws draws(seed + w);
    std::vector<Event> events = oracle::DrawWorld(draws);
    if (draws.Percent(50)) oracle::AddOpenOwnership(draws, events);
    World world(events);
    for (int i = 0; i < kTransactionsPerWorld; ++i) {
      if (draws.Percent(20)) world.RecordedBy(1 + draws.Below(events.size()));
      Compare(world, draws, counts);
      world.RecordedBy(UINT64_MAX);
    }
    CompareGroup(world, draws, counts);
  }
  std::cout << counts.whole << " whole transactions (" << counts.dutiable << " dutiable, "
            << counts.cycles << " cycles), " << counts.partial << " partial (" << counts.open
            << " undetermined, of these " << counts.needless << " decided in every filling), "
            << counts.groups << " of a group (" << counts.decided_groups << " decided), "
            << counts.several << " of several parties in one text, " << counts.by_the_record
            << " by the owners on record, " << counts.ways << " read in several ways ("
            << counts.decided_ways << " decided), " << counts.moved << " moved by who owns whom\n";
  EXPECT_GT(counts.moved, counts.whole / 50);
  EXPECT_GT(counts.by_the_record, counts.whole / 20);
  EXPECT_GT(counts.ways, counts.whole / 20);
  EXPECT_GT(counts.decided_ways, counts.ways / 20);
  EXPECT_GT(counts.decided_groups, counts.groups / 5);
  EXPECT_LT(counts.decided_groups, counts.groups);
  EXPECT_GT(counts.several, counts.whole / 20);
  EXPECT_GT(counts.dutiable, counts.whole / 20);
  EXPECT_GT(counts.open, counts.partial / 20);
}

}  // namespace
}  // namespace decree
