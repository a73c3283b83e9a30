// The history of a transaction's answer on drawn histories of every kind of event (repairs,
// instruments, disputes, plans), held against a whole screening, or a whole new look, at each
// point: a history looks only at what it believes to be touched.
//
// DECREE_SEED and DECREE_HISTORIES (environment) choose other or longer runs.
#include <iostream>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/codec/event_codec.h"
#include "core/model/asked_date.h"
#include "core/query/change/transaction_reader.h"
#include "core/query/questions.h"
#include "gtest/gtest.h"
#include "tests/differential/dressed_history.h"
#include "tests/differential/projected_history.h"

namespace decree {
namespace {

using oracle::Record;

std::string Text(const TransactionAnswer& answer) {
  return absl::StrCat(NameOf(answer.decision), " ", answer.policy ? NameOf(*answer.policy) : "",
                      " ", answer.added.rate, " ", answer.added.rate_min, " ",
                      answer.added.rate_max, " ", absl::StrJoin(answer.missing, ","));
}

std::string Describe(const std::vector<Record>& history, const Transaction& transaction) {
  std::string text;
  for (const Record& record : history) {
    absl::StrAppend(&text, record.position, ": ", EventToJson(record.event), "\n");
  }
  for (const TransactionField& field : FieldsOf(transaction)) {
    absl::StrAppend(&text, " ", field.name, "=", field.value);
  }
  return text;
}

// The terms that are drawn are words: "25%".
void MakeTariff(Event& event) {
  if (!event.terms || event.terms->text.empty()) return;
  Tariff tariff;
  tariff.ad_valorem_ppm = ParseRatePpm(event.terms->text).value();
  event.terms = Terms();
  event.terms->tariff = tariff;
}

// A drawn history in which the measures are duties on goods of some origin.
std::vector<Record> DrawDuties(oracle::Draws& draws) {
  std::vector<Record> history = DrawReadHistory(draws);
  for (Record& record : history) {
    Event& event = record.event;
    MakeTariff(event);
    if (event.replacement != nullptr) {
      auto replacement = std::make_shared<Event>(*event.replacement);
      MakeTariff(*replacement);
      event.replacement = std::move(replacement);
    }
    const EventFamily family = InfoOf(*event.kind).family;
    if (family != EventFamily::kCommitment && family != EventFamily::kForce) continue;
    if (!event.measure.empty()) event.measure_class = MeasureClass::kTariff;
    const bool imposes = event.kind == EventKind::kImposed || event.kind == EventKind::kEnacted ||
                         event.kind == EventKind::kAmended;
    if (!imposes || !draws.Percent(70)) continue;
    ScopeClause clause;
    clause.origin = draws.OneOf<std::vector<std::string>>({{"CN"}, {"DE"}, {"CN", "DE"}, {"*"}});
    if (!event.scope) event.scope.emplace();  // it may have exclusions
    event.scope->include = {std::move(clause)};
  }
  // Who is in the group that some transactions name as their origin.
  for (uint64_t i = draws.Below(4); i > 0; --i) {
    const Event like = draws.OneOf(history).event;
    if (!like.stated || !like.published) continue;
    const int64_t recorded_us = history.back().recorded_us;
    history.push_back(
        {history.size() + 1, recorded_us, GroupEvent(draws, like, history.size() + 1)});
  }
  return history;
}

class Asked {
 public:
  explicit Asked(oracle::Draws& draws) : history_(DrawDuties(draws)), fast_(history_) {
    const oracle::Question question = oracle::DrawQuestion(draws, history_);
    transaction_.on = FormatCivil(question.window.first_civil_us).substr(0, 10);
    transaction_.destination = "US";
    // The scopes that are drawn name CN; unknown, the match is open.
    if (draws.Percent(80)) transaction_.origin = draws.Percent(80) ? "CN" : "DE";
    if (draws.Percent(20)) transaction_.origin = "EU";
    view_ = question.view;
  }

  QuestionContext Context(const View& view) const {
    return {fast_.log(), fast_.strands(), fast_.FilterOf(view), {}, {}};
  }

  TransactionHistoryAnswer History(Axis axis) const {
    TransactionHistoryQuestion question;
    question.transaction = transaction_;
    question.axes = {axis};
    const auto answer = AnswerTransactionHistory(Context(view_), question);
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.ok() ? *answer : TransactionHistoryAnswer();
  }

  TransactionAnswer Screened(const View& view) const {
    ScreenQuestion question;
    question.transaction = transaction_;
    const auto screened = AnswerScreen(Context(view), question);
    EXPECT_TRUE(screened.ok()) << screened.status();
    TransactionAnswer answer;
    if (!screened.ok()) return answer;
    answer.decision = screened->decision;
    answer.policy = screened->policy;
    answer.added = screened->duty.added;
    answer.missing = screened->missing;
    return answer;
  }

  // A new look at every measure, at one instant.
  TransactionAnswer LookedAt(int64_t civil_us) const {
    const QuestionContext context = Context(view_);
    const auto sources =
        TransactionSources::Of(context, transaction_, *CandidatesOf(context, transaction_));
    EXPECT_TRUE(sources.ok()) << sources.status();
    TransactionReader reader(context, transaction_, **sources);
    const auto picture = reader.At({context.filter, AskedDate::OnEveryClock({civil_us, civil_us})});
    EXPECT_TRUE(picture.ok()) << picture.status();
    return picture.ok() ? picture->answer : TransactionAnswer();
  }

  const std::vector<Record>& history() const { return history_; }
  const Transaction& transaction() const { return transaction_; }
  const View& view() const { return view_; }

 private:
  const std::vector<Record> history_;
  const ProjectedHistory fast_;
  Transaction transaction_;
  View view_;
};

void AddBounds(const Event& event, std::set<int64_t>& points) {
  const auto add = [&points](const Bound& bound) {
    for (const int64_t at : {bound.earliest_civil_us, bound.latest_civil_us}) {
      if (at == kAxisMin || at == kAxisMax) continue;
      points.insert(at - 1);
      points.insert(at);
    }
  };
  if (event.effective && event.effective->from) add(*event.effective->from);
  if (event.effective && event.effective->to) add(*event.effective->to);
  if (event.stated) add(StartOfMoment(*event.stated));
  if (event.published) add(StartOfMoment(*event.published));
  if (event.replacement != nullptr) AddBounds(*event.replacement, points);
}

const TransactionAnswer& ToldAt(const TransactionHistoryAnswer& answer, int64_t key) {
  const TransactionAnswer* told = &answer.starts.front().answer;
  for (const TransactionChange& change : answer.changes) {
    const int64_t at = change.axis == Axis::kRecorded
                           ? static_cast<int64_t>(change.position)
                           : ParseBound(change.at, BoundRole::kFrom, "Etc/UTC")->earliest_civil_us;
    if (at <= key) told = &change.answer;
  }
  return *told;
}

TEST(TransactionInstants, AHistoryIsTheScreeningAtEachPosition) {
  const uint64_t seed = FromEnvironment("DECREE_SEED", 20251114);
  const uint64_t histories = FromEnvironment("DECREE_HISTORIES", 1'500);
  std::cout << "seed " << seed << ", " << histories << " histories\n";
  uint64_t changes = 0;
  for (uint64_t h = 0; h < histories && !testing::Test::HasFailure(); ++h) {
    SCOPED_TRACE(absl::StrCat("history seed ", seed + h));
    oracle::Draws draws(seed + h);
    const Asked asked(draws);
    const TransactionHistoryAnswer answer = asked.History(Axis::kRecorded);
    changes += answer.changes.size();
    for (uint64_t position = 0; position <= asked.history().size(); ++position) {
      View view = asked.view();
      view.position_max = std::min(view.position_max, position);
      ASSERT_EQ(Text(ToldAt(answer, static_cast<int64_t>(position))), Text(asked.Screened(view)))
          << "position " << position << "\n"
          << Describe(asked.history(), asked.transaction());
    }
  }
  std::cout << changes << " changes\n";
  EXPECT_GT(changes, histories / 4);
}

TEST(TransactionInstants, NothingChangesBetweenTheBoundaries) {
  const uint64_t seed = FromEnvironment("DECREE_SEED", 20251115);
  const uint64_t histories = FromEnvironment("DECREE_HISTORIES", 800);
  std::cout << "seed " << seed << ", " << histories << " histories\n";
  uint64_t changes = 0;
  for (uint64_t h = 0; h < histories && !testing::Test::HasFailure(); ++h) {
    SCOPED_TRACE(absl::StrCat("history seed ", seed + h));
    oracle::Draws draws(seed + h);
    const Asked asked(draws);
    const TransactionHistoryAnswer answer = asked.History(Axis::kEffective);
    changes += answer.changes.size();
    std::set<int64_t> points;
    for (const Record& record : asked.history()) AddBounds(record.event, points);
    for (const int64_t at : points) {
      ASSERT_EQ(Text(ToldAt(answer, at)), Text(asked.LookedAt(at)))
          << "at " << FormatCivil(at) << "\n"
          << Describe(asked.history(), asked.transaction());
    }
  }
  std::cout << changes << " changes\n";
  EXPECT_GT(changes, histories / 4);
}

}  // namespace
}  // namespace decree
