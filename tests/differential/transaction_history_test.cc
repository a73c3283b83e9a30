// The history of a transaction's answer and the recheck of decisions, held against the naive
// screening oracle, asked by brute force wherever something could have changed.
//
// DECREE_SEED and DECREE_WORLDS (environment) choose other or longer runs.
#include <algorithm>
#include <functional>
#include <iostream>
#include <map>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/query/questions.h"
#include "gtest/gtest.h"
#include "tests/differential/projected_history.h"
#include "tests/model/published_world.h"
#include "tests/model/screen_oracle.h"
#include "tests/model/screen_world.h"

namespace decree {
namespace {

using Fields = std::vector<TransactionField>;
using oracle::ScreenResult;
using oracle::WorldView;

std::vector<oracle::Record> RecordsOf(const std::vector<Event>& world) {
  std::vector<oracle::Record> records;
  records.reserve(world.size());
  for (const Event& event : world) {
    records.push_back({records.size() + 1, static_cast<int64_t>(records.size()), event});
  }
  return records;
}

int64_t Exact(const std::string& rate) {
  const auto decimal = ParseDecimal(rate.substr(0, rate.size() - 1));
  EXPECT_TRUE(decimal.ok()) << rate;
  if (!decimal.ok()) return -1;
  int64_t exact = decimal->unscaled;
  for (int i = decimal->scale; i < 10; ++i) exact *= 10;
  return exact;
}

// What both sides can say; base duties are no part of the answer.
std::string Text(const ScreenResult& result) {
  return result.is_cycle ? "cycle"
                         : absl::StrCat(result.decision, " ", result.policy, " ", result.added);
}
std::string Text(const TransactionAnswer& answer) {
  if (!answer.trouble.empty()) {
    EXPECT_TRUE(absl::StrContains(answer.trouble, "form a cycle")) << answer.trouble;
    return "cycle";
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
    return {history_.log(), history_.strands(), Sight{ViewOf(view_), {}}, {}, {}};
  }
  static View ViewOf(const WorldView& from) {
    View view;
    view.known_by_us = from.known_by_us;
    view.position_max = from.position_max;
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
  Axes Here() const { return {view_, ParseWindow(transaction_.on, "Etc/UTC")->first_civil_us}; }
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
    std::string text = absl::StrCat("known_by ", FormatUtc(view_.known_by_us), " positions to ",
                                    view_.position_max, "\n");
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

int64_t KeyOf(const TransactionChange& change) {
  if (change.axis == Axis::kRecorded) return static_cast<int64_t>(change.position);
  const CivilWindow window = *ParseWindow(change.at, "Etc/UTC");
  return change.axis == Axis::kKnown ? window.last_civil_us : window.first_civil_us;
}

struct Counts {
  uint64_t points = 0, changes = 0, causes = 0, flips = 0, late = 0;
};

// Each of the events named must make a difference on its own on one of the sides.
void CheckCauses(const World& world, const TransactionChange& change, const Axes& before,
                 const Axes& after, Counts& counts) {
  ASSERT_FALSE(change.because.empty()) << change.at;
  const auto matters = [&](uint64_t position) {
    Axes without_after = after, without_before = before;
    without_after.view.without.insert(position);
    without_before.view.without.insert(position);
    return Text(world.Naive(without_after)) != Text(world.Naive(after)) ||
           Text(world.Naive(without_before)) != Text(world.Naive(before));
  };
  // What became public at the point and matters on its own is named.
  for (size_t i = 0; change.axis == Axis::kKnown && i < world.events().size(); ++i) {
    const Event& event = world.events()[i];
    const bool is_of_the_point = event.published && i + 1 <= after.view.position_max &&
                                 event.published->latest_utc_us == after.view.known_by_us;
    if (!is_of_the_point || !matters(i + 1)) continue;
    EXPECT_TRUE(std::find(change.because.begin(), change.because.end(), event.id) !=
                change.because.end())
        << event.id << " is not named at " << change.at << "\n"
        << world.Describe();
  }
  if (change.because.size() == 1) return;
  bool any_alone = false, all_alone = true;
  for (const std::string& id : change.because) {
    const bool alone = matters(world.PositionOf(id));
    any_alone = any_alone || alone;
    all_alone = all_alone && alone;
    ++counts.causes;
  }
  EXPECT_EQ(any_alone, all_alone) << "at " << change.at << " because "
                                  << absl::StrJoin(change.because, ",") << "\n"
                                  << world.Describe();
}

void CheckAxis(const World& world, Axis axis, Counts& counts) {
  const TransactionHistoryAnswer answer = world.History(axis);
  ASSERT_EQ(answer.starts.size(), 1u);
  std::map<int64_t, const TransactionChange*> changes;
  for (const TransactionChange& change : answer.changes) {
    const int64_t key = KeyOf(change);
    ASSERT_TRUE(changes.emplace(key, &change).second) << "two changes at " << change.at;
    const Axes before = world.At(axis, key - 1), after = world.At(axis, key);
    EXPECT_NE(Text(world.Naive(before)), Text(world.Naive(after)))
        << "nothing changes at " << change.at << "\n"
        << world.Describe();
    CheckCauses(world, change, before, after, counts);
  }
  counts.changes += changes.size();
  for (const int64_t key : world.Points(axis)) {
    for (const int64_t at : {key - 1, key}) {
      const auto next = changes.upper_bound(at);
      const TransactionAnswer& told =
          next == changes.begin() ? answer.starts.front().answer : std::prev(next)->second->answer;
      ++counts.points;
      // A cycle is a cycle whichever rules form it.
      ASSERT_EQ(Text(told), Text(world.Naive(world.At(axis, at))))
          << NameOf(axis) << " at " << at << "\n"
          << world.Describe();
    }
  }
}

WorldView DrawView(oracle::Draws& draws, const std::vector<Event>& events) {
  WorldView view;
  view.known_by_us = kAxisMax;
  view.position_max = events.size();
  if (draws.Percent(25)) {
    view.known_by_us =
        ParseWindow(absl::StrCat("2025-0", draws.Between(2, 6)), "Etc/UTC")->last_civil_us;
  }
  if (draws.Percent(25)) view.position_max = 1 + draws.Below(events.size());
  return view;
}

void ForEachWorld(uint64_t worlds, const std::function<void(oracle::Draws&)>& check) {
  const uint64_t seed = FromEnvironment("DECREE_SEED", 20251112);
  worlds = FromEnvironment("DECREE_WORLDS", worlds);
  std::cout << "seed " << seed << ", " << worlds << " worlds\n";
  for (uint64_t w = 0; w < worlds && !testing::Test::HasFailure(); ++w) {
    SCOPED_TRACE(absl::StrCat("world seed ", seed + w));
    oracle::Draws draws(seed + w);
    check(draws);
  }
}

TEST(TransactionHistoryDifferential, ChangesWhereTheOracleDoes) {
  Counts counts;
  ForEachWorld(700, [&](oracle::Draws& draws) {
    const std::vector<Event> events = oracle::PublishWorld(draws, oracle::DrawWorld(draws));
    for (int i = 0; i < 3; ++i) {
      const Fields fields = oracle::DrawTransaction(draws);
      const World world(events, fields, DrawView(draws, events));
      for (const Axis axis : {Axis::kKnown, Axis::kRecorded, Axis::kEffective}) {
        CheckAxis(world, axis, counts);
      }
    }
  });
  std::cout << counts.points << " points, " << counts.changes << " changes, " << counts.causes
            << " causes tried\n";
  EXPECT_GT(counts.changes, 700u);
  EXPECT_GT(counts.causes, 20u);
}

TransactionAnswer AnswerAt(const World& world, const Transaction& transaction, const View& view) {
  QuestionContext context = world.Context();
  context.sight.view = view;
  ScreenQuestion question;
  question.transaction = transaction;
  const auto screened = AnswerScreen(context, question);
  TransactionAnswer answer;
  if (!screened.ok()) {
    answer.trouble = std::string(screened.status().message());
    answer.added.rate = "unknown";
    return answer;
  }
  answer.decision = screened->decision;
  answer.policy = screened->policy;
  answer.added = screened->duty.added;
  answer.missing = screened->missing;
  return answer;
}

std::string WholeText(const TransactionAnswer& answer) {
  return absl::StrCat(NameOf(answer.decision), " ", answer.policy ? NameOf(*answer.policy) : "",
                      " ", answer.added.rate, " ", answer.added.rate_min, " ",
                      answer.added.rate_max, " ", absl::StrJoin(answer.missing, ","), " ",
                      answer.trouble.empty() ? "" : "cycle");
}

// With facts left out, the history at each point says what a screening there says.
TEST(TransactionHistoryDifferential, WithFactsLeftOutItIsTheScreeningAtEachPoint) {
  ForEachWorld(400, [&](oracle::Draws& draws) {
    const std::vector<Event> events = oracle::PublishWorld(draws, oracle::DrawWorld(draws));
    Fields fields = oracle::DrawTransaction(draws);
    const std::set<std::string> out = {draws.OneOf(oracle::FactNames()),
                                       draws.OneOf(oracle::FactNames())};
    fields.erase(std::remove_if(fields.begin(), fields.end(),
                                [&](const auto& field) { return out.contains(field.name); }),
                 fields.end());
    const World world(events, fields, DrawView(draws, events));
    for (const Axis axis : {Axis::kKnown, Axis::kRecorded}) {
      const TransactionHistoryAnswer answer = world.History(axis);
      ASSERT_EQ(answer.starts.size(), 1u);
      for (const int64_t key : world.Points(axis)) {
        const TransactionAnswer* told = &answer.starts.front().answer;
        for (const TransactionChange& change : answer.changes) {
          if (KeyOf(change) <= key) told = &change.answer;
        }
        const Axes at = world.At(axis, key);
        ASSERT_EQ(WholeText(*told),
                  WholeText(AnswerAt(world, world.transaction(), World::ViewOf(at.view))))
            << NameOf(axis) << " at " << key << "\n"
            << world.Describe();
      }
    }
  });
}

// What was decided, and what the oracle says it should have been.
void CheckRow(const World& world, const PastDecision& decision, const DecisionViews& views,
              const RecheckRow& row, Counts& counts) {
  const auto naive = [&](const View& view) {
    Axes at = world.Here();
    at.view.known_by_us = view.known_by_us;
    at.view.position_max = view.position_max;
    return Text(world.Naive(at));
  };
  ASSERT_TRUE(row.trouble.ok()) << row.trouble;
  EXPECT_EQ(Text(row.then), naive(views.then)) << world.Describe();
  EXPECT_EQ(Text(row.known_then), naive(views.known_then)) << world.Describe();
  EXPECT_EQ(Text(row.now), naive(views.now)) << world.Describe();
  const auto without_policy = [](const std::string& text) {
    const size_t first = text.find(' '), last = text.rfind(' ');
    return first == std::string::npos ? text : text.substr(0, first) + text.substr(last);
  };
  const std::string decided = absl::StrCat(decision.decision, " ", Exact(decision.added));
  const auto agrees = [&](const View& view) { return without_policy(naive(view)) == decided; };
  EXPECT_EQ(row.is_correct_as_known_then, agrees(views.known_then));
  EXPECT_EQ(row.is_correct_now, agrees(views.now));
  EXPECT_EQ(row.is_reproduced, agrees(views.then));
  EXPECT_EQ(row.is_flipped, without_policy(naive(views.then)) != without_policy(naive(views.now)));
  EXPECT_EQ(row.is_knowable_not_recorded,
            without_policy(naive(views.held)) != without_policy(naive(views.known_then)));
  EXPECT_EQ(row.because.empty(), !row.is_flipped) << world.Describe();
  for (const std::string& id : row.because) {
    const uint64_t position = world.PositionOf(id);
    const Event& event = world.events()[position - 1];
    // An event that the decision's own view saw has flipped nothing.
    const bool was_seen =
        position <= views.then.position_max &&
        (!event.published || event.published->latest_utc_us <= views.then.known_by_us);
    EXPECT_FALSE(was_seen && event.kind != EventKind::kRetracted) << id << world.Describe();
  }
  counts.flips += row.is_flipped ? 1 : 0;
  counts.late += row.is_knowable_not_recorded ? 1 : 0;
}

TEST(TransactionHistoryDifferential, DecisionsAreJudgedAsTheOracleJudges) {
  Counts counts;
  ForEachWorld(700, [&](oracle::Draws& draws) {
    const std::vector<Event> events = oracle::PublishWorld(draws, oracle::DrawWorld(draws));
    WorldView whole;
    whole.known_by_us = kAxisMax;
    whole.position_max = events.size();
    const World world(events, oracle::DrawTransaction(draws), whole);
    RecheckQuestion question;
    std::vector<DecisionViews> views;
    for (int i = 0; i < 6; ++i) {
      DecisionViews of;
      of.now = World::ViewOf(whole);
      of.known_then = of.now;
      of.known_then.known_by_us =
          ParseWindow(absl::StrCat("2025-0", draws.Between(1, 6)), "Etc/UTC")->last_civil_us;
      of.then = of.known_then;
      of.then.position_max = draws.Below(events.size() + 1);
      of.held = of.then;
      views.push_back(of);
      PastDecision& decision = question.decisions.emplace_back();
      decision.id = std::to_string(i);
      decision.transaction = world.transaction();
      const TransactionAnswer stated = AnswerAt(world, world.transaction(), of.then);
      decision.decision = draws.Percent(80) ? std::string(NameOf(stated.decision)) : "prohibited";
      decision.added = stated.trouble.empty() && draws.Percent(80) ? stated.added.rate : "10%";
    }
    const auto answer = AnswerRecheck(world.Context(), question, [&](const PastDecision& decision) {
      return views[std::stoul(decision.id)];
    });
    ASSERT_TRUE(answer.ok()) << answer.status();
    for (size_t i = 0; i < views.size(); ++i) {
      CheckRow(world, question.decisions[i], views[i], answer->rows[i], counts);
    }
  });
  std::cout << counts.flips << " flipped, " << counts.late << " knowable but not recorded\n";
  EXPECT_GT(counts.flips, 300u);
  EXPECT_GT(counts.late, 100u);
}

}  // namespace
}  // namespace decree
