// When did the answer for a measure change, along every axis? Of measures drawn from the corpus;
// checked against as-of and the oracle on the days on which the effective axis says that it
// changes.
#include <algorithm>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bench/compiled_rectangles.h"
#include "bench/draws.h"
#include "bench/folders.h"
#include "bench/naive_record.h"
#include "bench/peers/state_table.h"
#include "bench/questions.h"
#include "bench/require.h"
#include "core/compiled/compiled_answers.h"
#include "core/decree.h"

namespace decree::bench {
namespace {

constexpr size_t kMeasures = 400;
constexpr int32_t kAskedDay = 19'889;  // 2024-06-15

// From the day of a change on, as-of and the oracle give the answer that the history shows.
void CheckChanges(const NaiveRecord& record, Decree& store, const HistoryAnswer& history) {
  for (const HistoryChange& change : history.changes) {
    if (change.axis != Axis::kEffective || change.at.size() != 10) continue;
    AsOfQuestion question;
    question.measure = history.measure;
    question.effective_on = change.at;
    const AsOfAnswer answer = Require(store.AsOf(question));
    Require(answer.measures.size() == 1 && answer.measures[0].force == change.state.force &&
                answer.measures[0].terms == change.state.terms,
            "as-of says otherwise than the history of " + history.measure);
    std::optional<NaiveHit> shown;
    if (change.state.applies != Answer::kNo) {
      shown = {change.state.applies, change.state.force, HitOf(0, change.state).rate_ppm};
    }
    Require(shown == record.HitOf(record.NumberOf(history.measure),
                                  Require(store.MakePointQuestion(question))),
            "the oracle says otherwise than the history of " + history.measure);
  }
}

// With which rates the effective axis shows the measure, as the table has it.
void CheckAgainst(const RateChanges& table, const HistoryAnswer& history) {
  std::vector<std::pair<std::string, std::optional<int64_t>>> ours, theirs;
  std::optional<int64_t> last;
  for (const HistoryChange& change : history.changes) {
    if (change.axis != Axis::kEffective) continue;
    std::optional<int64_t> rate;
    if (change.on_record && change.state.applies != Answer::kNo) {
      rate = HitOf(0, change.state).rate_ppm;
    }
    if (rate != last) ours.emplace_back(change.at, rate);
    last = rate;
  }
  for (const auto& [day, rate] : table) theirs.emplace_back(FormatCivil(day * kMicrosPerDay), rate);
  Require(ours == theirs, "SQLite has another history of " + history.measure);
}

double P50(const std::function<void(size_t)>& ask) {
  std::vector<double> us;
  for (size_t i = 0; i < kMeasures; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    ask(i);
    const auto end = std::chrono::steady_clock::now();
    us.push_back(std::chrono::duration<double, std::micro>(end - begin).count());
  }
  std::nth_element(us.begin(), us.begin() + kMeasures / 2, us.end());
  return us[kMeasures / 2];
}

}  // namespace

void HistoryBench(const Setup& setup, const std::string& store_dir, Report& report) {
  const std::string dir = FreshFolder(setup.dir, "history");
  const CompiledRectangles compiled = ReadCompiledRectangles(store_dir);
  const StateTable table(dir + "/history.sqlite", compiled.rectangles, {});
  const auto store = Require(Decree::Open(store_dir, Options()));
  Draws draws(12);
  std::vector<HistoryQuestion> questions(kMeasures);
  std::vector<uint32_t> numbers;
  uint64_t changes = 0;
  for (size_t i = 0; i < kMeasures; ++i) {
    const auto drawn = draws.Between(0, static_cast<int64_t>(setup.corpus.size()) - 1);
    const Event event = setup.corpus.EventAt(static_cast<size_t>(drawn));
    questions[i].measure = event.measure.empty() ? setup.corpus.EventAt(0).measure : event.measure;
    questions[i].effective_on = FormatCivil(kAskedDay * kMicrosPerDay);
    numbers.push_back(compiled.numbers.at(questions[i].measure));
    const HistoryAnswer answer = Require(store->History(questions[i]));
    changes += answer.changes.size();
    CheckChanges(*setup.naive, *store, answer);
    CheckAgainst(table.ByDay(numbers.back(), kLastDay - 1), answer);
  }
  Require(changes > kMeasures, "hardly any answer changed: nothing was measured");
  std::printf("  histories: %.1f changes each\n",
              static_cast<double>(changes) / static_cast<double>(kMeasures));
  report.Compare("history of a measure, 3 axes, p50", "us", setup.runs,
                 [&] { return P50([&](size_t i) { Require(store->History(questions[i])); }); },
                 {{"SQLite, covering index, 2 axes, rates",
                   [&] {
                     return P50([&](size_t i) {
                       (void)table.ByDay(numbers[i], kLastDay - 1).size();
                       (void)table.ByKnowledge(numbers[i], kAskedDay).size();
                     });
                   },
                   std::nullopt}});
  Require(store->Close());
  RemoveFolder(dir);
}

}  // namespace decree::bench
