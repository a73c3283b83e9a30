// BothWays asks one drawn history of the fast path and of the naive oracle; Runs draws many. For
// tests of the questions about change.
//
// DECREE_SEED and DECREE_HISTORIES (environment) choose other or longer runs.
#ifndef DECREE_TESTS_DIFFERENTIAL_BOTH_WAYS_H_
#define DECREE_TESTS_DIFFERENTIAL_BOTH_WAYS_H_

#include <algorithm>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/codec/event_codec.h"
#include "core/model/asked_date.h"
#include "core/projections/event_reader.h"
#include "core/query/questions.h"
#include "core/query/state/measure_state.h"
#include "gtest/gtest.h"
#include "tests/differential/projected_history.h"

namespace decree {

inline constexpr char kMeasure[] = "m0";

using Fields = std::map<std::string, std::string>;

// What the oracle and an answer can both say. Terms only where some are in effect.
inline std::string TermsText(std::set<std::string> terms) { return absl::StrJoin(terms, " | "); }

inline Fields FieldsOf(const MeasureState& state) {
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
    return OracleOf(kMeasure, view, window);
  }
  Fields OracleOf(const std::string& measure, const View& view, const CivilWindow& window) const {
    const oracle::StateSet set = oracle::Ask(history_, {measure, window, view});
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

  OutlookAnswer Outlook(const std::string& from, int64_t days) const {
    OutlookQuestion question;
    question.on = from;
    question.days = days;
    question.measure = kMeasure;
    const auto answer = AnswerOutlook(Context(view_), question);
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.ok() ? *answer : OutlookAnswer();
  }

  HistoryAnswer History(Axis axis) const {
    HistoryQuestion question;
    question.measure = kMeasure;
    question.effective_on = on_;
    question.axes = {axis};
    const auto answer = AnswerHistory(Context(view_), question, {});
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
    const bool moves = axis == Axis::kEffective;
    if (!moves) question.effective_on = on_;
    const auto answer = AnswerDiff({Context(before), moves ? from : on_},
                                   {Context(after), moves ? to : on_}, question, {});
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
    const ViewFilter filter = fast_.FilterOf(view);
    EventReader events(fast_.log());
    StateBuilder builder(fast_.strands(), events, filter);
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
                    view_.position_max, view_.reads_claims ? ", claimed by " : ", recorded by ",
                    view_.recorded_us_max == kAxisMax ? "-" : FormatUtc(view_.recorded_us_max),
                    ", floor ", NameOf(view_.floor), "\n");
    return text;
  }

 private:
  QuestionContext Context(const View& view) const {
    QuestionContext context{fast_.log(), fast_.strands(), fast_.FilterOf(view), {}, {}};
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

// The fields that differ, less terms where one side has none in effect: what an answer shows there
// are the plan's.
inline std::set<std::string> Differing(const Fields& a, const Fields& b) {
  std::set<std::string> names;
  for (const auto& [name, value] : a) {
    if (name == "terms" && (value.empty() || b.at(name).empty())) continue;
    if (value != b.at(name)) names.insert(name);
  }
  return names;
}

inline std::string Text(const Fields& fields) {
  return absl::StrJoin(fields, " ", absl::PairFormatter("="));
}

inline View DrawView(oracle::Draws& draws, const std::vector<oracle::Record>& history) {
  const oracle::Question question = oracle::DrawQuestion(draws, history);
  return question.view;
}

inline std::string DrawOn(oracle::Draws& draws, const std::vector<oracle::Record>& history) {
  const oracle::Question question = oracle::DrawQuestion(draws, history);
  const std::string day = FormatCivil(question.window.first_civil_us).substr(0, 10);
  return draws.Percent(90) ? day : day.substr(0, 7);
}

class Runs {
 public:
  // Calls `check` for many histories; it returns what is wrong, empty: nothing.
  template <typename Check>
  static void Of(Check check, bool with_claims = true) {
    const uint64_t seed = FromEnvironment("DECREE_SEED", 20251110);
    const uint64_t histories = FromEnvironment("DECREE_HISTORIES", 6'000);
    std::cout << "seed " << seed << ", " << histories << " histories\n";
    int mismatches = 0;
    for (uint64_t h = 0; h < histories && mismatches < 3; ++h) {
      oracle::Draws draws(seed + h);
      const std::vector<oracle::Record> history = DrawReadHistory(draws);
      View view = DrawView(draws, history);
      if (!with_claims) view.reads_claims = false;
      const BothWays both(history, view, DrawOn(draws, history));
      const std::string wrong = check(both, view, history, draws);
      if (wrong.empty()) continue;
      ++mismatches;
      ADD_FAILURE() << "history seed " << seed + h << ": " << wrong << "\n" << both.Describe();
    }
  }
};

}  // namespace decree

#endif  // DECREE_TESTS_DIFFERENTIAL_BOTH_WAYS_H_
