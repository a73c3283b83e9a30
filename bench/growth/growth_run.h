// Runs one row of the growth bench at its sizes.
#ifndef DECREE_BENCH_GROWTH_GROWTH_RUN_H_
#define DECREE_BENCH_GROWTH_GROWTH_RUN_H_

#include <cstddef>
#include <string>
#include <vector>

#include "bench/growth/growth_row.h"
#include "bench/growth/growth_table.h"

namespace decree::bench {

struct GrowthRun {
  std::string dir;          // where stores are made and removed
  size_t largest_max = 0;   // of every row; 0: as large as the row says
  size_t sizes = 4;         // the largest and its halves
  double seconds_max = 60;  // of one operation at one size, by the clock on the wall
};

// A line each for append, close, a further act and the row's operations; `wants` says which are
// measured. An operation that takes too long is not measured at larger sizes.
std::vector<GrowthLine> RunRow(const GrowthRow& row, const GrowthRun& run,
                               const std::function<bool(const std::string& operation)>& wants);

}  // namespace decree::bench

#endif  // DECREE_BENCH_GROWTH_GROWTH_RUN_H_
