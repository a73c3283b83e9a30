// The questions that the benches ask, one file each. Every one checks what it got back.
#ifndef DECREE_BENCH_QUESTIONS_H_
#define DECREE_BENCH_QUESTIONS_H_

#include <cstddef>
#include <string>

#include "bench/generator.h"
#include "bench/report.h"

namespace decree::bench {
class NaiveRecord;
}

namespace decree::bench {

struct Setup {
  const Corpus& corpus;
  std::string dir;  // on the disk to be measured
  int runs = 3;
  size_t single_events = 0;   // appended one by one by one writer
  size_t writers_events = 0;  // appended one by one by 16 writers
  bool keep = false;          // the filled store is left, and taken where it is there already
  const NaiveRecord* naive = nullptr;  // of the corpus; for those that ask as-of questions
};

inline constexpr size_t kBulkEvents = 1'000;  // events in a durable commit

// Fills the store that the later questions read, through the library, and closes it.
std::string FillStore(const Setup& setup, Report& report);

void AppendBench(const Setup& setup, Report& report);
void ReplayBench(const Setup& setup, const std::string& store, Report& report);
void RebuildBench(const Setup& setup, const std::string& store, Report& report);
void OpenBench(const Setup& setup, const std::string& store, Report& report);
void PointBench(const Setup& setup, const std::string& store, Report& report);
void BatchBench(const Setup& setup, const std::string& store, Report& report);
void StateBench(const Setup& setup, const std::string& store, Report& report);
void HistoryBench(const Setup& setup, const std::string& store, Report& report);
void MemoryBench(const Setup& setup, const std::string& store, Report& report);
// Of a corpus in several worlds, beside one of a single world's size.
void GrowthBench(const Setup& setup, const std::string& store, uint64_t worlds, Report& report);
void SizeBench(const Setup& setup, const std::string& store, Report& report);

// 1,000 as-of answers of a small store: read from disk, and computed in memory by a reader.
void CheckAnswers(const Setup& setup);

}  // namespace decree::bench

#endif  // DECREE_BENCH_QUESTIONS_H_
