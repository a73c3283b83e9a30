#include "bench/growth/growth_table.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace decree::bench {

std::optional<double> ExponentOf(const std::vector<GrowthPoint>& points) {
  constexpr double kSecondsMin = 1e-6;  // what a clock cannot tell from nothing
  double count = 0, sum_x = 0, sum_y = 0, sum_xx = 0, sum_xy = 0;
  for (const GrowthPoint& point : points) {
    if (!point.seconds) continue;
    const double x = std::log(static_cast<double>(point.n));
    const double y = std::log(std::max(*point.seconds, kSecondsMin));
    count += 1;
    sum_x += x;
    sum_y += y;
    sum_xx += x * x;
    sum_xy += x * y;
  }
  const double spread = count * sum_xx - sum_x * sum_x;
  if (count < 2 || spread <= 0) return std::nullopt;
  return (count * sum_xy - sum_x * sum_y) / spread;
}

void PrintHead() {
  std::printf("%-24s %-12s %8s  %-44s %9s\n", "shape", "operation", "largest",
              "processor seconds at n/8, n/4, n/2, n", "exponent");
}

void PrintLine(const GrowthLine& line, double seconds_max) {
  std::string seconds;
  for (const GrowthPoint& point : line.points) {
    const std::string text = point.seconds ? absl::StrFormat("%.4f", *point.seconds)
                                           : absl::StrFormat("> %.0f", seconds_max);
    absl::StrAppend(&seconds, absl::StrFormat("%10s ", text));
  }
  const std::optional<double> exponent = ExponentOf(line.points);
  std::printf("%-24s %-12s %8zu  %-44s %9s\n", line.shape.c_str(), line.operation.c_str(),
              line.points.back().n, seconds.c_str(),
              exponent ? absl::StrFormat("%.2f", *exponent).c_str() : "?");
  std::fflush(stdout);
}

}  // namespace decree::bench
