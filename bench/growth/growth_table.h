// The table of the growth bench: a line for each shape and operation, with the exponent.
#ifndef DECREE_BENCH_GROWTH_GROWTH_TABLE_H_
#define DECREE_BENCH_GROWTH_GROWTH_TABLE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace decree::bench {

struct GrowthPoint {
  size_t n = 0;
  std::optional<double> seconds;  // nullopt: it took longer than a point may
};

struct GrowthLine {
  std::string shape, operation;
  std::vector<GrowthPoint> points;  // ascending n
};

// The slope of log seconds over log n, by least squares; nullopt: fewer than two points.
std::optional<double> ExponentOf(const std::vector<GrowthPoint>& points);

void PrintHead();
void PrintLine(const GrowthLine& line, double seconds_max);

}  // namespace decree::bench

#endif  // DECREE_BENCH_GROWTH_GROWTH_TABLE_H_
