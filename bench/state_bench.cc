// Questions about everything: the control state on a day as a past day knew it, and what differs
// between two days a month apart; beside SQLite on rectangles of the same answers. The table gives
// the state with what was last said of each measure, and of the difference the numbers; ours come
// with the words of that view, dates as written, reasons and the events that decided.
#include <map>

#include "bench/folders.h"
#include "bench/image_rectangles.h"
#include "bench/peers/state_table.h"
#include "bench/questions.h"
#include "bench/require.h"
#include "bench/stopwatch.h"
#include "core/codec/event_codec.h"
#include "core/decree.h"
#include "core/image/point_image.h"

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
  const ImageRectangles image = ReadImageRectangles(store_dir);
  const Numbers& numbers = image.numbers;
  const StateTable table(dir + "/state.sqlite", image.rectangles, TextsOf(setup.corpus, numbers));
  const auto store = Require(Decree::Open(store_dir, Options()));
  AsOfQuestion state;
  state.effective_on = DayText(kDay);
  state.view.known_by = DayText(kKnown);
  const Hits applying = HitsOf(Require(store->AsOf(state)), numbers);
  Require(applying.count > kHitsMin, "hardly any measure applied: nothing was measured");
  Require(applying == table.StateOn(kDay, kKnown), "another state than SQLite's");
  DiffQuestion diff;
  diff.before = DayText(kDay);
  diff.after = DayText(kLater);
  diff.view = state.view;
  const Hits differing = HitsOf(Require(store->Diff(diff)), numbers);
  Require(differing.count > 0, "no measure differs: nothing was measured");
  Require(differing == table.Difference(kDay, kLater, kKnown), "another difference than SQLite's");
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
