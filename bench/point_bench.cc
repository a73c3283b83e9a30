// The point question: issuer, counterpart, a ten-digit code, a day, a view; which measures apply,
// with which rate? From memory when warm, beside the limit in memory and SQLite on the same
// rectangles.
#include <map>

#include "bench/compiled_rectangles.h"
#include "bench/folders.h"
#include "bench/naive_record.h"
#include "bench/peers/rectangles.h"
#include "bench/point_questions.h"
#include "bench/questions.h"
#include "bench/require.h"
#include "core/compiled/compiled_answers.h"
#include "core/decree.h"

namespace decree::bench {
namespace {

constexpr size_t kCheckedAgainstAsOf = 10;
constexpr uint64_t kPointHitsMin =
    100;  // a small corpus leaves most lines of trade without any measure

// A sample is also asked by the slow path, without the compiled answers.
void CheckAgainstAsOf(Decree& store, const AskedPoints& asked) {
  PointAnswer answer;
  for (size_t i = 0; i < kCheckedAgainstAsOf; ++i) {
    const size_t q = i * (kPointQuestions / kCheckedAgainstAsOf);
    Require(store.Point(asked.points[q], answer));
    std::map<std::string, int64_t> fast, slow;
    for (const PointHit& hit : answer.hits) fast[store.MeasureOf(hit)] = hit.rate_ppm;
    for (const MeasureState& state : Require(store.AsOf(asked.texts[q])).measures) {
      if (state.applies != Answer::kNo) slow[state.measure] = HitOf(0, state).rate_ppm;
    }
    Require(fast == slow, "the image and as-of differ");
  }
}

// Nothing is kept in memory but what RocksDB's own caches hold; each run opens both anew.
void ColdBench(const Setup& setup, const std::string& store_dir, const std::string& dir,
               const AskedPoints& asked, const std::vector<Rectangle>& rectangles, Report& report) {
  RocksdbRectangles::Fill(dir + "/rectangles.rocksdb", rectangles);
  Options options;
  options.image_bytes_max = 0;
  PointAnswer answer;
  for (const bool p99 : {false, true}) {
    const auto figure = [p99](const Latencies& of) { return p99 ? of.p99_us : of.p50_us; };
    const std::vector<Peer> peers = {
        {"RocksDB, MultiGet of 12 keys",
         [&] {
           const RocksdbRectangles peer(dir + "/rectangles.rocksdb");
           return figure(TimeEach(kPointQuestions,
                                  [&](size_t i) { (void)peer.Ask(asked.rectangles[i]).sum; }));
         },
         p99 ? std::nullopt : std::optional<Goal>(Goal{Goal::Of::kRatio, true, 1.3, ""})}};
    report.Compare(
        p99 ? "as-of point, cold, p99" : "as-of point, cold, p50", "us", setup.runs,
        [&] {
          const auto store = Require(Decree::Open(store_dir, options));
          const double us = figure(TimeEach(
              kPointQuestions, [&](size_t i) { Require(store->Point(asked.points[i], answer)); }));
          Require(store->Close());
          return us;
        },
        peers);
  }
  const RocksdbRectangles peer(dir + "/rectangles.rocksdb");
  const auto store = Require(Decree::Open(store_dir, options));
  for (size_t i = 0; i < kPointQuestions; ++i) {
    Require(store->Point(asked.points[i], answer));
    const Hits ours = HitsOf(answer);
    Require(ours == peer.Ask(asked.rectangles[i]), "another answer than RocksDB");
  }
}

// A second process would open it so: it looks for the writer's news at every question.
void ReaderBench(const Setup& setup, const std::string& store_dir, const AskedPoints& asked,
                 const MemoryRectangles& memory, Report& report) {
  Options options;
  options.read_only = true;
  const auto reader = Require(Decree::Open(store_dir, options));
  PointAnswer answer;
  for (size_t i = 0; i < kPointQuestions; ++i) {
    Require(reader->Point(asked.points[i], answer));
    Require(HitsOf(answer) == memory.Ask(asked.rectangles[i]), "another answer of the reader");
  }
  report.Compare("as-of point, reader, warm, p50", "us", setup.runs,
                 [&] {
                   return TimeEach(
                              kPointQuestions,
                              [&](size_t i) { Require(reader->Point(asked.points[i], answer)); })
                       .p50_us;
                 },
                 {{"hash table in memory",
                   [&] {
                     return TimeEach(kPointQuestions,
                                     [&](size_t i) { (void)memory.Ask(asked.rectangles[i]).sum; })
                         .p50_us;
                   },
                   std::nullopt}});
  Require(reader->Close());
}

}  // namespace

void PointBench(const Setup& setup, const std::string& store_dir, Report& report) {
  report.Compare(
      "image, made anew", "events/s", 1,
      [&] { return static_cast<double>(setup.corpus.size()) / CompileAnswersAnew(store_dir); }, {});
  const std::vector<Rectangle> rectangles = KeyedRectangles(setup.corpus, store_dir);
  const std::string dir = FreshFolder(setup.dir, "point");
  const MemoryRectangles memory(rectangles);
  const SqliteRectangles sqlite(dir + "/rectangles.sqlite", rectangles);
  const auto store = Require(Decree::Open(store_dir, Options()));
  const AskedPoints asked = DrawPointQuestions(setup.corpus, *store, kPointQuestions);
  CheckAgainstAsOf(*store, asked);
  CheckAgainstOracle(*setup.naive, *store, asked, kHeldAgainstOracle);

  // Warms the compiled answers, and holds every answer against the peers'.
  PointAnswer answer;
  uint64_t hits = 0;
  for (size_t i = 0; i < kPointQuestions; ++i) {
    Require(store->Point(asked.points[i], answer));
    const Hits ours = HitsOf(answer);
    Require(ours == memory.Ask(asked.rectangles[i]), "another answer than the peer in memory");
    Require(ours == sqlite.Ask(asked.rectangles[i]), "another answer than SQLite");
    hits += ours.count;
  }
  Require(hits > kPointHitsMin, "hardly any measure applied: nothing was measured");
  std::printf("  point questions: %.1f hits a question, %zu rectangles\n",
              static_cast<double>(hits) / kPointQuestions, rectangles.size());

  Latencies ours, limit, sql;
  for (const bool p99 : {false, true}) {
    const auto figure = [p99](const Latencies& of) { return p99 ? of.p99_us : of.p50_us; };
    std::vector<Peer> peers = {
        {"hash table in memory",
         [&] {
           return figure(limit = TimeEach(kPointQuestions, [&](size_t i) {
                           (void)memory.Ask(asked.rectangles[i]).sum;
                         }));
         },
         p99 ? std::nullopt : std::optional<Goal>(Goal{Goal::Of::kRatio, true, 3, ""})},
        {"SQLite, covering index",
         [&] {
           return figure(sql = TimeEach(kPointQuestions, [&](size_t i) {
                           (void)sqlite.Ask(asked.rectangles[i]).sum;
                         }));
         },
         Goal{Goal::Of::kRatio, true, p99 ? 1.0 / 12 : 1.0 / 8, p99 ? "(12x)" : "(8x)"}}};
    report.Compare(
        p99 ? "as-of point, warm, p99" : "as-of point, warm, p50", "us", setup.runs,
        [&] {
          return figure(ours = TimeEach(kPointQuestions, [&](size_t i) {
                          Require(store->Point(asked.points[i], answer));
                        }));
        },
        peers);
  }
  ReaderBench(setup, store_dir, asked, memory, report);  // the writer's store is open
  Require(store->Close());
  ColdBench(setup, store_dir, dir, asked, rectangles, report);
  RemoveFolder(dir);
}

}  // namespace decree::bench
