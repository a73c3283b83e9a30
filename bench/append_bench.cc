// How fast are announcements made durable: one by one, by 16 writers at once, and in bulk?
#include <algorithm>
#include <memory>
#include <thread>
#include <vector>

#include "bench/folders.h"
#include "bench/peers/raw_file.h"
#include "bench/peers/rocksdb_peer.h"
#include "bench/peers/sqlite_peer.h"
#include "bench/questions.h"
#include "bench/require.h"
#include "bench/stopwatch.h"
#include "core/decree.h"

namespace decree::bench {
namespace {

constexpr size_t kWriters = 16;

void CheckLog(const EventLog& log, const Corpus& corpus, size_t count, bool is_ordered) {
  BodySum sum;
  uint64_t bytes = 0;
  Require(log.Scan(1, count, /*verify_leaves=*/true, [&](const LogRecord& record) {
    sum.Add(record.body);
    bytes += record.body.size();
    return absl::OkStatus();
  }));
  Require(log.Head().size == count && sum.count() == count && bytes > 0, "the log lost events");
  Require(!is_ordered || sum.value() == corpus.Checksum(count), "the log gives other bodies back");
}

// An event that targets another is appended as if it did not: its target may not be there yet.
std::vector<AppendRequest> Singles(const Corpus& corpus, size_t count) {
  std::vector<AppendRequest> requests;
  for (size_t i = 0; i < count; ++i) {
    requests.push_back(corpus.RequestAt(i));
    requests.back().target_id.clear();
  }
  return requests;
}

double LogSingles(const std::string& dir, const Corpus& corpus, size_t count, size_t writers) {
  const std::vector<AppendRequest> requests = Singles(corpus, count);
  const auto log = Require(EventLog::Open(dir + "/log", LogOptions()));
  Stopwatch watch;
  watch.Start();
  std::vector<std::thread> threads;
  for (size_t writer = 0; writer < writers; ++writer) {
    threads.emplace_back([&, writer] {
      for (size_t i = writer; i < count; i += writers) {
        Require(log->Append(absl::MakeConstSpan(&requests[i], 1)).status());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  watch.Stop();
  CheckLog(*log, corpus, count, /*is_ordered=*/writers == 1);
  Require(log->Close());
  return static_cast<double>(count) / watch.seconds();
}

double LogBulk(const std::string& dir, const Corpus& corpus) {
  const auto log = Require(EventLog::Open(dir + "/log", LogOptions()));
  Stopwatch watch;
  std::vector<AppendRequest> requests;
  for (size_t begin = 0; begin < corpus.size(); begin += kBulkEvents) {
    requests.clear();
    for (size_t i = begin; i < std::min(corpus.size(), begin + kBulkEvents); ++i) {
      requests.push_back(corpus.RequestAt(i));
    }
    watch.Start();
    Require(log->Append(requests).status());
    watch.Stop();
  }
  CheckLog(*log, corpus, corpus.size(), /*is_ordered=*/true);
  Require(log->Close());
  return static_cast<double>(corpus.size()) / watch.seconds();
}

}  // namespace

std::string FillStore(const Setup& setup, Report& report) {
  if (setup.keep) {
    // The corpus has one seed: as many events are the same events.
    const auto kept = Decree::Open(setup.dir + "/store", Options());
    const bool is_filled = kept.ok() && Require((*kept)->Stats()).head.size == setup.corpus.size();
    if (kept.ok()) Require((*kept)->Close());
    if (is_filled) return setup.dir + "/store";
  }
  const std::string dir = FreshFolder(setup.dir, "store");
  const auto store = Require(Decree::Open(dir, Options()));
  Stopwatch watch;
  std::vector<NewEvent> events;
  for (size_t begin = 0; begin < setup.corpus.size(); begin += kBulkEvents) {
    events.clear();
    for (size_t i = begin; i < std::min(setup.corpus.size(), begin + kBulkEvents); ++i) {
      events.push_back({setup.corpus.EventAt(i), {}});
    }
    watch.Start();
    Require(store->Append(events).status());
    watch.Stop();
  }
  Require(store->Close());
  report.Add({"append, 1,000 a call, with views", "events/s",
              static_cast<double>(setup.corpus.size()) / watch.seconds(), "", 0, 0, std::nullopt});
  return dir;
}

void AppendBench(const Setup& setup, Report& report) {
  const auto in = [&setup](auto run) {
    return [&setup, run] { return run(FreshFolder(setup.dir, "append")); };
  };
  const Corpus& corpus = setup.corpus;
  const size_t single = setup.single_events, many = setup.writers_events;
  report.Compare("append, 1 writer, durable", "events/s", setup.runs,
                 in([&](const std::string& dir) { return LogSingles(dir, corpus, single, 1); }),
                 {{"raw append + fdatasync",
                   in([&](const std::string& dir) { return RawFileSingles(dir, corpus, single); }),
                   Goal{Goal::Of::kRatio, false, 1 / 1.8, "(1.8x its time)"}},
                  {"RocksDB", in([&](const std::string& dir) {
                     return RocksdbSingles(dir, corpus, single, 1);
                   }),
                   std::nullopt},
                  {"SQLite WAL",
                   in([&](const std::string& dir) { return SqliteAppend(dir, corpus, single, 1); }),
                   std::nullopt}});
  report.Compare(
      "append, 16 writers, durable", "events/s", setup.runs,
      in([&](const std::string& dir) { return LogSingles(dir, corpus, many, kWriters); }),
      {{"RocksDB",
        in([&](const std::string& dir) { return RocksdbSingles(dir, corpus, many, kWriters); }),
        Goal{Goal::Of::kRatio, false, 1.65, "(2x PostgreSQL)"}}});
  report.Compare("append, 1,000 a commit, durable", "events/s", setup.runs,
                 in([&](const std::string& dir) { return LogBulk(dir, corpus); }),
                 {{"RocksDB, one a value", in([&](const std::string& dir) {
                     return RocksdbBulk(dir, corpus, 1, kBulkEvents);
                   }),
                   Goal{Goal::Of::kRatio, false, 0.6, ""}},
                  {"RocksDB, 64 a value", in([&](const std::string& dir) {
                     return RocksdbBulk(dir, corpus, kPackedEvents, kBulkEvents);
                   }),
                   std::nullopt},
                  {"SQLite WAL", in([&](const std::string& dir) {
                     return SqliteAppend(dir, corpus, corpus.size(), kBulkEvents);
                   }),
                   std::nullopt}});
  RemoveFolder(setup.dir + "/append");
}

}  // namespace decree::bench
