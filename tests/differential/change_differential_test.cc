// Random histories: the changes that `history` and `diff` tell must be those that the naive oracle
// sees when it is asked at every point by brute force, on each axis.
//
// A failure prints the seed, the history as JSON Lines and the question. DECREE_SEED and
// DECREE_HISTORIES (environment) choose other or longer runs.

#include <map>
#include <set>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/codec/event_codec.h"
#include "core/model/asked_date.h"
#include "core/query/questions.h"
#include "gtest/gtest.h"
#include "tests/differential/change_checks.h"

namespace decree {
namespace {

void CompareHistories(Axis axis) {
  uint64_t compared = 0;
  Runs::Of(
      [&](const BothWays& both, const View& view, const std::vector<oracle::Record>&,
          oracle::Draws& draws) -> std::string {
        if (axis == Axis::kEffective && !both.Sees()) return "";
        return WhatDiffers(both, both.History(axis), axis, view.known_by_is_instant, draws,
                           compared);
      },
      /*with_claims=*/axis != Axis::kRecorded);  // claims have no history of that
  std::cout << compared << " points compared\n";
  EXPECT_GT(compared, 0u);
}

TEST(ChangeDifferential, HistoryOnTheKnownAxis) { CompareHistories(Axis::kKnown); }
TEST(ChangeDifferential, HistoryOnTheRecordedAxis) { CompareHistories(Axis::kRecorded); }
TEST(ChangeDifferential, HistoryOnTheEffectiveAxis) { CompareHistories(Axis::kEffective); }

TEST(ChangeDifferential, DiffOnEveryAxis) {
  uint64_t rows = 0, compared = 0;
  Runs::Of([&](const BothWays& both, const View& view, const std::vector<oracle::Record>& history,
               oracle::Draws& draws) -> std::string {
    for (int i = 0; i < 12; ++i) {
      const Axis axis = static_cast<Axis>(i % 3);
      View before = view, after = view;
      std::string from = DrawOn(draws, history), to = DrawOn(draws, history);
      if (from > to) std::swap(from, to);
      CivilWindow first = both.Window(), last = first;
      if (axis == Axis::kEffective) {
        first = *ParseWindow(from, "Etc/UTC");
        last = *ParseWindow(to, "Etc/UTC");
        if (first.first_civil_us > last.first_civil_us) continue;
      } else if (axis == Axis::kKnown) {
        before.known_by_is_instant = after.known_by_is_instant = false;
        before.known_by_us = ParseWindow(from, "Etc/UTC")->last_civil_us;
        after.known_by_us = ParseWindow(to, "Etc/UTC")->last_civil_us;
        if (before.known_by_us > after.known_by_us) continue;
      } else if (view.reads_claims) {
        before.recorded_us_max = draws.OneOf(history).recorded_us - draws.Between(0, 1);
        after.recorded_us_max = std::max(before.recorded_us_max, draws.OneOf(history).recorded_us);
      } else {
        before.position_max = draws.Below(history.size() + 1);
        after.position_max = before.position_max + draws.Below(history.size() + 1);
        before.recorded_us_max = after.recorded_us_max = kAxisMax;
      }
      const DiffAnswer answer = both.Diff(axis, before, after, from, to);
      // What neither end sees is no row, though its evidence may say that it was retracted.
      if (!both.OnRecord(before) && !both.OnRecord(after)) {
        if (!answer.rows.empty()) return "a row of nothing";
        continue;
      }
      ++compared;
      rows += answer.rows.size();
      const std::string wrong = WhatDiffers(answer, both.Oracle(before, first),
                                            both.Oracle(after, last), both.OnRecord(before));
      if (!wrong.empty()) return absl::StrCat(NameOf(axis), " ", from, "..", to, ": ", wrong);
    }
    return "";
  });
  std::cout << compared << " diffs compared, " << rows << " with a row\n";
  EXPECT_GT(rows, 0u);
}

}  // namespace
}  // namespace decree
