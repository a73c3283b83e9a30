// How fast is the whole record read back, from first to last, on one thread?
#include <memory>

#include "bench/folders.h"
#include "bench/peers/rocksdb_peer.h"
#include "bench/peers/sqlite_peer.h"
#include "bench/questions.h"
#include "bench/require.h"
#include "bench/stopwatch.h"
#include "core/decree.h"

namespace decree::bench {
namespace {

double Scan(const EventLog& log, const Corpus& corpus, bool decodes) {
  uint64_t events = 0, bytes = 0;
  Stopwatch watch;
  watch.Start();
  Require(log.Scan(1, log.Head().size, /*verify_leaves=*/false,
                   [&](const LogRecord& record) -> absl::Status {
                     ++events;
                     bytes += record.body.size();
                     if (!decodes) return absl::OkStatus();
                     const absl::StatusOr<Event> event = DecodeEvent(record.body);
                     if (event.ok() && event->id != record.id) bytes = 0;
                     return event.status();
                   }));
  watch.Stop();
  Require(events == corpus.size() && bytes == corpus.body_bytes(), "the scan missed events");
  return static_cast<double>(events) / watch.seconds();
}

}  // namespace

void ReplayBench(const Setup& setup, const std::string& store, Report& report) {
  const auto log = Require(EventLog::Open(store + "/log", LogOptions()));
  BodySum sum;
  Require(log->Scan(1, log->Head().size, /*verify_leaves=*/true, [&](const LogRecord& record) {
    sum.Add(record.body);
    return absl::OkStatus();
  }));
  Require(sum.value() == setup.corpus.Checksum(setup.corpus.size()), "the log gives other bodies");
  const std::string dir = FreshFolder(setup.dir, "replay");
  {
    const RocksdbPacked packed(dir, setup.corpus);
    report.Compare("replay, records only", "events/s", setup.runs,
                   [&] { return Scan(*log, setup.corpus, /*decodes=*/false); },
                   {{"RocksDB, 64 a value", [&] { return packed.Scan(); }, std::nullopt}});
    report.Compare("replay, with decoding", "events/s", setup.runs,
                   [&] { return Scan(*log, setup.corpus, /*decodes=*/true); },
                   {{"RocksDB, 64 a value", [&] { return packed.Scan(); },
                     Goal{Goal::Of::kRatio, false, 0.44, ""}},
                    {"SQLite", [&] { return SqliteScan(dir, setup.corpus); }, std::nullopt}});
  }
  Require(log->Close());
  RemoveFolder(dir);
}

}  // namespace decree::bench
