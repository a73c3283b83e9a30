// Questions about everything: the control state on a day as a past day knew it, and what differs
// between two days a month apart; beside SQLite on rectangles of the same answers. The table gives
// the state with what was last said of each measure, and of the difference the numbers; ours come
// with the words of that view, dates as written, reasons and the events that decided.
#include <map>

#include "bench/compiled_rectangles.h"
#include "bench/draws.h"
#include "bench/folders.h"
#include "bench/naive_record.h"
#include "bench/peers/state_table.h"
#include "bench/questions.h"
#include "bench/require.h"
#include "bench/stopwatch.h"
#include "core/codec/event_codec.h"
#include "core/compiled/compiled_answers.h"
#include "core/decree.h"

namespace decree::bench {
namespace {

constexpr int32_t kDay = 19'889;    // 2024-06-15
constexpr int32_t kLater = 19'919;  // 2024-07-15
constexpr int32_t kKnown = 20'089;  // 2025-01-01
constexpr uint64_t kHitsMin = 20;

using Numbers = std::map<std::string, uint32_t>;  // of measures, by slug

std::string DayText(int32_t day) { return FormatCivil(day * kMicrosPerDay).substr(0, 10); }

Hits HitsOf(const AsOfAnswer& answer, const Numbers& numbers) {
  Hits hits;
  for (const MeasureState& state : answer.measures) {
    if (state.applies == Answer::kNo) continue;
    hits.Add(numbers.at(state.measure), HitOf(0, state).rate_ppm);
  }
  return hits;
}

// The rate with which a measure applies, or may; nullopt: it does not.
std::optional<int64_t> RateOf(const std::optional<MeasureState>& state) {
  if (!state || state->applies == Answer::kNo) return std::nullopt;
  return HitOf(0, *state).rate_ppm;
}

Hits HitsOf(const DiffAnswer& answer, const Numbers& numbers) {
  Hits hits;
  for (const DiffRow& row : answer.rows) {
    if (RateOf(row.before) != RateOf(row.after)) hits.Add(numbers.at(row.measure), 0);
  }
  return hits;
}

// What the newest event that says it says, by the number of the measure.
std::vector<MeasureText> TextsOf(const Corpus& corpus, const Numbers& numbers) {
  std::vector<MeasureText> texts(numbers.size());
  for (size_t i = 0; i < corpus.size(); ++i) {
    const Event event = corpus.EventAt(i);
    if (event.measure.empty()) continue;
    MeasureText& text = texts.at(numbers.at(event.measure));
    text.issuer = event.actor->jurisdiction;
    text.program = event.measure;
    text.because = event.id;
    if (event.terms) text.terms = TermsToJson(*event.terms);
    if (event.scope) text.scope = ScopeToJson(*event.scope);
  }
  return texts;
}

NaiveHit HitOf(const MeasureState& state) {
  return {state.applies, state.force, decree::HitOf(0, state).rate_ppm};
}

// A sample of the measures, those that apply and those that do not.
void CheckStateAgainstOracle(const NaiveRecord& record, Decree& store, const AsOfQuestion& text,
                             const AsOfAnswer& answer) {
  std::map<std::string, NaiveHit> ours;
  for (const MeasureState& state : answer.measures) {
    if (state.applies != Answer::kNo) ours[state.measure] = HitOf(state);
  }
  const PointQuestion question = Require(store.MakePointQuestion(text));
  Draws draws(14);
  for (size_t i = 0; i < kHeldAgainstOracle; ++i) {
    const auto last = static_cast<int64_t>(record.measures()) - 1;
    const auto drawn = static_cast<size_t>(draws.Between(0, last));
    const std::string& slug = record.SlugOf(drawn);
    const auto found = ours.find(slug);
    const std::optional<NaiveHit> hit =
        found == ours.end() ? std::nullopt : std::optional(found->second);
    Require(hit == record.HitOf(drawn, question), "another state than the oracle's of " + slug);
  }
}

// Every row of a sample: what each side shows is what the oracle has on its day.
void CheckDiffAgainstOracle(const NaiveRecord& record, Decree& store, const DiffQuestion& question,
                            const DiffAnswer& answer) {
  std::map<std::string, const DiffRow*> rows;
  for (const DiffRow& row : answer.rows) rows[row.measure] = &row;
  AsOfQuestion text;
  text.view = question.view;
  text.effective_on = question.before;
  const PointQuestion before = Require(store.MakePointQuestion(text));
  text.effective_on = question.after;
  const PointQuestion after = Require(store.MakePointQuestion(text));
  Draws draws(15);
  for (size_t i = 0; i < kHeldAgainstOracle; ++i) {
    const auto last = static_cast<int64_t>(record.measures()) - 1;
    const auto drawn = static_cast<size_t>(draws.Between(0, last));
    const auto first = record.HitOf(drawn, before), second = record.HitOf(drawn, after);
    const auto row = rows.find(record.SlugOf(drawn));
    const bool is_shown =
        row != rows.end() && RateOf(row->second->before) != RateOf(row->second->after);
    const auto rate = [](const std::optional<NaiveHit>& hit) {
      return hit ? std::optional(hit->rate_ppm) : std::nullopt;
    };
    Require(is_shown == (rate(first) != rate(second)),
            "another difference than the oracle's of " + record.SlugOf(drawn));
    if (!is_shown) continue;
    Require(
        RateOf(row->second->before) == rate(first) && RateOf(row->second->after) == rate(second),
        "another difference than the oracle's of " + record.SlugOf(drawn));
  }
}

// Milliseconds that `work` takes.
template <typename Work>
double Milliseconds(const Work& work) {
  Stopwatch watch;
  watch.Start();
  work();
  watch.Stop();
  return 1e3 * watch.seconds();
}

}  // namespace

void StateBench(const Setup& setup, const std::string& store_dir, Report& report) {
  const std::string dir = FreshFolder(setup.dir, "state");
  const CompiledRectangles compiled = ReadCompiledRectangles(store_dir);
  const Numbers& numbers = compiled.numbers;
  const StateTable table(dir + "/state.sqlite", compiled.rectangles,
                         TextsOf(setup.corpus, numbers));
  const auto store = Require(Decree::Open(store_dir, Options()));
  AsOfQuestion state;
  state.effective_on = DayText(kDay);
  state.view.known_by = DayText(kKnown);
  const AsOfAnswer everything = Require(store->AsOf(state));
  const Hits applying = HitsOf(everything, numbers);
  Require(applying.count > kHitsMin, "hardly any measure applied: nothing was measured");
  Require(applying == table.StateOn(kDay, kKnown), "another state than SQLite's");
  CheckStateAgainstOracle(*setup.naive, *store, state, everything);
  DiffQuestion diff;
  diff.before = DayText(kDay);
  diff.after = DayText(kLater);
  diff.view = state.view;
  const DiffAnswer changes = Require(store->Diff(diff));
  const Hits differing = HitsOf(changes, numbers);
  Require(differing.count > 0, "no measure differs: nothing was measured");
  Require(differing == table.Difference(kDay, kLater, kKnown), "another difference than SQLite's");
  CheckDiffAgainstOracle(*setup.naive, *store, diff, changes);
  std::printf("  whole state: %llu of %zu measures apply, %llu differ a month later\n",
              static_cast<unsigned long long>(applying.count), numbers.size(),
              static_cast<unsigned long long>(differing.count));
  report.Compare("as-of, whole state", "ms", setup.runs,
                 [&] { return Milliseconds([&] { Require(store->AsOf(state)); }); },
                 {{"SQLite, index and texts",
                   [&] { return Milliseconds([&] { (void)table.StateOn(kDay, kKnown).sum; }); },
                   std::nullopt}});
  report.Compare(
      "diff, a month apart", "ms", setup.runs,
      [&] { return Milliseconds([&] { Require(store->Diff(diff)); }); },
      {{"SQLite, covering index",
        [&] { return Milliseconds([&] { (void)table.Difference(kDay, kLater, kKnown).sum; }); },
        std::nullopt}});
  OutlookQuestion outlook;
  outlook.on = DayText(kDay);
  outlook.view = state.view;
  Require(!Require(store->Outlook(outlook)).rows.empty(), "nothing lies ahead");
  report.Compare("outlook, 30 days", "ms", setup.runs,
                 [&] { return Milliseconds([&] { Require(store->Outlook(outlook)); }); }, {});
  Require(store->Close());
  RemoveFolder(dir);
}

}  // namespace decree::bench
