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
#include "core/query/questions.h"
#include "gtest/gtest.h"
#include "tests/differential/both_ways.h"

namespace decree {
namespace {

// The value on its axis that a change names.
int64_t KeyOf(const HistoryChange& change, bool is_instant) {
  if (change.axis == Axis::kRecorded) return static_cast<int64_t>(change.position);
  const absl::StatusOr<CivilWindow> window = ParseWindow(change.at, "Etc/UTC");
  EXPECT_TRUE(window.ok() || change.axis == Axis::kEffective) << window.status();
  if (change.axis == Axis::kEffective) {
    return ParseBound(change.at, BoundRole::kFrom, "Etc/UTC")->earliest_civil_us;
  }
  if (!IsInstantText(change.at)) return window->last_civil_us;
  const int64_t utc_us = ParseMoment(change.at, "Etc/UTC")->latest_utc_us;
  if (is_instant || change.at.back() == 'Z') return utc_us;
  int hours = 0, minutes = 0;
  const std::string offset = change.at.substr(change.at.size() - 6);
  EXPECT_TRUE(absl::SimpleAtoi(offset.substr(1, 2), &hours));
  EXPECT_TRUE(absl::SimpleAtoi(offset.substr(4, 2), &minutes));
  const int64_t seconds = hours * 3600 + minutes * 60;
  return utc_us + (offset[0] == '-' ? -seconds : seconds) * kMicrosPerSecond;
}

std::set<std::string> Comparable(const std::vector<std::string>& changed, const Fields& a,
                                 const Fields& b) {
  std::set<std::string> names;
  for (const std::string& name : changed) {
    if (a.find(name) == a.end()) continue;
    if (name == "terms" && (a.at(name).empty() || b.at(name).empty())) continue;
    names.insert(name);
  }
  return names;
}

// Empty when the answer's history is that of the oracle.
std::string WhatDiffers(const BothWays& both, Axis axis, bool is_instant, oracle::Draws& draws,
                        uint64_t& compared) {
  const HistoryAnswer answer = both.History(axis);
  std::map<int64_t, const HistoryChange*> changes;
  for (const HistoryChange& change : answer.changes) {
    const int64_t key = KeyOf(change, is_instant);
    if (!changes.emplace(key, &change).second) return "two changes at " + change.at;
    const Fields before = both.OracleAt(axis, key - 1);
    const Fields after = both.OracleAt(axis, key);
    ++compared;
    if (Comparable(change.changed, before, after) != Differing(before, after)) {
      return absl::StrCat("at ", change.at, " changed ", absl::StrJoin(change.changed, ","),
                          "\nbefore ", Text(before), "\nafter  ", Text(after));
    }
    if (!Differing(after, FieldsOf(change.state)).empty()) {
      return absl::StrCat("at ", change.at, "\noracle ", Text(after), "\nanswer ",
                          Text(FieldsOf(change.state)));
    }
    if (change.because.empty()) return "no event brought the change at " + change.at;
  }
  Fields start;
  for (const int64_t at : both.PointsToAsk(axis, draws)) {
    const Fields oracle = both.OracleAt(axis, at);
    auto change = changes.upper_bound(at);
    ++compared;
    if (change == changes.begin()) {
      // Nothing has changed yet: the oracle must say the same all along.
      if (start.empty()) start = oracle;
      if (!Differing(start, oracle).empty()) {
        return absl::StrCat("a change before ", at, " is missing\n", Text(start), "\n",
                            Text(oracle));
      }
      continue;
    }
    --change;
    const Fields told = FieldsOf(change->second->state);
    if (!Differing(oracle, told).empty()) {
      return absl::StrCat("after the change at ", change->second->at, ", at ", at, "\noracle ",
                          Text(oracle), "\nanswer ", Text(told));
    }
  }
  return "";
}

void CompareHistories(Axis axis) {
  uint64_t compared = 0;
  Runs::Of([&](const BothWays& both, const View& view, const std::vector<oracle::Record>&,
               oracle::Draws& draws) -> std::string {
    if (axis == Axis::kEffective && !both.Sees()) return "";
    return WhatDiffers(both, axis, view.known_by_is_instant, draws, compared);
  });
  std::cout << compared << " points compared\n";
  EXPECT_GT(compared, 0u);
}

TEST(ChangeDifferential, HistoryOnTheKnownAxis) { CompareHistories(Axis::kKnown); }
TEST(ChangeDifferential, HistoryOnTheRecordedAxis) { CompareHistories(Axis::kRecorded); }
TEST(ChangeDifferential, HistoryOnTheEffectiveAxis) { CompareHistories(Axis::kEffective); }

// Empty when a diff says what the oracle says of its two ends.
std::string WhatDiffers(const DiffAnswer& answer, const Fields& before, const Fields& after,
                        bool was_on_record) {
  const std::set<std::string> differing = Differing(before, after);
  if (answer.rows.empty()) {
    return differing.empty() ? "" : "no row, though " + absl::StrJoin(differing, ",");
  }
  const DiffRow& row = answer.rows.front();
  if (Comparable(row.changed, before, after) != differing) {
    return absl::StrCat("changed ", absl::StrJoin(row.changed, ","), "\nbefore ", Text(before),
                        "\nafter  ", Text(after));
  }
  if (row.before.has_value() != was_on_record) return "what was on record";
  if (row.before && !Differing(before, FieldsOf(*row.before)).empty()) {
    return absl::StrCat("before: oracle ", Text(before), "\nanswer ", Text(FieldsOf(*row.before)));
  }
  if (row.after && !Differing(after, FieldsOf(*row.after)).empty()) {
    return absl::StrCat("after: oracle ", Text(after), "\nanswer ", Text(FieldsOf(*row.after)));
  }
  const bool began = before.at("applies") == "no" && after.at("applies") == "yes";
  const bool ended = before.at("applies") == "yes" && after.at("applies") == "no";
  const DiffKind kind = began           ? DiffKind::kBegan
                        : ended         ? DiffKind::kEnded
                        : was_on_record ? DiffKind::kChanged
                                        : DiffKind::kNewlyKnown;
  if (row.kind != kind) return absl::StrCat("kind ", NameOf(row.kind), ", not ", NameOf(kind));
  return row.because.empty() ? "no event makes the difference" : "";
}

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
