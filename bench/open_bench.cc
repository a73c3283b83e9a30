// How long until the first answer of a store that was closed?
#include "bench/folders.h"
#include "bench/peers/rocksdb_peer.h"
#include "bench/questions.h"
#include "bench/require.h"
#include "bench/stopwatch.h"
#include "core/decree.h"

namespace decree::bench {

void OpenBench(const Setup& setup, const std::string& store, Report& report) {
  AsOfQuestion question;
  question.effective_on = "2020-06-15";
  question.measure = setup.corpus.EventAt(0).measure;
  const std::string peer = FreshFolder(setup.dir, "open");
  report.Compare("open, to the first answer", "ms", setup.runs,
                 [&] {
                   Stopwatch watch;
                   watch.Start();
                   const auto decree = Require(Decree::Open(store, Options()));
                   const AsOfAnswer answer = Require(decree->AsOf(question));
                   watch.Stop();
                   Require(answer.measures.size() == 1 && answer.header.head == setup.corpus.size(),
                           "the first answer is not of the whole store");
                   Require(decree->Close());
                   return 1e3 * watch.seconds();
                 },
                 {{"RocksDB, one a value", [&] { return 1e3 * RocksdbOpen(peer, setup.corpus); },
                   Goal{Goal::Of::kOurs, true, 50, "at 1 M events"}}});
  RemoveFolder(peer);
}

}  // namespace decree::bench
