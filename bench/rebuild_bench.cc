// How fast are all projections built anew from the log, on one thread?
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bench/folders.h"
#include "bench/peers/rocksdb_peer.h"
#include "bench/questions.h"
#include "bench/require.h"
#include "bench/stopwatch.h"
#include "core/decree.h"
#include "core/projections/projection_list.h"
#include "core/projections/runner.h"
#include "core/projections/strand.h"

namespace decree::bench {
namespace {

constexpr uint64_t kEventsPerBatch = 262'144;  // as a rebuild through the library
constexpr uint64_t kSplitEventsMax = 20'000;   // larger histories are not kept in memory

uint64_t CountActs(const OrderedStore& store) {
  uint64_t acts = 0;
  const std::string first = StrandKey("controls", "", 0).substr(0, 10);  // family, name, NUL
  Require(store.Scan(first, PrefixEnd(first), [&acts](absl::string_view, absl::string_view value) {
    acts += Require(DecodeChunkHeader(value)).records;
    return true;
  }));
  return acts;
}

double Build(const std::string& dir, const EventLog& log, const Corpus& corpus) {
  const ProjectionList projections = AllProjections();
  const auto store = Require(OpenRocksdbStore(dir, RocksdbStoreOptions()));
  RunnerOptions options;
  options.events_per_batch = kEventsPerBatch;
  options.bulk = true;
  Runner runner(log, *store, projections, options);
  Require(runner.Start());
  Stopwatch watch;
  watch.Start();
  Require(runner.ApplyThrough(log.Head().size));
  Require(store->Flush());
  watch.Stop();
  Require(runner.applied() == corpus.size(), "the rebuild stopped early");
  Require(CountActs(*store) == corpus.acts(), "the rebuild gives another number of act records");
  return static_cast<double>(corpus.size()) / watch.seconds();
}

// However the events are split over batches and whatever is forgotten in between: the same entries.
void CheckSplits(const EventLog& log) {
  const ProjectionList projections = AllProjections();
  std::vector<std::pair<std::string, std::string>> expected;
  for (const uint64_t batch : {1'000'000, 777, 64}) {
    const auto store = NewMemoryStore();
    RunnerOptions options;
    options.events_per_batch = batch;
    if (batch == 777) options.cached_entities_max = 50;
    Runner runner(log, *store, projections, options);
    Require(runner.Start());
    if (batch == 64) Require(runner.ApplyThrough(log.Head().size / 5));
    Require(runner.ApplyThrough(log.Head().size));
    std::vector<std::pair<std::string, std::string>> entries;
    Require(store->Scan("", "", [&entries](absl::string_view key, absl::string_view value) {
      entries.emplace_back(key, value);
      return true;
    }));
    if (expected.empty()) expected = entries;
    Require(!entries.empty() && entries == expected, "the rebuild depends on how it is split");
  }
}

}  // namespace

void RebuildBench(const Setup& setup, const std::string& store, Report& report) {
  const auto log = Require(EventLog::Open(store + "/log", LogOptions()));
  if (setup.corpus.size() <= kSplitEventsMax) CheckSplits(*log);
  const std::string dir = FreshFolder(setup.dir, "rebuild");
  {
    const RocksdbPacked packed(dir, setup.corpus);
    report.Compare("rebuild of all projections", "events/s", setup.runs,
                   [&] { return Build(FreshFolder(dir, "views"), *log, setup.corpus); },
                   {{"RocksDB, 64 a value (scan)", [&] { return packed.Scan(); },
                     Goal{Goal::Of::kOurs, false, 1.2e6, ""}}});
  }
  Require(log->Close());
  RemoveFolder(dir);
  const auto decree = Require(Decree::Open(store, Options()));
  Stopwatch watch;
  watch.Start();
  const RebuildReport rebuilt = Require(decree->Rebuild());
  watch.Stop();
  Require(rebuilt.identical && rebuilt.events == setup.corpus.size(),
          rebuilt.differences.empty() ? "the rebuild missed events" : rebuilt.differences.front());
  Require(decree->Close());
  report.Add({"rebuild, compared and switched", "events/s",
              static_cast<double>(rebuilt.events) / watch.seconds(), "", 0, 0, std::nullopt});
}

}  // namespace decree::bench
