// decree_bench [--events=N] [--worlds=N] [--dir=FOLDER] [--runs=N] [--keep] [--quick]
//              [--only=append,replay,rebuild,open,point,batch,state,history,memory,growth]
//
// Asks each question of Decree and of its peers, on the same bodies, in turn, and prints one table.
// --worlds=N deals the measures to N sets of issuers; as many times the events in as many times the
// worlds keep the hits of a question as they are. --keep leaves the store that was filled, and the
// next run takes it when it holds as many events. --quick is the smoke run: little work, every
// answer checked, no figure held against anything.
#include <algorithm>
#include <cstdio>
#include <optional>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "bench/folders.h"
#include "bench/naive_record.h"
#include "bench/questions.h"
#include "bench/require.h"

namespace decree::bench {
namespace {

struct Flags {
  uint64_t events = 200'000;
  uint64_t worlds = 1;  // sets of issuers; more of them keep the hits of a question constant
  int runs = 3;
  bool quick = false, keep = false;
  std::string dir = DECREE_BENCH_DIR;
  std::string only;

  bool Wants(absl::string_view question) const {
    return only.empty() || absl::StrContains(only, question);
  }
  // Whether answers will be held against the oracle.
  bool WantsAnswers() const {
    return Wants("point") || Wants("batch") || Wants("state") || Wants("history") ||
           (worlds > 1 && Wants("growth"));
  }
};

Flags ParseFlags(int argc, char** argv) {
  Flags flags;
  for (int i = 1; i < argc; ++i) {
    absl::string_view value = argv[i];
    bool known = true;
    if (absl::ConsumePrefix(&value, "--events=")) {
      known = absl::SimpleAtoi(value, &flags.events) && flags.events > 0;
    } else if (absl::ConsumePrefix(&value, "--runs=")) {
      known = absl::SimpleAtoi(value, &flags.runs) && flags.runs > 0;
    } else if (absl::ConsumePrefix(&value, "--worlds=")) {
      known = absl::SimpleAtoi(value, &flags.worlds) && flags.worlds > 0 && flags.worlds <= 10;
    } else if (absl::ConsumePrefix(&value, "--dir=")) {
      flags.dir = std::string(value);
    } else if (absl::ConsumePrefix(&value, "--only=")) {
      flags.only = std::string(value);
    } else if (value == "--keep") {
      flags.keep = true;
    } else {
      known = value == "--quick";
      flags.quick = known;
    }
    Require(known, std::string("cannot read the argument ") + argv[i]);
  }
  if (flags.quick) {
    flags.events = 6'000;
    flags.runs = 1;
  }
  Require(!absl::StrContains(flags.only, "growth") || flags.worlds > 1,
          "growth needs more than one world: --worlds=10");
  return flags;
}

void Run(const Flags& flags) {
  const Corpus corpus(flags.events, flags.worlds);
  std::printf("%zu events of %llu measures, %.0f bytes a body, %.0f as JSON; %d runs in %s\n",
              corpus.size(), static_cast<unsigned long long>(corpus.measures()),
              static_cast<double>(corpus.body_bytes()) / static_cast<double>(corpus.size()),
              corpus.MeanJsonBytes(), flags.runs, flags.dir.c_str());
  std::fflush(stdout);
  const size_t singles = std::min<size_t>(corpus.size(), flags.quick ? 32 : 2'000);
  const size_t writers = std::min<size_t>(corpus.size(), flags.quick ? 64 : 16'000);
  std::optional<NaiveRecord> naive;
  if (flags.WantsAnswers()) naive.emplace(corpus);
  const Setup setup{
      corpus, flags.dir, flags.runs, singles, writers, flags.keep, naive ? &*naive : nullptr};
  Report report;
  CheckAnswers(setup);
  if (flags.Wants("append")) AppendBench(setup, report);
  const std::string store = FillStore(setup, report);
  if (flags.Wants("replay")) ReplayBench(setup, store, report);
  if (flags.Wants("rebuild")) RebuildBench(setup, store, report);
  if (flags.Wants("open")) OpenBench(setup, store, report);
  if (flags.Wants("point")) PointBench(setup, store, report);
  if (flags.Wants("batch")) BatchBench(setup, store, report);
  if (flags.Wants("state")) StateBench(setup, store, report);
  if (flags.Wants("history")) HistoryBench(setup, store, report);
  if (flags.Wants("memory")) MemoryBench(setup, store, report);
  if (flags.worlds > 1 && flags.Wants("growth")) GrowthBench(setup, store, flags.worlds, report);
  SizeBench(setup, store, report);
  if (!flags.keep) RemoveFolder(store);
  if (flags.quick) {
    std::printf("every answer checked\n");
  } else {
    report.Print();
  }
}

}  // namespace
}  // namespace decree::bench

int main(int argc, char** argv) {
  decree::bench::Run(decree::bench::ParseFlags(argc, argv));
  return 0;
}
