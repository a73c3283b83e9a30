// A sweep must give at every instant what walks over all acts give there, deciders included: folds
// are drawn with open boundaries, several readings, moved starts and ends, and instruments.
//
// DECREE_SEED and DECREE_FOLDS (environment) choose other or longer runs.
#include "core/query/state/facet_sweep.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <deque>
#include <iostream>
#include <random>
#include <set>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/query/acts/pattern_index.h"
#include "core/query/state/measure_state.h"
#include "core/query/state/resolve.h"
#include "gtest/gtest.h"

namespace decree {
namespace {

uint64_t FromEnvironment(const char* name, uint64_t otherwise) {
  const char* const text = std::getenv(name);
  uint64_t value = 0;
  return text != nullptr && absl::SimpleAtoi(text, &value) ? value : otherwise;
}

class DrawnFold {
 public:
  explicit DrawnFold(uint64_t seed) : random_(seed) {
    const int64_t acts = Draw(1, 40);
    is_exact_ = Draw(0, 2) == 0;
    strand_.acts.resize(static_cast<size_t>(acts));
    for (VisibleAct& act : strand_.acts) fold_.acts.push_back(DrawAct(act, false));
    for (int64_t k = Draw(-2, 2); k > 0; --k) {
      VisibleStrand& strand = instruments_.emplace_back();
      strand.acts.resize(static_cast<size_t>(Draw(1, 8)));
      std::vector<FoldAct>& list = fold_.instruments.emplace_back();
      for (VisibleAct& act : strand.acts) list.push_back(DrawAct(act, true));
    }
  }
  const Fold& fold() const { return fold_; }

 private:
  int64_t Draw(int64_t low, int64_t high) {
    return std::uniform_int_distribution<int64_t>(low, high)(random_);
  }

  void DrawInterval(ActRecord& record) {
    record.from_earliest = Draw(0, 20);
    record.from_latest = record.from_earliest + (is_exact_ ? 0 : std::max<int64_t>(0, Draw(-4, 6)));
    record.flags |= kActHasFrom;
    if (Draw(0, 2) == 0) return;
    record.to_earliest = record.from_earliest + Draw(0, 8);
    record.to_latest = record.to_earliest + (is_exact_ ? 0 : std::max<int64_t>(0, Draw(-4, 6)));
    record.flags |= kActHasTo;
  }

  FoldAct DrawAct(VisibleAct& act, bool of_instrument) {
    constexpr EventKind kOwn[] = {EventKind::kImposed,
                                  EventKind::kEnacted,
                                  EventKind::kAnnounced,
                                  EventKind::kExtended,
                                  EventKind::kPostponed,
                                  EventKind::kSuspended,
                                  EventKind::kResumed,
                                  EventKind::kRevoked,
                                  EventKind::kExpired,
                                  EventKind::kReplaced,
                                  EventKind::kAmended,
                                  EventKind::kEased,
                                  EventKind::kStayed,
                                  EventKind::kStayLifted,
                                  EventKind::kHeldUnlawful,
                                  EventKind::kUpheld,
                                  EventKind::kAnnulled,
                                  EventKind::kChallenged,
                                  EventKind::kWaived,
                                  EventKind::kEnforcementStarted,
                                  EventKind::kEnforcementStopped};
    constexpr EventKind kOfInstrument[] = {EventKind::kImposed, EventKind::kEnacted,
                                           EventKind::kExtended, EventKind::kPostponed};
    ActRecord& record = act.record;
    record.position = ++position_;
    record.stated_us = record.published_us = static_cast<int64_t>(position_);
    const auto span = [this](const auto& kinds) {
      return kinds[static_cast<size_t>(Draw(0, static_cast<int64_t>(std::size(kinds)) - 1))];
    };
    record.kind = of_instrument ? span(kOfInstrument) : span(kOwn);
    if (record.kind != EventKind::kEnacted || Draw(0, 1) == 0) DrawInterval(record);
    act.body = record.position;
    FoldAct folded;
    folded.act = &act;
    folded.is_live_plan = record.kind == EventKind::kAnnounced && Draw(0, 1) == 0;
    folded.is_silent = Draw(0, 3) == 0;
    folded.is_left_out = Draw(0, 15) == 0;
    const int64_t readings = Draw(0, 4) == 0 ? Draw(2, 4) : 1;
    for (int64_t i = 0; i < readings; ++i) {
      Reading reading{record, {}};
      if (i > 0) DrawInterval(reading.record);
      for (uint64_t& body : reading.body) {
        if (Draw(0, 2) > 0) body = static_cast<uint64_t>(Draw(1, 12));
      }
      folded.readings.push_back(reading);
    }
    return folded;
  }

  std::mt19937_64 random_;
  bool is_exact_ = false;
  uint64_t position_ = 0;
  VisibleStrand strand_;
  std::deque<VisibleStrand> instruments_;
  Fold fold_;
};

// In any order.
std::string Text(const std::vector<ForceOutcome>& outcomes) {
  std::set<std::string> texts;
  for (const ForceOutcome& o : outcomes) {
    texts.insert(
        absl::StrCat(NameOf(o.force), " ", o.decider, " ", o.base, " ", o.interval_unknown, " ",
                     o.instrument_end == nullptr ? 0 : o.instrument_end->record.position, "; "));
  }
  return absl::StrJoin(texts, "");
}
template <typename Outcome, typename Value>
std::string Text(const std::vector<Outcome>& outcomes, Value Outcome::*value) {
  std::set<std::string> texts;
  for (const Outcome& o : outcomes) {
    texts.insert(absl::StrCat(NameOf(o.*value), " ", o.decider, "; "));
  }
  return absl::StrJoin(texts, "");
}

TEST(FacetSweepTest, GivesWhatWalksOverAllActsGive) {
  const uint64_t seed = FromEnvironment("DECREE_SEED", 20261130);
  const uint64_t folds = FromEnvironment("DECREE_FOLDS", 4'000);
  std::cout << "seed " << seed << ", " << folds << " folds\n";
  uint64_t compared = 0, open = 0;
  for (uint64_t i = 0; i < folds && !testing::Test::HasFailure(); ++i) {
    const DrawnFold drawn(seed + i);
    const Fold& fold = drawn.fold();
    FacetSweep sweep(fold);
    std::vector<int64_t> instants = BoundariesIn(fold, {kAxisMin, kAxisMax - 1});
    instants.insert(instants.begin(), kAxisMin);
    std::array<std::vector<uint64_t>, kGivenCount> united, newly;
    for (size_t k = 0; k < instants.size(); ++k) {
      if (k % 5 == 4) continue;  // not every boundary is stopped at
      const int64_t t = instants[k];
      sweep.MoveTo(t);
      const std::string where = absl::StrCat("fold ", seed + i, " at ", t);
      const std::vector<ForceOutcome> force = ForceAt(fold, t);
      ASSERT_EQ(Text(sweep.Force()), Text(force)) << where;
      ASSERT_EQ(Text(sweep.Legality(), &LegalityOutcome::legality),
                Text(LegalityAt(fold, t), &LegalityOutcome::legality))
          << where;
      ASSERT_EQ(Text(sweep.Enforcement(), &EnforcementOutcome::enforcement),
                Text(EnforcementAt(fold, t), &EnforcementOutcome::enforcement))
          << where;
      for (const Given given : {Given::kTerms, Given::kInclude, Given::kExclude}) {
        const std::vector<uint64_t> bodies = GivenAt(fold, given, t);
        ASSERT_EQ(sweep.GivenNow(given), bodies) << where;
        const auto g = static_cast<size_t>(given);
        for (const uint64_t body : bodies) {
          if (std::find(united[g].begin(), united[g].end(), body) == united[g].end()) {
            united[g].push_back(body);
          }
        }
        const std::vector<uint64_t> more = sweep.NewlyGiven(given);
        newly[g].insert(newly[g].end(), more.begin(), more.end());
        ASSERT_EQ(newly[g], united[g]) << where;
      }
      ++compared;
      open += force.size() > 1 ? 1 : 0;
    }
  }
  EXPECT_GT(open, compared / 20);
  std::cout << compared << " instants, " << open << " of them open\n";
}

TEST(IndexSetTest, FindsTheLargestBelow) {
  for (const size_t size : {1u, 63u, 64u, 65u, 4'096u, 4'097u, 70'000u}) {
    IndexSet set(size);
    std::set<size_t> plain;
    std::mt19937_64 random(size);
    for (int i = 0; i < 2'000; ++i) {
      const size_t at = random() % size;
      if (random() % 3 == 0) {
        set.Erase(at);
        plain.erase(at);
      } else {
        set.Insert(at);
        plain.insert(at);
      }
      const size_t end = random() % (size + 1);
      const auto above = plain.lower_bound(end);
      const int expected = above == plain.begin() ? -1 : static_cast<int>(*std::prev(above));
      ASSERT_EQ(set.LastBelow(end), expected) << size << " below " << end;
      ASSERT_EQ(set.empty(), plain.empty());
    }
  }
}

TEST(PatternIndexTest, MatchesWhatEachPatternMatches) {
  const std::vector<std::string> patterns = {"us/*",  "us/a?", "*-cn", "?s/b", "*",     "**x",
                                             "eu/m1", "*a*b*", "a*z",  "us/",  "us/a*c"};
  const std::vector<std::string> slugs = {"us/a", "us/ab", "eu/m1", "us",  "x",    "xs/b",
                                          "az",   "abz",   "us/",   "-cn", "q-cn", "cab"};
  for (const std::string& pattern : patterns) {
    PatternIndex index;
    index.Add(pattern);
    for (const std::string& slug : slugs) {
      EXPECT_EQ(index.Matches(slug), MatchesGlob(pattern, slug)) << pattern << " " << slug;
    }
  }
  EXPECT_FALSE(PatternIndex().Matches("us/a"));
}

}  // namespace
}  // namespace decree
