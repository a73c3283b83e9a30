// Whether a history or a diff says what the naive oracle sees when it is asked at every point by
// brute force.
#ifndef DECREE_TESTS_DIFFERENTIAL_CHANGE_CHECKS_H_
#define DECREE_TESTS_DIFFERENTIAL_CHANGE_CHECKS_H_

#include <map>
#include <set>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/model/asked_date.h"
#include "gtest/gtest.h"
#include "tests/differential/both_ways.h"

namespace decree {

// The value on its axis that a change names.
inline int64_t KeyOf(const HistoryChange& change, bool is_instant) {
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

inline std::set<std::string> Comparable(const std::vector<std::string>& changed, const Fields& a,
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
inline std::string WhatDiffers(const BothWays& both, const HistoryAnswer& answer, Axis axis,
                               bool is_instant, oracle::Draws& draws, uint64_t& compared) {
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

// Empty when a diff says what the oracle says of its two ends.
inline std::string WhatDiffers(const DiffAnswer& answer, const Fields& before, const Fields& after,
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

}  // namespace decree

#endif  // DECREE_TESTS_DIFFERENTIAL_CHANGE_CHECKS_H_
