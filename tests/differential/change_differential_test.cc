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
#include "tests/differential/projected_history.h"

namespace decree {
namespace {

constexpr char kMeasure[] = "m0";

using Fields = std::map<std::string, std::string>;

// What the oracle and an answer can both say. Terms only where some are in effect.
std::string TermsText(std::set<std::string> terms) { return absl::StrJoin(terms, " | "); }

Fields FieldsOf(const MeasureState& state) {
  std::set<std::string> terms;
  if (state.terms) terms.insert(TermsToJson(*state.terms));
  for (const Terms& possible : state.terms_possible) terms.insert(TermsToJson(possible));
  return {{"applies", std::string(NameOf(state.applies))},
          {"commitment", std::string(NameOf(state.commitment))},
          {"force", std::to_string(state.force.bits())},
          {"legality", std::to_string(state.legality.bits())},
          {"enforcement", std::to_string(state.enforcement.bits())},
          {"evidence", std::string(NameOf(state.evidence))},
          {"terms", TermsText(terms)}};
}

// One history, both ways.
class BothWays {
 public:
  BothWays(const std::vector<oracle::Record>& history, const View& view, std::string on)
      : history_(history), view_(view), on_(std::move(on)), fast_(history) {}

  Fields Oracle(const View& view, const CivilWindow& window) const {
    const oracle::StateSet set = oracle::Ask(history_, {kMeasure, window, view});
    EventReader events(fast_.log());
    std::set<std::string> terms;
    for (const uint64_t position : set.terms_from) {
      if (position == 0) continue;
      const auto body = events.Body(position);
      EXPECT_TRUE(body.ok()) << body.status();
      if ((*body)->terms) terms.insert(TermsToJson(*(*body)->terms));
    }
    const Answer applies = set.applies.decided() ? set.applies.value() : Answer::kUndetermined;
    return {{"applies", std::string(NameOf(applies))},
            {"commitment", std::string(NameOf(set.commitment))},
            {"force", std::to_string(set.force.bits())},
            {"legality", std::to_string(set.legality.bits())},
            {"enforcement", std::to_string(set.enforcement.bits())},
            {"evidence", std::string(NameOf(set.evidence))},
            {"terms", TermsText(terms)}};
  }

  // The oracle at one point of an axis: a value of known_by, a position, or a civil instant.
  Fields OracleAt(Axis axis, int64_t at) const {
    View view = view_;
    CivilWindow window = Window();
    if (axis == Axis::kKnown) view.known_by_us = std::min(at, view.known_by_us);
    if (axis == Axis::kRecorded) {
      view.position_max = std::min(static_cast<uint64_t>(at), view.position_max);
    }
    if (axis == Axis::kEffective) window = {at, at};
    return Oracle(view, window);
  }

  CivilWindow Window() const { return *ParseWindow(on_, "Etc/UTC"); }

  HistoryAnswer History(Axis axis) const {
    HistoryQuestion question;
    question.measure = kMeasure;
    question.effective_on = on_;
    question.axes = {axis};
    const auto answer = AnswerHistory(Context(view_), question);
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.ok() ? *answer : HistoryAnswer();
  }

  DiffAnswer Diff(Axis axis, const View& before, const View& after, const std::string& from,
                  const std::string& to) const {
    DiffQuestion question;
    question.axis = axis;
    question.measure = kMeasure;
    question.before = from;
    question.after = to;
    if (axis != Axis::kEffective) question.effective_on = on_;
    const auto answer = AnswerDiff(Context(before), Context(after), question);
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.ok() ? *answer : DiffAnswer();
  }

  // Every point at which something of the history could change, and its neighbours.
  std::set<int64_t> PointsToAsk(Axis axis, oracle::Draws& draws) const {
    std::set<int64_t> points;
    for (const oracle::Record& record : history_) {
      if (axis == Axis::kRecorded) points.insert(static_cast<int64_t>(record.position));
      if (axis == Axis::kKnown) AddKnown(record.event, points);
      if (axis == Axis::kEffective) AddBounds(record.event, points);
    }
    if (axis == Axis::kRecorded) return points;
    std::set<int64_t> all;
    for (const int64_t at : points) {
      for (const int64_t beside : {at - 1, at, at + 1}) all.insert(beside);
    }
    for (int i = 0; i < 20; ++i) {
      all.insert(draws.Between(20'090, 20'190) * kMicrosPerDay + draws.Between(-1, 1));
    }
    return all;
  }

  bool Sees() const { return history_.size() > 0 && OnRecord(view_); }
  bool OnRecord(const View& view) const {
    const Sight sight = fast_.SightOf(view);
    EventReader events(fast_.log());
    StateBuilder builder(fast_.strands(), events, sight);
    return !builder.Load(kMeasure)->own.acts.empty();
  }

  std::string Describe() const {
    std::string text;
    for (const oracle::Record& record : history_) {
      absl::StrAppend(&text, record.position, ": ", EventToJson(record.event), "\n");
    }
    absl::StrAppend(&text, "on ", on_, ", known_by ",
                    view_.known_by_us == kAxisMax ? "-" : FormatUtc(view_.known_by_us),
                    view_.known_by_is_instant ? " (instant)" : " (civil)", ", position_max ",
                    view_.position_max, ", floor ", NameOf(view_.floor), "\n");
    return text;
  }

 private:
  QuestionContext Context(const View& view) const {
    QuestionContext context{fast_.log(), fast_.strands(), fast_.SightOf(view), {}, {}};
    return context;
  }

  void AddKnown(const Event& event, std::set<int64_t>& points) const {
    const std::optional<Moment>& moment = event.published ? event.published : event.stated;
    if (moment) {
      const int64_t offset_us =
          view_.known_by_is_instant ? 0 : int64_t{moment->utc_offset_s} * kMicrosPerSecond;
      points.insert(moment->latest_utc_us + offset_us);
    }
    if (event.replacement != nullptr) AddKnown(*event.replacement, points);
  }

  static void AddBounds(const Event& event, std::set<int64_t>& points) {
    const auto add = [&points](const Bound& bound) {
      for (const int64_t at : {bound.earliest_civil_us, bound.latest_civil_us}) {
        if (at != kAxisMin && at != kAxisMax) points.insert(at);
      }
    };
    if (event.effective && event.effective->from) add(*event.effective->from);
    if (event.effective && event.effective->to) add(*event.effective->to);
    if (event.stated) add(StartOfMoment(*event.stated));
    if (event.published) add(StartOfMoment(*event.published));
    if (event.replacement != nullptr) AddBounds(*event.replacement, points);
  }

  const std::vector<oracle::Record>& history_;
  const View view_;
  const std::string on_;
  const ProjectedHistory fast_;
};

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

// The fields that differ, less terms where one side has none in effect: what an answer shows there
// are the plan's.
std::set<std::string> Differing(const Fields& a, const Fields& b) {
  std::set<std::string> names;
  for (const auto& [name, value] : a) {
    if (name == "terms" && (value.empty() || b.at(name).empty())) continue;
    if (value != b.at(name)) names.insert(name);
  }
  return names;
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

std::string Text(const Fields& fields) {
  return absl::StrJoin(fields, " ", absl::PairFormatter("="));
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

View DrawView(oracle::Draws& draws, const std::vector<oracle::Record>& history) {
  const oracle::Question question = oracle::DrawQuestion(draws, history);
  return question.view;
}

std::string DrawOn(oracle::Draws& draws, const std::vector<oracle::Record>& history) {
  const oracle::Question question = oracle::DrawQuestion(draws, history);
  const std::string day = FormatCivil(question.window.first_civil_us).substr(0, 10);
  return draws.Percent(90) ? day : day.substr(0, 7);
}

class Runs {
 public:
  // Calls `check` for many histories; it returns what is wrong, empty: nothing.
  template <typename Check>
  static void Of(Check check) {
    const uint64_t seed = FromEnvironment("DECREE_SEED", 20251110);
    const uint64_t histories = FromEnvironment("DECREE_HISTORIES", 6'000);
    std::cout << "seed " << seed << ", " << histories << " histories\n";
    int mismatches = 0;
    for (uint64_t h = 0; h < histories && mismatches < 3; ++h) {
      oracle::Draws draws(seed + h);
      const std::vector<oracle::Record> history = DrawReadHistory(draws);
      if (MovesADisputedAct(history)) continue;
      const View view = DrawView(draws, history);
      const BothWays both(history, view, DrawOn(draws, history));
      const std::string wrong = check(both, view, history, draws);
      if (wrong.empty()) continue;
      ++mismatches;
      ADD_FAILURE() << "history seed " << seed + h << ": " << wrong << "\n" << both.Describe();
    }
  }
};

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
