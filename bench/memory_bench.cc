// What an open store keeps in memory, against its settings: after opening, and after 20,000 point
// questions. Counted as what the process has more than before; what it had freed by then is given
// back first.
#include <malloc.h>
#include <unistd.h>

#include <fstream>

#include "bench/draws.h"
#include "bench/questions.h"
#include "bench/require.h"
#include "core/decree.h"

namespace decree::bench {
namespace {

constexpr size_t kMemoryQuestions = 20'000;
constexpr double kMiB = 1 << 20;

double ResidentMiB() {
  malloc_trim(0);
  std::ifstream file("/proc/self/statm");
  uint64_t size = 0, resident = 0;
  file >> size >> resident;
  Require(resident > 0, "cannot read /proc/self/statm");
  return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE)) / kMiB;
}

}  // namespace

void MemoryBench(const Setup& setup, const std::string& store_dir, Report& report) {
  const Options options;
  const double setting =
      static_cast<double>(options.memory_bytes_max + options.image_bytes_max) / kMiB;
  const Goal within{Goal::Of::kOurs, true, setting, "the settings"};
  const double before = ResidentMiB();
  const auto store = Require(Decree::Open(store_dir, options));
  AsOfQuestion text;
  text.effective_on = "2024-06-15";
  text.measure = setup.corpus.EventAt(0).measure;
  Require(Require(store->AsOf(text)).measures.size() == 1, "the first answer is missing");
  report.Add({"resident, after opening", "MiB", ResidentMiB() - before, "", 0, 0, within});
  Draws draws(13);
  PointAnswer answer;
  uint64_t hits = 0;
  for (size_t i = 0; i < kMemoryQuestions; ++i) {
    const Trade trade = setup.corpus.DrawTrade(draws);
    AsOfQuestion question;
    question.effective_on = "2024-06-15";
    question.issuer = trade.issuer;
    question.origin = trade.origin;
    question.product = trade.product;
    Require(store->Point(Require(store->MakePointQuestion(question)), answer));
    hits += answer.hits.size();
  }
  Require(hits > 0, "no measure applied: nothing was measured");
  report.Add({"resident, after 20,000 points", "MiB", ResidentMiB() - before, "", 0, 0, within});
  Require(store->Close());
}

}  // namespace decree::bench
