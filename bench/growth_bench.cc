// Does a question cost more when there are more events? The store of the run, whose measures are
// dealt to several worlds (--worlds), beside a store of one world's events: as many hits a
// question, that many times the keys.
#include <cstdio>
#include <string>

#include "bench/folders.h"
#include "bench/naive_record.h"
#include "bench/point_questions.h"
#include "bench/questions.h"
#include "bench/require.h"
#include "bench/stopwatch.h"

namespace decree::bench {
namespace {

constexpr double kRatioMax = 1.5;

double MeanHits(Decree& store, const AskedPoints& asked) {
  PointAnswer answer;
  uint64_t hits = 0;
  for (const PointQuestion& question : asked.points) {
    Require(store.Point(question, answer));
    hits += answer.hits.size();
  }
  return static_cast<double>(hits) / kPointQuestions;
}

double P50(Decree& store, const AskedPoints& asked) {
  PointAnswer answer;
  return TimeEach(kPointQuestions, [&](size_t i) { Require(store.Point(asked.points[i], answer)); })
      .p50_us;
}

// Milliseconds to the first answer.
double Open(const std::string& dir, const std::string& measure) {
  AsOfQuestion question;
  question.effective_on = "2020-06-15";
  question.measure = measure;
  Stopwatch watch;
  watch.Start();
  const auto store = Require(Decree::Open(dir, Options()));
  const AsOfAnswer answer = Require(store->AsOf(question));
  watch.Stop();
  Require(answer.measures.size() == 1, "the first answer is missing");
  Require(store->Close());
  return 1e3 * watch.seconds();
}

}  // namespace

void GrowthBench(const Setup& setup, const std::string& store_dir, uint64_t worlds,
                 Report& report) {
  Require(worlds > 1, "growth needs more than one world: --worlds=10");
  const Corpus small(setup.corpus.size() / worlds);
  Setup small_setup{small, setup.dir + "/growth", setup.runs};
  small_setup.keep = setup.keep;
  Report ignored;
  const std::string small_dir = FillStore(small_setup, ignored);
  const std::string beside = "as many hits, 1/" + std::to_string(worlds) + " of the events";
  report.Compare("open, grown", "ms", setup.runs,
                 [&] { return Open(store_dir, setup.corpus.EventAt(0).measure); },
                 {{beside, [&] { return Open(small_dir, small.EventAt(0).measure); },
                   Goal{Goal::Of::kRatio, true, kRatioMax, ""}}});
  const auto grown = Require(Decree::Open(store_dir, Options()));
  const auto before = Require(Decree::Open(small_dir, Options()));
  const AskedPoints of_grown = DrawPointQuestions(setup.corpus, *grown, kPointQuestions);
  const AskedPoints of_before = DrawPointQuestions(small, *before, kPointQuestions);
  const double hits = MeanHits(*grown, of_grown), hits_before = MeanHits(*before, of_before);
  std::printf("  growth: %.2f hits a question, %.2f before\n", hits, hits_before);
  Require(hits > 0 && hits < 1.3 * hits_before && hits_before < 1.3 * hits,
          "the hits of a question did not stay the same");
  CheckAgainstOracle(*setup.naive, *grown, of_grown, kHeldAgainstOracle);
  report.Compare("as-of point, warm, grown, p50", "us", setup.runs,
                 [&] { return P50(*grown, of_grown); },
                 {{beside, [&] { return P50(*before, of_before); },
                   Goal{Goal::Of::kRatio, true, kRatioMax, ""}}});
  Require(grown->Close());
  Require(before->Close());
  if (!setup.keep) RemoveFolder(small_dir);
}

}  // namespace decree::bench
