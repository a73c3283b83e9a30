// What is done for each of many acts, counted: strands are read once a call, a walk visits a few of
// thousands of acts, and what many repairs come to is what they come to one by one.
#include <algorithm>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/append/act_warnings.h"
#include "core/query/state/facet_sweep.h"
#include "core/query/state/resolve.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/query/projected_log.h"

namespace decree {
namespace {

std::string DayText(int64_t day) {
  return FormatCivil((14'000 + day) * kMicrosPerDay).substr(0, 10);
}

class CountedLoads final : public StrandReader {
 public:
  explicit CountedLoads(const StrandReader& strands) : strands_(strands) {}
  absl::StatusOr<Strand> Load(absl::string_view projection,
                              absl::string_view entity) const override {
    ++loads;
    return strands_.Load(projection, entity);
  }
  absl::StatusOr<std::vector<RepairEntry>> Repairs(uint64_t root) const override {
    return strands_.Repairs(root);
  }
  absl::StatusOr<std::vector<std::string>> Entities(absl::string_view projection,
                                                    absl::string_view prefix) const override {
    return strands_.Entities(projection, prefix);
  }
  mutable int loads = 0;

 private:
  const StrandReader& strands_;
};

// The steps that an amendment without end covers, one by one, as the words of its warning name it.
std::vector<std::string> CoveredOneByOne(const std::vector<NewEvent>& events,
                                         const StrandReader& strands) {
  std::vector<std::string> covered;
  for (const NewEvent& added : events) {
    const Event& event = added.event();
    if (event.kind != EventKind::kAmended || !event.terms || event.effective->to) continue;
    const ActRecord own = MakeActRecord(event, 0);
    const absl::StatusOr<Strand> strand = strands.Load("controls", "m/" + event.measure);
    for (const ActRecord& other : strand->acts) {
      if (!other.Has(kActGivesTerms) || other.id_hash == own.id_hash) continue;
      if (other.from_earliest > own.from_earliest && other.stated_us < own.stated_us) {
        covered.push_back(absl::StrCat("event \"", event.id, "\": amends ", event.measure, " from ",
                                       FormatCivil(own.from_earliest), " on without end, so it ",
                                       "also covers a step scheduled earlier for ",
                                       FormatCivil(other.from_earliest), " (position ",
                                       other.position, ")"));
        break;
      }
    }
  }
  return covered;
}

TEST(ActGrowthTest, WarningsReadEachMeasureOnce) {
  std::mt19937_64 random(7);
  const auto draw = [&random](int64_t below) {
    return static_cast<int64_t>(random() % static_cast<uint64_t>(below));
  };
  ProjectedLog log;
  std::vector<NewEvent> events;
  for (int i = 0; i < 400; ++i) {
    const std::string text = absl::StrCat(
        R"({"id":"e)", i, R"(","kind":")", draw(4) == 0 ? "imposed" : "amended",
        R"(","measure":"us/m)", draw(2), R"(","actor":{"jurisdiction":"US"},"stated":")",
        DayText(draw(60)), R"(","effective":{"from":")", DayText(draw(60)), "\"",
        draw(3) == 0 ? R"(,"to":"2030-01-01")" : "", R"(},"terms":{"text":"x"}})");
    log.Add(text);
    events.push_back({EventOf(text), {}});
  }
  const CountedLoads strands(log.strands());
  std::vector<AppendWarning> warnings;
  AddActWarnings(events, {log.log(), strands, ViewFilter{View(), {}}, {}}, warnings);
  warnings.erase(std::remove_if(warnings.begin(), warnings.end(),
                                [](const AppendWarning& warning) {
                                  return !absl::StrContains(warning.text, "also covers a step");
                                }),
                 warnings.end());
  EXPECT_EQ(strands.loads, 2);
  const std::vector<std::string> expected = CoveredOneByOne(events, log.strands());
  ASSERT_EQ(warnings.size(), expected.size());
  EXPECT_GT(warnings.size(), 50u);
  for (size_t i = 0; i < warnings.size(); ++i) {
    EXPECT_THAT(warnings[i].text, ::testing::StartsWith(expected[i]));
  }
}

TEST(ActGrowthTest, AWalkVisitsFewOfManyActs) {
  constexpr size_t kGrownActs = 4'000;
  constexpr EventKind kKinds[] = {EventKind::kImposed, EventKind::kSuspended, EventKind::kResumed,
                                  EventKind::kAmended, EventKind::kExtended};
  VisibleStrand strand;
  strand.acts.resize(kGrownActs);
  std::vector<FoldAct> acts;
  for (size_t i = 0; i < kGrownActs; ++i) {
    VisibleAct& act = strand.acts[i];
    ActRecord& record = act.record;
    record.position = i + 1;
    record.stated_us = static_cast<int64_t>(i);
    record.kind = kKinds[i % std::size(kKinds)];
    record.from_earliest = record.from_latest = static_cast<int64_t>(i * 7 % kGrownActs);
    record.to_earliest = record.to_latest = record.from_earliest + 30;
    record.flags = kActHasFrom | kActHasTo;
    FoldAct& folded = acts.emplace_back();
    folded.act = &act;
    folded.readings = {Reading{record, {}}};
  }
  ForceSweep sweep(acts);
  size_t visited_max = 0;
  for (int64_t t = 0; t < static_cast<int64_t>(kGrownActs); t += 50) {
    for (size_t i = 0; i < kGrownActs; ++i) sweep.Look(i, t);
    const WalkedActs* const walked = sweep.Walked();
    ASSERT_NE(walked, nullptr);
    visited_max = std::max(visited_max, walked->size());
  }
  EXPECT_GT(visited_max, 1u);
  EXPECT_LE(visited_max, 16u);
}

TEST(ActGrowthTest, OfManyRepairsTheNewestThatStandsCounts) {
  ProjectedLog log;
  log.Add(ActText("a", "imposed", R"("stated":"2025-01-01","effective":{"from":"2025-02-01"})"));
  constexpr int kRepairs = 40, kStanding = 17;
  uint64_t standing = 0;
  for (int i = 0; i < kRepairs; ++i) {
    const uint64_t position =
        log.Add(absl::StrCat(R"({"id":"c)", i, R"(","kind":"corrected","target":"a",)",
                             R"("replacement":{"note":"n)", i, R"("}})"));
    if (i == kStanding) standing = position;
  }
  for (int i = kRepairs - 1; i > kStanding; --i) {
    log.Add(absl::StrCat(R"({"id":"r)", i, R"(","kind":"retracted","target":"c)", i, R"("})"));
  }
  const auto strand = log.strands().Load("controls", "m/us/a");
  ASSERT_TRUE(strand.ok()) << strand.status();
  const auto seen = See(*strand, "m/us/a", log.strands(), ViewFilter());
  ASSERT_TRUE(seen.ok()) << seen.status();
  ASSERT_EQ(seen->acts.size(), 1u);
  EXPECT_EQ(seen->acts[0].repair, standing);
  EXPECT_EQ(seen->acts[0].body, standing);
}

}  // namespace
}  // namespace decree
