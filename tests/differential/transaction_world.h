// A transaction in a published world (tests/model/published_world.h), asked of the fast path and of
// the naive screening oracle under any view and on any day.
//
// DECREE_SEED and DECREE_WORLDS (environment) choose other or longer runs.
#ifndef DECREE_TESTS_DIFFERENTIAL_TRANSACTION_WORLD_H_
#define DECREE_TESTS_DIFFERENTIAL_TRANSACTION_WORLD_H_

#include <algorithm>
#include <functional>
#include <iostream>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/model/asked_date.h"
#include "core/query/questions.h"
#include "gtest/gtest.h"
#include "tests/differential/projected_history.h"
#include "tests/differential/world_records.h"
#include "tests/model/published_world.h"
#include "tests/model/screen_oracle.h"
#include "tests/model/screen_world.h"

namespace decree {

using Fields = std::vector<TransactionField>;
using oracle::ScreenResult;
using oracle::WorldView;

inline int64_t Exact(const std::string& rate) {
  const auto decimal = ParseDecimal(rate.substr(0, rate.size() - 1));
  EXPECT_TRUE(decimal.ok()) << rate;
  if (!decimal.ok()) return -1;
  auto exact = static_cast<int64_t>(decimal->unscaled);
  for (int i = decimal->scale; i < 10; ++i) exact *= 10;
  return exact;
}

// What both sides can say; base duties are no part of the answer.
inline std::string Text(const ScreenResult& result) {
  if (result.is_cycle) return absl::StrCat("cycle ", result.decision, " ", result.policy);
  return absl::StrCat(result.decision, " ", result.policy, " ", result.added);
}
inline std::string Text(const TransactionAnswer& answer) {
  if (!answer.trouble.empty()) {
    EXPECT_TRUE(absl::StrContains(answer.trouble, " a cycle (")) << answer.trouble;
    EXPECT_EQ(answer.added.rate, "unknown");
    return absl::StrCat("cycle ", NameOf(answer.decision), " ",
                        answer.policy ? NameOf(*answer.policy) : "");
  }
  return absl::StrCat(NameOf(answer.decision), " ", answer.policy ? NameOf(*answer.policy) : "",
                      " ", Exact(answer.added.rate));
}

// A point of an axis: a value of known_by, a position, or a civil instant.
struct Axes {
  WorldView view;
  int64_t civil_us = 0;
};

class World {
 public:
  World(std::vector<Event> events, Fields fields, const WorldView& view)
      : events_(std::move(events)),
        records_(RecordsOf(events_)),
        history_(records_),
        transaction_(*TransactionFromFields(fields)),
        view_(view) {}

  QuestionContext Context() const {
    return {history_.log(), history_.strands(), FilterOf(ViewOf(view_)), {}, {}};
  }
  ViewFilter FilterOf(const View& view) const { return history_.FilterOf(view); }
  static View ViewOf(const WorldView& from) {
    View view;
    view.known_by_us = from.known_by_us;
    view.position_max = from.position_max;
    view.recorded_us_max = from.recorded_us_max;
    view.reads_claims = from.reads_claims;
    return view;
  }

  TransactionHistoryAnswer History(Axis axis) const {
    TransactionHistoryQuestion question;
    question.transaction = transaction_;
    question.axes = {axis};
    const auto answer = AnswerTransactionHistory(Context(), question);
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.ok() ? *answer : TransactionHistoryAnswer();
  }

  ScreenResult Naive(const Axes& at) const {
    Transaction transaction = transaction_;
    transaction.on = FormatCivil(at.civil_us);
    return oracle::ScreenNaively(oracle::SeenOf(events_, at.view), transaction);
  }
  Axes Here() const { return {view_, transaction_.on.In("Etc/UTC")->first_civil_us}; }
  Axes At(Axis axis, int64_t key) const {
    Axes at = Here();
    if (axis == Axis::kKnown) at.view.known_by_us = std::min(key, view_.known_by_us);
    if (axis == Axis::kRecorded) {
      at.view.position_max = std::min(static_cast<uint64_t>(key), view_.position_max);
    }
    if (axis == Axis::kEffective) at.civil_us = key;
    return at;
  }

  // Wherever something could change on the axis.
  std::set<int64_t> Points(Axis axis) const {
    std::set<int64_t> points;
    for (size_t i = 0; i < events_.size(); ++i) {
      if (axis == Axis::kRecorded) points.insert(static_cast<int64_t>(i + 1));
      if (axis == Axis::kKnown && events_[i].published) {
        points.insert(events_[i].published->latest_utc_us);
      }
    }
    for (int month = 1; axis == Axis::kEffective && month <= 6; ++month) {
      for (const char* day : {"01", "02", "15"}) {
        points.insert(
            ParseWindow(absl::StrCat("2025-0", month, "-", day), "Etc/UTC")->first_civil_us);
      }
    }
    return points;
  }

  uint64_t PositionOf(const std::string& id) const {
    for (size_t i = 0; i < events_.size(); ++i) {
      if (events_[i].id == id) return i + 1;
    }
    return 0;
  }

  std::string Describe() const {
    std::string text = absl::StrCat(
        "known_by ", FormatUtc(view_.known_by_us), " positions to ", view_.position_max,
        view_.reads_claims ? " claimed by " : " recorded by ", view_.recorded_us_max, "\n");
    for (const Event& event : events_) absl::StrAppend(&text, EventToJson(event), "\n");
    for (const TransactionField& field : FieldsOf(transaction_)) {
      absl::StrAppend(&text, " ", field.name, "=", field.value);
    }
    return text;
  }

  const std::vector<Event>& events() const { return events_; }
  const Transaction& transaction() const { return transaction_; }

 private:
  const std::vector<Event> events_;
  const std::vector<oracle::Record> records_;
  const ProjectedHistory history_;
  const Transaction transaction_;
  const WorldView view_;
};

inline WorldView DrawView(oracle::Draws& draws, const std::vector<Event>& events) {
  WorldView view;
  view.known_by_us = kAxisMax;
  view.position_max = events.size();
  if (draws.Percent(25)) {
    view.known_by_us =
        ParseWindow(absl::StrCat("2025-0", draws.Between(2, 6)), "Etc/UTC")->last_civil_us;
  }
  if (draws.Percent(25)) view.position_max = 1 + draws.Below(events.size());
  if (draws.Percent(30)) {
    view.reads_claims = true;
    view.recorded_us_max = draws.Between(-2, static_cast<int64_t>(events.size()));
  }
  return view;
}

inline void ForEachWorld(uint64_t worlds, const std::function<void(oracle::Draws&)>& check) {
  const uint64_t seed = FromEnvironment("DECREE_SEED", 20251112);
  worlds = FromEnvironment("DECREE_WORLDS", worlds);
  std::cout << "seed " << seed << ", " << worlds << " worlds\n";
  for (uint64_t w = 0; w < worlds && !testing::Test::HasFailure(); ++w) {
    SCOPED_TRACE(absl::StrCat("world seed ", seed + w));
    oracle::Draws draws(seed + w);
    check(draws);
  }
}

inline TransactionAnswer AnswerAt(const World& world, const Transaction& transaction,
                                  const View& view) {
  QuestionContext context = world.Context();
  context.filter = world.FilterOf(view);
  ScreenQuestion question;
  question.transaction = transaction;
  const auto screened = AnswerScreen(context, question);
  EXPECT_TRUE(screened.ok()) << screened.status();
  TransactionAnswer answer;
  if (!screened.ok()) return answer;
  answer.decision = screened->decision;
  answer.policy = screened->policy;
  answer.added = screened->duty.added;
  answer.missing = screened->missing;
  answer.trouble = screened->trouble;
  return answer;
}

}  // namespace decree

#endif  // DECREE_TESTS_DIFFERENTIAL_TRANSACTION_WORLD_H_
