// The point question: issuer, counterpart, a ten-digit code, a day, a view; which measures apply,
// with which rate? From memory when warm, beside the limit in memory and SQLite on the same
// rectangles.
#include <algorithm>
#include <chrono>
#include <map>

#include "bench/draws.h"
#include "bench/folders.h"
#include "bench/peers/rectangles.h"
#include "bench/questions.h"
#include "bench/require.h"
#include "core/decree.h"
#include "core/projections/projection_list.h"
#include "core/projections/views.h"
#include "core/query/point_image.h"

namespace decree::bench {
namespace {

constexpr int64_t kFirstDay = 12784;  // 2005-01-01
constexpr int64_t kToday = 20254;     // 2025-06-15
constexpr size_t kQuestions = 20'000;
constexpr size_t kCheckedAgainstAsOf = 40;
constexpr uint64_t kHitsMin = 100;  // a small corpus leaves most lines of trade without any measure

struct Asked {
  std::vector<AsOfQuestion> texts;
  std::vector<PointQuestion> points;
  std::vector<RectangleQuestion> rectangles;
};

// Half ask what is known now, half what was known at a past date; 60% ask for that same day.
Asked DrawQuestions(const Corpus& corpus, Decree& store) {
  Draws draws(11);
  Asked asked;
  for (size_t i = 0; i < kQuestions; ++i) {
    const Trade trade = corpus.DrawTrade(draws);
    const bool now = draws.Chance(0.5);
    const int64_t known = now ? kToday : draws.Between(kFirstDay, kToday);
    const int64_t day = draws.Chance(0.6) ? known : draws.Between(known - 5 * 365, known + 365);
    AsOfQuestion text;
    text.effective_on = FormatCivil(day * kMicrosPerDay);
    text.issuer = trade.issuer;
    text.origin = trade.origin;
    text.product = trade.product;
    if (!now) text.view.known_by = FormatCivil(known * kMicrosPerDay);
    asked.points.push_back(Require(store.MakePointQuestion(text)));
    asked.rectangles.push_back(MakeRectangleQuestion(
        trade.issuer, trade.origin, trade.product.substr(4), static_cast<int32_t>(day),
        now ? kLastDay - 1 : static_cast<int32_t>(known)));
    asked.texts.push_back(std::move(text));
  }
  return asked;
}

int32_t DayOf(int64_t civil_us) {
  if (civil_us == kAxisMax) return kLastDay;
  if (civil_us == kAxisMin) return -kLastDay;
  const int64_t day = civil_us / kMicrosPerDay;
  return static_cast<int32_t>(civil_us % kMicrosPerDay < 0 ? day - 1 : day);
}

// Rectangles of the same answers in consecutive states of knowledge are one.
void AddRectangle(Rectangle rectangle, std::vector<Rectangle>& of_measure) {
  for (Rectangle& other : of_measure) {
    if (other.known_until == rectangle.known_from && other.from == rectangle.from &&
        other.until == rectangle.until && other.rate_ppm == rectangle.rate_ppm) {
      other.known_until = rectangle.known_until;
      return;
    }
  }
  of_measure.push_back(rectangle);
}

// Keys come from the scopes as generated; the rectangles from the library's compiled answers, which
// are held against `as-of` below.
std::vector<Rectangle> AllRectangles(const Corpus& corpus, const std::string& store,
                                     const std::map<std::string, uint32_t>& numbers) {
  LogOptions log_options;
  log_options.read_only = true;
  const auto log = Require(EventLog::Open(store + "/log", log_options));
  const ProjectionList projections = AllProjections();
  const auto views = Require(Views::Open(store + "/views", *log, projections, true, 64ull << 20));
  const Views::Pinned pinned = Require(views->Pin());
  const StoredStrands strands(*pinned.store);
  PointImage image(*log, 0);
  PointAnswer none;
  bool served = false;
  PointQuestion any;
  any.origin = "XX";
  any.product = Require(ParseProductCode("HTS:0000000000"));
  any.window = {0, kMicrosPerDay - 1};
  Require(image.Ask(any, strands, pinned.applied, none, served));
  std::map<std::string, uint64_t> keys;
  for (size_t i = 0; i < corpus.size(); ++i) {
    const Event event = corpus.EventAt(i);
    if (!event.scope || keys.contains(event.measure)) continue;
    const ScopeClause& clause = event.scope->include->front();
    const std::string& product = clause.product.front();
    keys[event.measure] =
        RectangleKey(event.actor->jurisdiction, clause.origin.empty() ? "" : clause.origin.front(),
                     product == "*" ? "" : product.substr(product.find(':') + 1));
  }
  std::vector<Rectangle> all;
  for (const auto& [slug, number] : numbers) {
    EventReader events(*log);
    const auto states = Require(CompilePointStates(strands, events, image, slug, pinned.applied));
    Require(states != nullptr, "a measure could not be compiled: " + slug);
    std::vector<Rectangle> of_measure;
    states->ForEach([&](int64_t known_from, int64_t known_until, int64_t from, int64_t until,
                        const PointState& state) {
      if (state.applies == Answer::kNo) return;
      AddRectangle({keys.at(slug), DayOf(known_from), DayOf(known_until), DayOf(from), DayOf(until),
                    number, static_cast<int32_t>(state.rate_ppm)},
                   of_measure);
    });
    all.insert(all.end(), of_measure.begin(), of_measure.end());
  }
  return all;
}

struct Latencies {
  double p50_us = 0, p99_us = 0;
};

template <typename Ask>
Latencies Time(size_t questions, const Ask& ask) {
  std::vector<double> us;
  us.reserve(questions);
  for (size_t i = 0; i < questions; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    ask(i);
    const auto end = std::chrono::steady_clock::now();
    us.push_back(std::chrono::duration<double, std::micro>(end - begin).count());
  }
  std::sort(us.begin(), us.end());
  return {us[us.size() / 2], us[us.size() * 99 / 100]};
}

std::map<std::string, uint32_t> NumberMeasures(const Corpus& corpus) {
  std::map<std::string, uint32_t> numbers;
  for (size_t i = 0; i < corpus.size(); ++i) {
    const std::string measure = corpus.EventAt(i).measure;
    if (!measure.empty()) numbers.try_emplace(measure, static_cast<uint32_t>(numbers.size()));
  }
  return numbers;
}

// A sample is also asked the long way, without the image.
void CheckAgainstAsOf(Decree& store, const Asked& asked) {
  PointAnswer answer;
  for (size_t i = 0; i < kCheckedAgainstAsOf; ++i) {
    const size_t q = i * (kQuestions / kCheckedAgainstAsOf);
    Require(store.Point(asked.points[q], answer));
    std::map<std::string, int64_t> fast, slow;
    for (const PointHit& hit : answer.hits) fast[store.MeasureOf(hit)] = hit.rate_ppm;
    for (const MeasureState& state : Require(store.AsOf(asked.texts[q])).measures) {
      if (state.applies != Answer::kNo) slow[state.measure] = HitOf(0, state).rate_ppm;
    }
    Require(fast == slow, "the image and as-of differ");
  }
}

}  // namespace

void PointBench(const Setup& setup, const std::string& store_dir, Report& report) {
  const std::map<std::string, uint32_t> numbers = NumberMeasures(setup.corpus);
  const std::vector<Rectangle> rectangles = AllRectangles(setup.corpus, store_dir, numbers);
  const std::string dir = FreshFolder(setup.dir, "point");
  const MemoryRectangles memory(rectangles);
  const SqliteRectangles sqlite(dir + "/rectangles.sqlite", rectangles);
  const auto store = Require(Decree::Open(store_dir, Options()));
  const Asked asked = DrawQuestions(setup.corpus, *store);
  CheckAgainstAsOf(*store, asked);

  // Warms the image, and holds every answer against the peers'.
  PointAnswer answer;
  uint64_t hits = 0;
  std::map<uint32_t, uint32_t> number_of;  // the store's number of a measure -> the bench's
  for (size_t i = 0; i < kQuestions; ++i) {
    Require(store->Point(asked.points[i], answer));
    Hits ours;
    for (const PointHit& hit : answer.hits) {
      const auto [it, is_new] = number_of.try_emplace(hit.measure, 0);
      if (is_new) it->second = numbers.at(store->MeasureOf(hit));
      ours.Add(it->second, hit.rate_ppm);
    }
    Require(ours == memory.Ask(asked.rectangles[i]), "another answer than the peer in memory");
    Require(ours == sqlite.Ask(asked.rectangles[i]), "another answer than SQLite");
    hits += ours.count;
  }
  Require(hits > kHitsMin, "hardly any measure applied: nothing was measured");
  std::printf("  point questions: %.1f hits a question, %zu rectangles\n",
              static_cast<double>(hits) / kQuestions, rectangles.size());

  Latencies ours, limit, sql;
  for (const bool p99 : {false, true}) {
    const auto figure = [p99](const Latencies& of) { return p99 ? of.p99_us : of.p50_us; };
    std::vector<Peer> peers = {
        {"hash table in memory",
         [&] {
           return figure(limit = Time(kQuestions, [&](size_t i) {
                           (void)memory.Ask(asked.rectangles[i]).sum;
                         }));
         },
         p99 ? std::nullopt : std::optional<Goal>(Goal{Goal::Of::kRatio, true, 3, ""})},
        {"SQLite, covering index",
         [&] {
           return figure(sql = Time(kQuestions,
                                    [&](size_t i) { (void)sqlite.Ask(asked.rectangles[i]).sum; }));
         },
         Goal{Goal::Of::kRatio, true, p99 ? 1.0 / 12 : 1.0 / 8, p99 ? "(12x)" : "(8x)"}}};
    report.Compare(
        p99 ? "as-of point, warm, p99" : "as-of point, warm, p50", "us", setup.runs,
        [&] {
          return figure(ours = Time(kQuestions, [&](size_t i) {
                          Require(store->Point(asked.points[i], answer));
                        }));
        },
        peers);
  }
  Require(store->Close());
  RemoveFolder(dir);
}

}  // namespace decree::bench
